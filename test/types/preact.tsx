/** @jsxImportSource preact */
import 'anam-persona/preact';

/** What a Preact page may write, and what it may not. */
export const good = (
  <anam-persona
    class="wide"
    token-url="/api/session-token"
    token-params='{"persona":"cara"}'
    text-input
    captions={true}
    volume={0.5}
    layout="floating"
    tokenProvider={async ({ signal }) => (await fetch('/mine', { signal })).text()}
    clientOptions={{ iceServers: [] }}
    ref={(persona) => void persona?.start()}
    onanam-message={(event) => event.content.trim() + event.currentTarget.state}
    onanam-tool-call={(event) => event.respondWith({ done: true })}
  >
    <p slot="poster">…</p>
  </anam-persona>
);

// TypeScript lets every unknown name with a hyphen pass in JSX, so a wrong attribute is no error.
export const bad = [
  // @ts-expect-error no such layout
  <anam-persona layout="sideways" />,
  // @ts-expect-error a number, or text that is one
  <anam-persona volume="loud" />,
  // @ts-expect-error a function
  <anam-persona tokenProvider="/api" />,
  // @ts-expect-error Preact listens to `onanam-message`
  <anam-persona onAnamMessage={() => undefined} />,
  // @ts-expect-error no such field
  <anam-persona onanam-message={(event) => event.text} />,
];

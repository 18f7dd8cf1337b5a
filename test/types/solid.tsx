/** @jsxImportSource solid-js */
import 'anam-persona/solid';

/** What a Solid page may write, and what it may not. */
export const good = (
  <anam-persona
    class="wide"
    token-url="/api/session-token"
    attr:persona-name="Cara"
    text-input
    captions={true}
    volume={0.5}
    prop:tokenProvider={async ({ signal }) => (await fetch('/mine', { signal })).text()}
    ref={(persona) => void persona.start()}
    on:anam-message={(event) => event.content.trim() + event.currentTarget.state}
  />
);

// TypeScript lets every unknown name with a hyphen pass in JSX, so a wrong attribute is no error.
export const bad = [
  // @ts-expect-error no such layout
  <anam-persona layout="sideways" />,
  // @ts-expect-error a static camelCase name becomes an attribute that nobody reads
  <anam-persona personaName="Cara" />,
  // @ts-expect-error a function
  <anam-persona prop:tokenProvider="/api" />,
  // @ts-expect-error no such field
  <anam-persona on:anam-message={(event) => event.text} />,
];

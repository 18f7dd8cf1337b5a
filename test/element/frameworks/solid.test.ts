/** The element in a template of Solid: a tagged one, which does at run time what compiled JSX does. */
import { createSignal } from 'solid-js';
import html from 'solid-js/html';
import { render } from 'solid-js/web';
import { expectTemplate } from './template.js';

it('Solid', () =>
  expectTemplate((place, { listen, tokenProvider, ...first }) => {
    const [captions, setCaptions] = createSignal(first.captions);
    const [volume, setVolume] = createSignal(first.volume);
    const unmount = render(
      () => html`
        <anam-persona
          token-url="/api/session-token"
          text-input
          prop:noControls=${false}
          prop:captions=${captions}
          prop:volume=${volume}
          prop:tokenParams=${{ persona: 'cara' }}
          prop:tokenProvider=${() => tokenProvider}
          on:anam-speech-start=${listen}
          ><p slot="poster">…</p></anam-persona
        >
      `,
      place,
    );
    return {
      change: (next) => {
        setCaptions(next.captions);
        setVolume(next.volume);
      },
      unmount,
    };
  }));

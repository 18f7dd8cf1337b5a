/** The element in the templates of frameworks: attributes, properties and events arrive as the types say. */
import { expect } from '@open-wc/testing';
import { h, render } from 'preact';
import '../../src/define.js';
import type { AnamPersona } from '../../src/anam-persona.js';
import { AnamSpeechStartEvent } from '../../src/anam-persona.events.js';

const tokenProvider = (): Promise<string> => Promise.reject(new Error('Nobody asks in this test.'));

/** Mounts, lets the persona speak, and tells what the page heard. */
const heardIn = (mount: (place: HTMLElement, listen: (event: AnamSpeechStartEvent) => void) => void) => {
  const heard: string[] = [];
  const place = document.createElement('div');
  document.body.append(place);
  mount(place, ({ role }) => heard.push(role));
  const persona = place.querySelector<AnamPersona>('anam-persona')!;
  persona.dispatchEvent(new AnamSpeechStartEvent('persona'));
  place.remove();
  return { persona, heard };
};

const expectGiven = ({ persona, heard }: ReturnType<typeof heardIn>): void => {
  expect(persona.tokenUrl).to.equal('/api/session-token');
  expect(persona.textInput).to.equal(true);
  expect(persona.captions).to.equal(true);
  expect(persona.noControls).to.equal(false);
  expect(persona.volume).to.equal(0.5);
  expect(persona.tokenParams).to.deep.equal({ persona: 'cara' });
  expect(persona.tokenProvider).to.equal(tokenProvider);
  expect(heard).to.deep.equal(['persona']);
};

it('Preact', () => {
  expectGiven(
    heardIn((place, listen) => {
      const given = {
        'token-url': '/api/session-token',
        'text-input': true,
        'no-controls': false,
        captions: true,
        volume: 0.5,
        tokenParams: { persona: 'cara' },
        tokenProvider,
        'onanam-speech-start': listen,
      };
      render(h('anam-persona', given), place);
    }),
  );
});

it('Vue', async () => {
  // The build with the compiler of templates, which has no types of its own.
  const vue = (await import('vue/dist/vue.esm-browser.prod.js' as string)) as typeof import('vue');
  expectGiven(
    heardIn((place, listen) => {
      const app = vue.createApp({
        template: `<anam-persona token-url="/api/session-token" text-input :no-controls="false" :captions="true" volume="0.5"
          :tokenParams="{ persona: 'cara' }" :tokenProvider="tokenProvider" @anam-speech-start="listen"></anam-persona>`,
        setup: () => ({ tokenProvider, listen }),
      });
      app.config.compilerOptions.isCustomElement = (tag) => tag === 'anam-persona';
      app.mount(place);
    }),
  );
});

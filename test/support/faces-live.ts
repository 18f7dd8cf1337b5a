/** Owns the ways into the faces of a conversation. */
import { live, refused, silenced, talk, warned, withMicrophone, type Way } from './face-ways.js';
import type { Persona } from './persona-fixture.js';

const menu = async (persona: Persona): Promise<void> => {
  await live(persona);
  await persona.until(() => persona.hasButton('More options'), 'the bar');
  persona.button('More options').click();
  await persona.until(() => persona.find('.menu select'), 'the menu');
};

export const LIVE: Readonly<Record<string, Way>> = {
  live: { go: live },
  listening: {
    go: async (persona) => {
      await live(persona);
      persona.clients.last.emit({ type: 'user-speech', speaking: true });
    },
  },
  thinking: {
    go: async (persona) => {
      await live(persona);
      persona.clients.last.emit({ type: 'user-speech', speaking: true });
      persona.clients.last.emit({ type: 'user-speech', speaking: false });
    },
  },
  interrupted: {
    attributes: 'captions',
    go: async (persona) => {
      await live(persona);
      persona.clients.last.say('persona', 'I can also tell you about the way', {
        endOfSpeech: false,
        id: 'cut',
      });
      persona.clients.last.say('persona', ' here and', { id: 'cut', contentIndex: 1, interrupted: true });
    },
  },
  'sound blocked': {
    go: async (persona) => {
      silenced(persona);
      await live(persona);
      await persona.until(() => persona.element.soundBlocked, 'the block');
    },
  },
  notice: {
    attributes: 'transcript',
    go: async (persona) => {
      await live(persona);
      talk(persona);
      await persona.until(() => persona.find('.conversation li'), 'the transcript');
      persona.element.shadowRoot!.querySelector<HTMLButtonElement>('.conversation header button')!.click();
      await persona.until(() => persona.find('.notice'), 'the notice');
    },
  },
  'live with everything': {
    attributes: 'captions transcript text-input',
    go: async (persona) => {
      await live(persona);
      talk(persona);
      await persona.until(() => persona.find('.conversation li'), 'the transcript');
    },
  },
  speaking: {
    attributes: 'captions text-input',
    go: async (persona) => {
      await live(persona);
      talk(persona);
      await persona.until(() => persona.find('.captions'), 'captions');
    },
  },
  'captions without controls': {
    attributes: 'captions no-controls',
    go: async (persona) => {
      await live(persona);
      talk(persona);
      await persona.until(() => persona.find('.captions'), 'captions');
    },
  },
  'live without a microphone': {
    go: (persona) => withMicrophone(refused('NotAllowedError'), () => live(persona)),
  },
  'live, microphone missing': {
    go: (persona) => withMicrophone(refused('NotFoundError'), () => live(persona)),
  },
  muted: { attributes: 'mic-muted muted', go: live },
  menu: { go: menu },
  'menu, end warning': {
    go: async (persona) => {
      await menu(persona);
      await warned(persona);
    },
  },
  'end warning': { go: (persona) => warned(persona) },
  'idle warning': { go: (persona) => warned(persona, 'idleTimeout') },
  'end warning, transcript': {
    attributes: 'transcript text-input',
    go: async (persona) => {
      await warned(persona);
      talk(persona);
    },
  },
};

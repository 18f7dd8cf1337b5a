/** Owns the ways into the faces of the floating layout. */
import { PersonaError } from '../../src/session/error.js';
import { forever, live, silenced, talk, warned, type Way } from './face-ways.js';

export const FLOATING: Readonly<Record<string, Way>> = {
  'floating, closed': {
    attributes: 'layout="floating"',
    go: (persona) => persona.until(() => persona.hasButton('Talk to Cara'), 'the launcher'),
  },
  'floating, closed, connecting': {
    attributes: 'layout="floating" position="bottom-left"',
    go: async (persona) => {
      persona.clients.beforeConnected = forever;
      persona.element.start().catch(() => undefined);
      await persona.until(() => persona.element.state === 'connecting', 'connecting');
      await persona.until(() => persona.hasButton('End conversation'), 'the tile');
    },
  },
  'floating, closed, failed': {
    attributes: 'layout="floating" reconnect="0"',
    go: async (persona) => {
      persona.clients.beforeOpen = () =>
        Promise.reject(new PersonaError('engine-concurrency-limit', 'Full.'));
      await persona.element.start().catch(() => undefined);
      await persona.until(() => persona.hasButton('Talk to Cara'), 'the launcher');
    },
  },
  'floating, closed, ended by the service': {
    attributes: 'layout="floating" position="top-left"',
    go: async (persona) => {
      await live(persona);
      persona.clients.last.emit({ type: 'closed', error: new PersonaError('server-ended', 'Over.') });
      await persona.until(() => persona.element.state === 'ended', 'the end');
      await persona.until(() => persona.hasButton('Talk to Cara'), 'the launcher');
    },
  },
  'floating, open': {
    attributes: 'layout="floating" open text-input',
    go: async (persona) => {
      await persona.until(() => persona.hasButton('Minimise'), 'the panel');
      await live(persona);
    },
  },
  'floating, idle': {
    attributes: 'layout="floating" open',
    go: (persona) => persona.until(() => persona.hasButton('Minimise'), 'the panel'),
  },
  'floating, consent': {
    attributes: 'layout="floating" consent',
    go: async (persona) => {
      void persona.element.start();
      await persona.until(() => persona.hasButton('Agree and start'), 'the question');
    },
  },
  'floating, menu': {
    attributes: 'layout="floating" open position="top-right"',
    go: async (persona) => {
      await live(persona);
      await persona.until(() => persona.hasButton('More options'), 'the bar');
      persona.button('More options').click();
      await persona.until(() => persona.find('.menu select'), 'the menu');
    },
  },
  'floating, everything': {
    attributes: 'layout="floating" open captions transcript text-input',
    go: async (persona) => {
      await live(persona);
      talk(persona);
      await persona.until(() => persona.find('.conversation li'), 'the transcript');
    },
  },
  'floating, end warning': {
    attributes: 'layout="floating" open text-input',
    go: (persona) => warned(persona),
  },
  'floating, ended': {
    attributes: 'layout="floating" open',
    go: async (persona) => {
      await live(persona);
      await persona.element.stop();
    },
  },
  'floating, failed': {
    attributes: 'layout="floating" open reconnect="0"',
    go: async (persona) => {
      persona.clients.beforeOpen = () =>
        Promise.reject(new PersonaError('engine-concurrency-limit', 'Full.'));
      await persona.element.start().catch(() => undefined);
    },
  },
  'floating, live and closed': {
    attributes: 'layout="floating" position="top-left"',
    go: async (persona) => {
      await live(persona);
      await persona.until(() => persona.hasButton('End conversation'), 'the tile');
    },
  },
  'floating, tile, end warning': {
    attributes: 'layout="floating"',
    go: async (persona) => {
      await warned(persona);
      await persona.until(() => persona.hasButton('Keep talking'), 'the way to go on');
    },
  },
  'floating, tile, sound blocked': {
    attributes: 'layout="floating" position="top-left"',
    go: async (persona) => {
      silenced(persona);
      await live(persona);
      await persona.until(() => persona.hasButton('Tap to hear'), 'the tap');
    },
  },
};

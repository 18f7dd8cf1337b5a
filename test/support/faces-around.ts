/** Owns the ways into the faces before and after a conversation. */
import { PersonaError } from '../../src/session/error.js';
import { forever, live, refused, talk, warned, withMicrophone, type Way } from './face-ways.js';

export const BEFORE: Readonly<Record<string, Way>> = {
  idle: {},
  poster: { attributes: `poster="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="` },
  typing: { attributes: 'text-input' },
  consent: {
    attributes: 'consent terms-url="/terms" privacy-url="/privacy"',
    go: async (persona) => {
      void persona.element.start();
      await persona.until(() => persona.hasButton('Agree and start'), 'the question');
    },
  },
  authorizing: {
    go: async (persona) => {
      persona.element.tokenProvider = forever;
      persona.element.start().catch(() => undefined);
      // The browser's question comes first, though it answers by itself here.
      await persona.until(() => persona.element.micState === 'granted', 'the microphone');
    },
  },
  'asking for the microphone': {
    go: (persona) =>
      withMicrophone(forever, async () => {
        persona.element.tokenProvider = forever;
        persona.element.start().catch(() => undefined);
        await persona.until(() => persona.element.micState === 'asking', 'the question');
      }),
  },
  connecting: {
    go: async (persona) => {
      persona.clients.beforeConnected = forever;
      persona.element.start().catch(() => undefined);
      await persona.until(() => persona.element.state === 'connecting', 'connecting');
    },
  },
  'almost there': {
    go: async (persona) => {
      // The connection is there, and no picture comes.
      (persona.find('video') as HTMLVideoElement).requestVideoFrameCallback = () => 0;
      persona.element.start().catch(() => undefined);
      await persona.until(() => persona.element.timings.connected, 'the connection');
    },
  },
  retrying: {
    go: async (persona) => {
      persona.clients.beforeOpen = () =>
        Promise.reject(new PersonaError('engine-busy', 'Full.', { retryAfter: 9 }));
      persona.element.start().catch(() => undefined);
      await persona.until(() => persona.find('.way')?.textContent.includes('Trying again'), 'the countdown');
    },
  },
};

export const AFTER: Readonly<Record<string, Way>> = {
  reconnecting: {
    go: async (persona) => {
      await live(persona);
      persona.clients.last.emit({ type: 'recovering' });
    },
  },
  'reconnecting without a microphone': {
    go: async (persona) => {
      await withMicrophone(refused('NotAllowedError'), () => live(persona));
      persona.clients.last.emit({ type: 'recovering' });
    },
  },
  'reconnecting, end warning': {
    go: async (persona) => {
      await warned(persona);
      persona.clients.last.emit({ type: 'recovering' });
    },
  },
  'reconnecting, end warning, transcript': {
    attributes: 'transcript text-input',
    go: async (persona) => {
      await warned(persona);
      talk(persona);
      persona.clients.last.emit({ type: 'recovering' });
    },
  },
  ending: {
    go: async (persona) => {
      await live(persona);
      const { last } = persona.clients;
      const close = last.close.bind(last);
      last.close = () => close().then(forever);
      void persona.element.stop();
    },
  },
  ended: {
    go: async (persona) => {
      await live(persona);
      talk(persona);
      await persona.element.stop();
    },
  },
  'ended, transcript': {
    attributes: 'transcript text-input',
    go: async (persona) => {
      await live(persona);
      talk(persona);
      await persona.element.stop();
    },
  },
  'ended by the service': {
    go: async (persona) => {
      await live(persona);
      persona.clients.last.emit({ type: 'closed', error: new PersonaError('server-ended', 'Over.') });
      await persona.until(() => persona.element.state === 'ended', 'the end');
    },
  },
  'ended, idle': {
    go: async (persona) => {
      await live(persona);
      persona.element.idleTimeout = 0.2;
      await persona.until(() => persona.element.state === 'ended', 'the end');
    },
  },
  'ended, hidden': {
    go: async (persona) => {
      await live(persona);
      persona.element.hiddenTimeout = 0.2;
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      await persona.until(() => persona.element.state === 'ended', 'the end');
      Reflect.deleteProperty(document, 'visibilityState');
      document.dispatchEvent(new Event('visibilitychange'));
    },
  },
  'ended, time is up': {
    go: async (persona) => {
      await live(persona);
      persona.element.maxDuration = 0.2;
      await persona.until(() => persona.element.state === 'ended', 'the end');
    },
  },
  failed: {
    go: async (persona) => {
      persona.element.reconnect = 0;
      persona.clients.beforeOpen = () =>
        Promise.reject(new PersonaError('engine-concurrency-limit', 'Full.'));
      await persona.element.start().catch(() => undefined);
    },
  },
};

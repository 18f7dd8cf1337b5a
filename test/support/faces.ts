/** Owns the ways into every face of the element, by what really leads there. */
import { PersonaError } from '../../src/session/error.js';
import { personaFixture, type Persona } from './persona-fixture.js';

const forever = (): Promise<never> => new Promise(() => undefined);

interface Way {
  readonly attributes?: string;
  readonly go?: (persona: Persona) => Promise<void> | void;
}

const live = async (persona: Persona): Promise<void> => {
  await persona.start();
  await persona.until(() => persona.element.state === 'live', 'live');
};

const microphone = (answer: () => Promise<MediaStream>): (() => void) => {
  const { mediaDevices } = navigator;
  mediaDevices.getUserMedia = answer;
  // The real one is on the prototype.
  return () => void Reflect.deleteProperty(mediaDevices, 'getUserMedia');
};

/** Stands in for the browser's answer until the work is done. */
export async function withMicrophone(
  answer: () => Promise<MediaStream>,
  work: () => Promise<void>,
): Promise<void> {
  const restore = microphone(answer);
  try {
    await work();
  } finally {
    restore();
  }
}

export const refused =
  (name: string): (() => Promise<never>) =>
  () =>
    Promise.reject(new DOMException('', name));

const talk = (persona: Persona): void => {
  const client = persona.clients.last;
  client.say('user', 'When are you open?');
  client.say('persona', 'From nine to five, every day except on Mondays. Would you like to book a ticket?');
  client.say('persona', 'I can also tell you about the way here and', { interrupted: true });
  client.say('persona', 'Our next tour is at two o’clock, and there are', { endOfSpeech: false });
};

export const FACES: Readonly<Record<string, Way>> = {
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
    go: (persona) => {
      persona.element.tokenProvider = forever;
      persona.element.start().catch(() => undefined);
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
  live: { go: live },
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
  'live without a microphone': {
    go: (persona) => withMicrophone(refused('NotAllowedError'), () => live(persona)),
  },
  muted: { attributes: 'mic-muted muted', go: live },
  menu: {
    go: async (persona) => {
      await live(persona);
      await persona.until(() => persona.hasButton('More options'), 'the bar');
      persona.button('More options').click();
      await persona.until(() => persona.find('.menu select'), 'the menu');
    },
  },
  'end warning': {
    go: async (persona) => {
      await live(persona);
      persona.element.maxDuration = 8;
      await persona.until(() => persona.of('anam-end-warning').length > 0, 'the warning');
    },
  },
  reconnecting: {
    go: async (persona) => {
      await live(persona);
      persona.clients.last.emit({ type: 'recovering' });
    },
  },
  ended: {
    go: async (persona) => {
      await live(persona);
      talk(persona);
      await persona.element.stop();
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
  'floating, closed': {
    attributes: 'layout="floating"',
    go: (persona) => persona.until(() => persona.hasButton('Talk to Cara'), 'the launcher'),
  },
  'floating, open': {
    attributes: 'layout="floating" open text-input',
    go: async (persona) => {
      await persona.until(() => persona.hasButton('Minimise'), 'the panel');
      await live(persona);
    },
  },
  'floating, live and closed': {
    attributes: 'layout="floating" position="top-left"',
    go: async (persona) => {
      await live(persona);
      await persona.until(() => persona.hasButton('End conversation'), 'the tile');
    },
  },
};

/** An element that shows this face. Animations are over. */
export async function face(name: string, attributes = ''): Promise<Persona> {
  const way = FACES[name];
  if (!way) throw new Error(`No face "${name}"`);
  const persona = await personaFixture(`persona-name="Cara" ${way.attributes ?? ''} ${attributes}`);
  await way.go?.(persona);
  await persona.element.updateComplete;
  const root = persona.element.shadowRoot!;
  for (const animation of root.getAnimations()) {
    if (animation.effect?.getComputedTiming().iterations !== Infinity) animation.finish();
  }
  return persona;
}

/** What the personas answer, as data: the first rule whose words are found decides. */

/** One thing a persona does. In texts `{heard}`, `{name}`, `{context}` and `{turns}` are replaced. */
export type SceneAction =
  | { do: 'say'; text: string }
  | { do: 'reason'; text: string }
  | {
      do: 'call-tool';
      type?: 'client' | 'server' | 'system';
      name?: string;
      arguments?: Record<string, unknown>;
      afterwards?: string;
    }
  | { do: 'warn'; text: string }
  | { do: 'end'; reason: string };

/** A rule: any of the words, as whole words and in any case. */
export interface SceneRule {
  words: readonly string[];
  actions: readonly SceneAction[];
}

/** Everything a persona can answer. */
export interface Scene {
  rules: readonly SceneRule[];
  /** Said in turn when no rule fits a typed message. */
  otherwise: readonly string[];
  /** Said in turn when the user has spoken: the simulator hears that, not what. */
  spoken: readonly string[];
  /** Said when the user stays silent and the configuration asks for it. */
  silence: string;
}

const LONG_STORY =
  'Once upon a time there was a small web page. It had one button, and the button had one wish: to be pressed. ' +
  'Every morning it watched the pointer go by. It tried a shadow. It tried a rounder corner. It even tried to glow. ' +
  'One day a visitor came who could not use a pointer at all. The visitor pressed Tab, and then Enter. ' +
  'The button lit up, a face appeared, and the face said hello. Since that day the page tells everyone: ' +
  'good things happen to those who can be reached by keyboard. You can interrupt me whenever you like, by the way. ' +
  'I have told this story many times, and nobody has ever heard the end. The end is that there is no end.';

/** The conversation of all personas. */
export const scene: Scene = {
  rules: [
    {
      words: ['tool'],
      actions: [{ do: 'call-tool', afterwards: 'I called a tool of your page. It answered: {result}.' }],
    },
    // The tools of the demo; where a configuration knows them, the arguments are examples made from their schema.
    ...(
      [
        ['set_colours', ['colours', 'colors', 'colour', 'color']],
        ['show_card', ['card']],
        ['fill_form', ['form']],
      ] as const
    ).map(([name, words]): SceneRule => ({
      words,
      actions: [{ do: 'call-tool', name, afterwards: 'Your page says: {result}' }],
    })),
    {
      words: ['weather', 'search'],
      actions: [
        {
          do: 'call-tool',
          type: 'server',
          name: 'look_up',
          arguments: { query: '{heard}' },
          afterwards: 'I looked it up. It says: {result}.',
        },
      ],
    },
    {
      words: ['think', 'reason'],
      actions: [
        {
          do: 'reason',
          text: 'The user wants to see me think. I will count the words: {turns} turns so far.',
        },
        {
          do: 'say',
          text: 'I have thought about it. The answer is that I am a simulator, so there was not much to think about.',
        },
      ],
    },
    { words: ['story', 'long'], actions: [{ do: 'say', text: LONG_STORY }] },
    {
      words: ['warn', 'warning'],
      actions: [
        { do: 'warn', text: 'This is a simulated warning.' },
        { do: 'say', text: 'I have sent your page a warning.' },
      ],
    },
    {
      words: ['goodbye', 'bye', 'end'],
      actions: [
        { do: 'say', text: 'Goodbye! It was nice to be simulated for you.' },
        { do: 'end', reason: 'The persona ended the conversation.' },
      ],
    },
    {
      words: ['who', 'name'],
      actions: [
        {
          do: 'say',
          text: 'I am {name}. I am drawn and spoken by a simulator on this machine. Nothing is billed.',
        },
      ],
    },
    {
      words: ['help', 'can'],
      actions: [
        {
          do: 'say',
          text: 'Try the words tool, search, think, story, warning or goodbye. Interrupt me while I tell the story, by voice or with the button.',
        },
      ],
    },
    {
      words: ['hello', 'hi', 'hey'],
      actions: [{ do: 'say', text: 'Hello to you too! How can I pretend to help?' }],
    },
    { words: ['context', 'know'], actions: [{ do: 'say', text: 'Your page has told me this: {context}' }] },
    {
      words: ['thanks', 'thank'],
      actions: [{ do: 'say', text: 'You are welcome. It costs me nothing, and you neither.' }],
    },
  ],
  otherwise: [
    'You wrote: {heard}. A real persona would have something clever to say about that.',
    'I read: {heard}. I am only a simulator, but I find it interesting.',
    '{heard}, you say. Tell me more, or ask for help to see what I can do.',
  ],
  spoken: [
    'I heard you speak. I cannot understand words, but your microphone works.',
    'Thank you, that was clearly somebody speaking. If you type, I can use your words.',
    'Your voice arrives here loud and clear. Type the word help to see what else I can do.',
  ],
  silence: 'Are you still there? Take your time.',
};

/** The actions that answer a typed message. */
export function answerTo(text: string, turns: number): readonly SceneAction[] {
  const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []);
  const rule = scene.rules.find((candidate) => candidate.words.some((word) => words.has(word)));
  return rule?.actions ?? [{ do: 'say', text: pick(scene.otherwise, turns) }];
}

/** The actions that answer speech, which has no text. */
export function answerToSpeech(turns: number): readonly SceneAction[] {
  return [{ do: 'say', text: pick(scene.spoken, turns) }];
}

function pick(texts: readonly string[], turns: number): string {
  return texts[turns % texts.length] ?? '';
}

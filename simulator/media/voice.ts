/** Text to speech behind one interface: espeak-ng in a worker when it is installed, else a formant synthesizer. */

import { Worker } from 'node:worker_threads';
import { SAMPLE_RATE, resample } from './audio.js';
import { mumble } from './formant.js';

/** How a persona sounds. */
export interface VoiceSettings {
  /** espeak-ng language or variant, such as `en-us`, `en-gb`, `de`. */
  language: string;
  /** 0 (deep) to 100 (high). */
  pitch: number;
  /** Words a minute. */
  rate: number;
}

/** A word of a clip and when it is heard. */
export interface SpokenWord {
  /** With the white space before it, and the last one with that after it: all words together are the text. */
  text: string;
  /** Milliseconds from the start of the clip. */
  at: number;
}

/** Spoken text: mono samples at the simulator's rate. */
export interface Clip {
  samples: Int16Array;
  words: SpokenWord[];
}

/** `espeak-ng` is intelligible; `formant` is a voice without words. */
export type VoiceEngine = 'espeak-ng' | 'formant';

/** Speaks. */
export interface Voice {
  /** What speaks; opens it if need be. */
  engine(): Promise<VoiceEngine>;
  speak(text: string, settings: VoiceSettings): Promise<Clip>;
  close(): Promise<void>;
}

/** What the worker answers. */
export type WorkerAnswer =
  | { ready: true }
  | { failed: string }
  | { id: number; failed: string }
  | { id: number; samples: Int16Array; sampleRate: number; words: { position: number; at: number }[] };

/** What the worker is asked. */
export interface WorkerRequest {
  id: number;
  text: string;
  settings: VoiceSettings;
}

const CACHED_CLIPS = 32;
/** Workers that may die before the voice without words is used for good. */
const MOST_DEATHS = 5;

/** The best voice that is installed; nothing is loaded before it is needed. */
export function openVoice(): Voice {
  return new LazyVoice();
}

/** Words of the text with their positions in it; `text` as in a clip, `word` without white space. */
export function wordsOf(text: string): { text: string; word: string; position: number }[] {
  return [...text.matchAll(/(\s*)(\S+)(?:\s+$)?/g)].map(([whole, before = '', word = ''], index, all) => ({
    text: whole,
    word,
    position: (all[index]?.index ?? 0) + before.length,
  }));
}

/** Starts the worker beside this file; it is compiled, or loaded through tsx where this file is. */
function openWorker(): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = new URL(fromSource ? './espeak-worker.ts' : './espeak-worker.js', import.meta.url);
  if (!fromSource) return new Worker(file);
  // Workers of Node 20 do not inherit the loader of tsx, so this one asks for it.
  const script =
    'const { tsx, file } = require("node:worker_threads").workerData; import(tsx).then(({ tsImport }) => tsImport(file, file));';
  return new Worker(script, {
    eval: true,
    workerData: { tsx: import.meta.resolve('tsx/esm/api'), file: file.href },
  });
}

async function startWorker(): Promise<Worker | undefined> {
  const worker = openWorker();
  worker.unref();
  const answer = await new Promise<WorkerAnswer>((resolve) => {
    worker.once('message', resolve);
    worker.once('error', (error) => resolve({ failed: String(error) }));
    worker.once('exit', () => resolve({ failed: 'The worker has ended.' }));
  });
  if ('ready' in answer) return worker;
  await worker.terminate();
  return undefined;
}

class EspeakVoice implements Voice {
  #worker: Worker;
  #waiting = new Map<number, (clip: WorkerAnswer | undefined) => void>();
  #lastId = 0;
  #dead = false;

  /** `onDeath` is called when the worker ends by itself. */
  constructor(worker: Worker, onDeath: () => void) {
    this.#worker = worker;
    worker.on('error', () => undefined);
    worker.on('message', (answer: WorkerAnswer) => {
      if ('id' in answer) this.#waiting.get(answer.id)?.(answer);
    });
    worker.on('exit', () => {
      this.#dead = true;
      for (const settle of this.#waiting.values()) settle(undefined);
      onDeath();
    });
  }

  engine(): Promise<VoiceEngine> {
    return Promise.resolve('espeak-ng');
  }

  async speak(text: string, settings: VoiceSettings): Promise<Clip> {
    if (this.#dead) return mumble(text, settings);
    const id = ++this.#lastId;
    const answer = await new Promise<WorkerAnswer | undefined>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#worker.postMessage({ id, text, settings } satisfies WorkerRequest);
    });
    this.#waiting.delete(id);
    if (!answer || !('samples' in answer)) return mumble(text, settings);
    const samples = resample(answer.samples, answer.sampleRate, SAMPLE_RATE);
    return { samples, words: timeWords(text, answer.words, (samples.length / SAMPLE_RATE) * 1000) };
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

class FormantVoice implements Voice {
  engine(): Promise<VoiceEngine> {
    return Promise.resolve('formant');
  }

  speak(text: string, settings: VoiceSettings): Promise<Clip> {
    return Promise.resolve(mumble(text, settings));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Opens the best voice when it is first needed and keeps the last clips: many sessions begin with the same greeting. */
class LazyVoice implements Voice {
  #opened: Promise<Voice> | undefined;
  #deaths = 0;
  #closed = false;
  #clips = new Map<string, Promise<Clip>>();

  async engine(): Promise<VoiceEngine> {
    return (await this.#open()).engine();
  }

  speak(text: string, settings: VoiceSettings): Promise<Clip> {
    const key = JSON.stringify([text, settings]);
    const clip = this.#clips.get(key) ?? this.#open().then((voice) => voice.speak(text, settings));
    this.#clips.delete(key);
    this.#clips.set(key, clip);
    clip.catch(() => this.#clips.delete(key));
    const oldest = this.#clips.keys().next().value;
    if (this.#clips.size > CACHED_CLIPS && oldest !== undefined) this.#clips.delete(oldest);
    return clip;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await (await this.#opened)?.close();
  }

  /** A worker that has died is replaced, but not for ever. */
  async #open(): Promise<Voice> {
    if (this.#closed || this.#deaths >= MOST_DEATHS) return new FormantVoice();
    const onDeath = (): void => {
      this.#deaths++;
      this.#opened = undefined;
    };
    this.#opened ??= startWorker().then(
      (worker) => (worker ? new EspeakVoice(worker, onDeath) : new FormantVoice()),
      () => new FormantVoice(),
    );
    return this.#opened;
  }
}

/** Gives every word of the text a time: the synthesizer's where it has one, else one in between. */
function timeWords(text: string, events: { position: number; at: number }[], length: number): SpokenWord[] {
  const words = wordsOf(text);
  let last = 0;
  return words.map((word, index) => {
    const end = word.position + word.word.length;
    const event = events.find(({ position }) => position >= word.position && position < end);
    last = Math.max(last, event?.at ?? Math.min(length, (length * index) / words.length));
    return { text: word.text, at: last };
  });
}

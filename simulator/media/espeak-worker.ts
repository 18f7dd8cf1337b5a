/** Runs espeak-ng (WebAssembly) off the main thread: one sentence takes longer than a packet of audio. */

import { parentPort } from 'node:worker_threads';
import type { VoiceSettings, WorkerAnswer, WorkerRequest } from './voice.js';

interface EspeakEvent {
  type: string;
  /** Counts characters from 1. */
  text_position: number;
  /** Milliseconds. */
  audio_position: number;
}

interface EspeakWorker {
  get_samplerate(): number;
  set_voice(name: string): void;
  set_rate(wordsAMinute: number): void;
  set_pitch(value: number): void;
  synthesize(text: string, onAudio: (samples: Int16Array | null, events: EspeakEvent[]) => boolean): void;
}

interface EspeakModule {
  eSpeakNGWorker: new () => EspeakWorker;
}

// The name is a variable so that the compiler needs no types of a package that may be absent.
const packageName = '@echogarden/espeak-ng-emscripten';

async function open(): Promise<EspeakWorker> {
  const { default: load } = (await import(packageName)) as { default: () => Promise<EspeakModule> };
  const loaded = await load();
  return new loaded.eSpeakNGWorker();
}

function answer(message: WorkerAnswer): void {
  const transfer = 'samples' in message ? [message.samples.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(message, transfer);
}

function speak(espeak: EspeakWorker, { id, text, settings }: WorkerRequest): void {
  choose(espeak, settings);
  const parts: Int16Array[] = [];
  const words: { position: number; at: number }[] = [];
  espeak.synthesize(text, (samples, events) => {
    if (samples) parts.push(samples);
    for (const event of events) {
      if (event.type === 'word') words.push({ position: event.text_position - 1, at: event.audio_position });
    }
    return false;
  });
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    samples.set(part, offset);
    offset += part.length;
  }
  answer({ id, samples, sampleRate: espeak.get_samplerate(), words });
}

function choose(espeak: EspeakWorker, { language, pitch, rate }: VoiceSettings): void {
  espeak.set_voice(language);
  espeak.set_pitch(pitch);
  espeak.set_rate(rate);
}

try {
  const espeak = await open();
  parentPort?.on('message', (request: WorkerRequest) => {
    try {
      speak(espeak, request);
    } catch (error) {
      answer({ id: request.id, failed: String(error) });
    }
  });
  answer({ ready: true });
} catch (error) {
  answer({ failed: String(error) });
}

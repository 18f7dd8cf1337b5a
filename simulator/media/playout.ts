/** The persona's voice as a queue of clips, read one packet at a time; says which word has just been heard. */

import { FRAME_MILLISECONDS, FRAME_SAMPLES } from './audio.js';
import type { Clip } from './voice.js';

/** What happened while a packet was read. */
export interface PlayoutEvent {
  /** The name the clip was queued under. */
  clipId: string;
  /** Words that began in this packet, with the white space around them; empty for the end of the clip. */
  words: string;
  /** The clip is over. */
  ended: boolean;
}

interface Entry {
  clipId: string;
  clip: Clip | undefined;
  position: number;
  word: number;
  /** More samples may come. */
  open: boolean;
}

/** One speaker. */
export class Playout {
  #queue: Entry[] = [];

  /** Reserves a place in the queue now, for a clip that is still being made. */
  enqueue(clipId: string): void {
    this.#queue.push({ clipId, clip: undefined, position: 0, word: 0, open: false });
  }

  /** Fills the reserved place; does nothing when it was dropped meanwhile. */
  fill(clipId: string, clip: Clip): void {
    const entry = this.#queue.find((candidate) => candidate.clipId === clipId);
    if (entry) entry.clip = clip;
  }

  /** Adds samples to the end of a clip that is made elsewhere, piece by piece. */
  append(clipId: string, samples: Int16Array): void {
    let entry = this.#queue.find((candidate) => candidate.clipId === clipId);
    if (!entry) {
      entry = { clipId, clip: { samples: new Int16Array(), words: [] }, position: 0, word: 0, open: true };
      this.#queue.push(entry);
    }
    if (!entry.clip) return;
    const rest = entry.clip.samples.subarray(entry.position);
    const joined = new Int16Array(rest.length + samples.length);
    joined.set(rest);
    joined.set(samples, rest.length);
    entry.clip = { samples: joined, words: [] };
    entry.position = 0;
  }

  /** No more samples come for this clip. */
  endAppend(clipId: string): void {
    const entry = this.#queue.find((candidate) => candidate.clipId === clipId);
    if (entry) entry.open = false;
  }

  /** Stops at once and forgets everything queued. */
  stop(): void {
    this.#queue = [];
  }

  /** The next packet of samples, or undefined for silence; events are told in order. */
  next(onEvent: (event: PlayoutEvent) => void): Int16Array | undefined {
    const entry = this.#queue[0];
    const clip = entry?.clip;
    if (!entry || !clip) return undefined;
    if (entry.open && clip.samples.length - entry.position < FRAME_SAMPLES) return undefined;
    const samples = clip.samples.subarray(entry.position, entry.position + FRAME_SAMPLES);
    entry.position += FRAME_SAMPLES;
    const heardUntil = (entry.position / FRAME_SAMPLES) * FRAME_MILLISECONDS;
    const ended = entry.position >= clip.samples.length;
    const words: string[] = [];
    for (
      let word = clip.words[entry.word];
      word && (ended || word.at < heardUntil);
      word = clip.words[entry.word]
    ) {
      words.push(word.text);
      entry.word++;
    }
    if (ended) this.#queue.shift();
    if (words.length > 0 || ended) onEvent({ clipId: entry.clipId, words: words.join(''), ended });
    if (samples.length === FRAME_SAMPLES) return samples;
    const padded = new Int16Array(FRAME_SAMPLES);
    padded.set(samples);
    return padded;
  }
}

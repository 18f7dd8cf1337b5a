/** The one beat of a simulator: every 20 ms, corrected for drift, as long as somebody listens. */

import { FRAME_MILLISECONDS } from './media/audio.js';

/** Beats more than this many packets late are dropped instead of made up for. */
const MAX_LAG_PACKETS = 10;

/** Calls every listener once per packet of audio. */
export class Clock {
  #listeners = new Map<() => void, (error: unknown) => void>();
  #timer: NodeJS.Timeout | undefined;
  #startedAt = 0;
  #beats = 0;

  /** Starts calling; returns the function that stops it. One that throws is not called again, and `onError` is told. */
  listen(listener: () => void, onError: (error: unknown) => void): () => void {
    this.#listeners.set(listener, onError);
    if (!this.#timer) this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.stop();
    };
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #start(): void {
    this.#startedAt = performance.now();
    this.#beats = 0;
    this.#schedule();
  }

  #schedule(): void {
    const next = this.#startedAt + (this.#beats + 1) * FRAME_MILLISECONDS;
    this.#timer = setTimeout(() => this.#beat(), Math.max(0, next - performance.now()));
  }

  #beat(): void {
    const due = Math.floor((performance.now() - this.#startedAt) / FRAME_MILLISECONDS);
    if (due - this.#beats > MAX_LAG_PACKETS) this.#beats = due - 1;
    while (this.#beats < due && this.#timer) {
      this.#beats++;
      for (const [listener, onError] of [...this.#listeners]) this.#call(listener, onError);
    }
    if (this.#timer) this.#schedule();
  }

  #call(listener: () => void, onError: (error: unknown) => void): void {
    try {
      listener();
    } catch (error) {
      this.#listeners.delete(listener);
      onError(error);
    }
  }
}

/** Owns the notice that the page stood still: a device that slept, a tab that was frozen. Timers stop then, the wall clock does not. */
import type { Clock } from './clock.js';

/** Milliseconds between two looks; a hidden tab may get only one a minute. */
const BEAT = 30_000;
/** Milliseconds without a look after which nobody is believed to have been there. */
const ASLEEP = 120_000;

export class SleepWatch {
  readonly #clock: Clock;
  readonly #onSlept: () => void;
  #seen: number;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, onSlept: () => void) {
    this.#clock = clock;
    this.#onSlept = onSlept;
    this.#seen = clock.wall();
    this.#wait();
  }

  /** Also for what a device wakes up to: that may come before the timer. */
  look(): void {
    const now = this.#clock.wall();
    const slept = now - this.#seen > ASLEEP;
    this.#seen = now;
    if (slept) this.#onSlept();
  }

  stop(): void {
    this.#cancel?.();
  }

  #wait(): void {
    this.#cancel = this.#clock.after(BEAT, () => {
      this.#wait();
      this.look();
    });
  }
}

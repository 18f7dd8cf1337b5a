/** Owns the notice that the page stood still: a device that slept, a tab that was frozen. Timers stop then, the wall clock does not. */
import type { Clock } from './clock.js';

/** Milliseconds between two looks; a hidden tab may get only one a minute. */
const BEAT = 30_000;
/** Milliseconds without a look after which nobody is believed to have been there. */
const ASLEEP = 120_000;

export interface SleepWatch {
  /** Also for what a device wakes up to: that may come before the timer. */
  readonly look: () => void;
  readonly stop: () => void;
}

export const watchSleep = (clock: Clock, onSlept: () => void): SleepWatch => {
  let seen = clock.wall();
  let stop: () => void;
  const look = (): void => {
    const before = seen;
    seen = clock.wall();
    if (seen - before > ASLEEP) onSlept();
  };
  const wait = (): void => {
    stop = clock.after(BEAT, () => {
      wait();
      look();
    });
  };
  wait();
  return { look, stop: () => stop() };
};

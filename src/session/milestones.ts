/** Owns how long a start takes: each milestone once, in milliseconds since the start, also as an entry of the performance timeline. */
import { systemClock, type Clock } from './clock.js';
import type { Milestone, Timings } from './events.js';

const KEY: Readonly<Record<Milestone, keyof Timings>> = {
  token: 'token',
  session: 'session',
  connected: 'connected',
  'first-frame': 'firstFrame',
  ready: 'ready',
};

export class Milestones {
  readonly #clock: Clock;
  #startedAt = 0;
  #timings: Timings = {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A copy. */
  get timings(): Timings {
    return { ...this.#timings };
  }

  start(): void {
    this.#startedAt = this.#clock.now();
    this.#timings = {};
  }

  /** The time it took; `undefined` when it was reached before: a replacement session does not rewrite the start. */
  reach(name: Milestone): number | undefined {
    const key = KEY[name];
    if (this.#timings[key] !== undefined) return undefined;
    const time = this.#clock.now() - this.#startedAt;
    this.#timings[key] = time;
    // Another clock has no place on the page's own timeline.
    if (this.#clock === systemClock) {
      performance.measure(`anam-persona:${name}`, { start: this.#startedAt, duration: time });
    }
    return time;
  }
}

/** Time that a test moves by hand. */
import type { Clock } from '../../src/session/clock.js';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Lets everything that waits for promises only run to its end. */
export const settle = async (): Promise<void> => {
  // Chains of promises in the session are far shorter than this; a macrotask would wait for real time.
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
};

export class FakeClock implements Clock {
  #now = 1_000;
  #slept = 0;
  #order = 0;
  #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#now + this.#slept;
  }

  /** The device sleeps: the wall clock goes on, and nothing else. */
  sleep(milliseconds: number): void {
    this.#slept += milliseconds;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, milliseconds), order: this.#order++, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers wait: none may be left when everything is over. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on, rings what is due in its order, and lets the consequences happen. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await settle();
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settle();
    }
    this.#now = until;
  }

  #next(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at > until) continue;
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first;
  }
}

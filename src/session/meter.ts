/** Owns the times of one attempt, in milliseconds: when its stream was opened, when it went live, when it was closed. */
import type { Clock } from './clock.js';

export class Meter {
  readonly #clock: Clock;
  #openedAt: number | undefined;
  #liveAt: number | undefined;
  #closedAt: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  open(): void {
    this.#openedAt = this.#clock.now();
  }

  live(): void {
    this.#liveAt = this.#clock.now();
  }

  close(): void {
    this.#closedAt = this.#clock.now();
  }

  get wasLive(): boolean {
    return this.#liveAt !== undefined;
  }

  /** From the opening to the close, or to now; 0 before the opening. */
  get streamed(): number {
    return this.#openedAt === undefined ? 0 : (this.#closedAt ?? this.#clock.now()) - this.#openedAt;
  }

  /** Since it went live; 0 before. */
  get liveFor(): number {
    return this.#liveAt === undefined ? 0 : this.#clock.now() - this.#liveAt;
  }
}

/** Owns the circuit breaker: after several failures in a row Anam is left alone for a while, then asked once. */
import { Problem } from './problems.js';

/** When to stop asking. */
export interface BreakerOptions {
  /** Failures in a row that open the circuit. Default 5. */
  failures?: number | undefined;
  /** Seconds the circuit stays open. Default 10. */
  openSeconds?: number | undefined;
}

/** Never stops asking. */
export const ALWAYS_ASK: BreakerOptions = { failures: Number.POSITIVE_INFINITY };

/** The state of one upstream's circuit. */
export class Breaker {
  readonly #failures: number;
  readonly #openMs: number;
  readonly #now: () => number;
  #inARow = 0;
  #openUntil = 0;
  #probing = false;

  constructor({ failures = 5, openSeconds = 10 }: BreakerOptions, now: () => number) {
    this.#failures = failures;
    this.#openMs = openSeconds * 1000;
    this.#now = now;
  }

  /** @throws Problem `upstream-error` with `Retry-After` while the circuit is open or its one probe is out. */
  assertClosed(): void {
    if (this.#inARow < this.#failures) return;
    const waitMs = this.#openUntil - this.#now();
    if (waitMs > 0 || this.#probing) {
      throw new Problem('upstream-error', 'The persona service is failing. Try again in a moment.', {
        retryAfterSeconds: Math.max(waitMs, 1000) / 1000,
        reason: 'circuit open',
        nothingMinted: true,
      });
    }
    this.#probing = true;
  }

  succeeded(): void {
    this.#inARow = 0;
    this.#probing = false;
  }

  failed(): void {
    this.#inARow += 1;
    this.#probing = false;
    if (this.#inARow >= this.#failures) this.#openUntil = this.#now() + this.#openMs;
  }

  /** The caller left before Anam answered: that says nothing about Anam. */
  cancelled(): void {
    this.#probing = false;
  }
}

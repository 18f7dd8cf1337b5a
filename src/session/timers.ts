/** Owns small pieces of waiting that can be stopped. */
import type { Clock } from './clock.js';

/** Calls once when its time is used up; the time between `pause()` and `resume()` does not count. */
export class Countdown {
  readonly #clock: Clock;
  readonly #expire: () => void;
  #left: number;
  #since = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, milliseconds: number, expire: () => void) {
    this.#clock = clock;
    this.#left = milliseconds;
    this.#expire = expire;
    this.resume();
  }

  pause(): void {
    if (!this.#cancel) return;
    this.stop();
    this.#left -= this.#clock.now() - this.#since;
  }

  resume(): void {
    if (this.#cancel) return;
    this.#since = this.#clock.now();
    this.#cancel = this.#clock.after(Math.max(0, this.#left), this.#expire);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}

/** Resolves when the time is up or the signal aborts, whichever is first. */
export const pause = (clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.after(milliseconds, finish);
    signal.addEventListener('abort', finish, { once: true });
  });

/** A promise with its handles outside; `Promise.withResolvers` is younger than the browsers we serve. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

export const deferred = <T = void>(): Deferred<T> => {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
};

/** Aborts with the first of them, for its reason; `AbortSignal.any` is younger too. */
export const anyOf = (...signals: readonly AbortSignal[]): AbortSignal => {
  const scope = new AbortController();
  for (const signal of signals) {
    const follow = (): void => scope.abort(signal.reason);
    if (signal.aborted) follow();
    signal.addEventListener('abort', follow, { signal: scope.signal });
  }
  return scope.signal;
};

/** Owns what disturbs a live session, and for how long that is put up with. */
import type { Clock } from './clock.js';
import { PersonaError } from './error.js';
import { Countdown } from './timers.js';

export type Trouble = 'connection' | 'picture';

/** Milliseconds the SDK's own recovery may take: three restarts, each waiting for a socket and an answer. */
const RECOVERY_PATIENCE = 30_000;
/** Milliseconds a picture may stand still while the connection says that all is well. */
const FREEZE_PATIENCE = 15_000;

export class Troubles {
  readonly #clock: Clock;
  readonly #there = new Set<Trouble>();
  #fail: ((error: PersonaError) => void) | undefined;
  #patience: Countdown | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get any(): boolean {
    return this.#there.size > 0;
  }

  /** From now on patience is limited. */
  watch(fail: (error: PersonaError) => void): void {
    this.#fail = fail;
    this.#wait();
  }

  stop(): void {
    this.#fail = undefined;
    this.#patience?.stop();
  }

  /** Returns whether anything changed. */
  set(what: Trouble, there: boolean): boolean {
    if (this.#there.has(what) === there) return false;
    if (there) this.#there.add(what);
    else this.#there.delete(what);
    this.#wait();
    return true;
  }

  #wait(): void {
    this.#patience?.stop();
    const fail = this.#fail;
    if (!fail || !this.any) return;
    const lost = this.#there.has('connection');
    const error = lost
      ? new PersonaError('webrtc-failed', 'The connection was lost and did not come back.')
      : new PersonaError('picture-frozen', 'The picture stood still and did not go on.');
    const patience = lost ? RECOVERY_PATIENCE : FREEZE_PATIENCE;
    this.#patience = new Countdown(this.#clock, patience, () => fail(error));
  }
}

/** Owns the screen's wakefulness: held while a conversation runs, so that a phone does not go dark in the middle of it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class WakeLockController implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  /** There while the screen is wanted awake: the end of the wish. */
  #wish: AbortController | undefined;
  #lock: WakeLockSentinel | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether the screen is wanted awake. Where the browser has no wake lock, or refuses it, nothing happens. */
  get active(): boolean {
    return this.#wish !== undefined;
  }

  set active(active: boolean) {
    if (active === this.active) return;
    if (active) this.#hold();
    else this.#release();
  }

  hostConnected(): void {
    if (!this.#wish) return;
    // Perhaps in another document now: the lock and the listener belong to the old one.
    this.#release();
    this.#hold();
  }

  /** The browser may have let go of the lock by itself. */
  #holds(): boolean {
    return this.#lock?.released === false;
  }

  #hold(): void {
    this.#wish = new AbortController();
    const { signal } = this.#wish;
    const { ownerDocument } = this.#host;
    // The browser lets go of the lock whenever the tab is hidden.
    ownerDocument.addEventListener('visibilitychange', () => void this.#request(signal), { signal });
    void this.#request(signal);
  }

  async #request(signal: AbortSignal): Promise<void> {
    const { ownerDocument } = this.#host;
    const { wakeLock } = (ownerDocument.defaultView?.navigator ?? {}) as { wakeLock?: WakeLock };
    if (!wakeLock || ownerDocument.visibilityState !== 'visible' || this.#holds()) return;
    try {
      const lock = await wakeLock.request('screen');
      // Not wanted any more, or a second answer came first.
      if (signal.aborted || this.#holds()) await lock.release();
      else this.#lock = lock;
    } catch {
      // An empty battery, a policy: the conversation goes on, the screen may go dark.
    }
  }

  #release(): void {
    this.#wish?.abort();
    this.#wish = undefined;
    this.#lock?.release().catch(() => undefined);
    this.#lock = undefined;
  }
}

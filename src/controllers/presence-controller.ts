/** Owns what the system outside the page is told while somebody is live: the screen stays awake, the lock screen has a title. */
import type { ReactiveControllerHost } from 'lit';
import {
  MediaSessionController,
  type MediaSessionCallbacks,
  type MediaSessionFacts,
} from './media-session-controller.js';
import { WakeLockController } from './wake-lock-controller.js';

export class PresenceController {
  #wakeLock: WakeLockController;
  #mediaSession: MediaSessionController;

  constructor(host: ReactiveControllerHost & HTMLElement, callbacks: MediaSessionCallbacks) {
    this.#wakeLock = new WakeLockController(host);
    this.#mediaSession = new MediaSessionController(host, callbacks);
  }

  /** Gives `null` when nobody is live. Safe to call at every update. */
  reflect(facts: MediaSessionFacts | null): void {
    this.#wakeLock.active = facts !== null;
    if (facts) this.#mediaSession.show(facts);
    else this.#mediaSession.release();
  }
}

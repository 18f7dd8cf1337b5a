/** Owns what becomes of the focus when what had it is gone: it goes to the card that took its place, or to the stage. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { focusInside } from './focus-in-page.js';
import { isShown, restingPlace } from './focusable.js';

export class FocusController implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #had = false;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#had = this.#active !== null;
  }

  hostUpdated(): void {
    const active = this.#active;
    const waitsOnStage = active?.matches('.stage') ?? false;
    const isLost = active ? !isShown(active) : this.#had;
    if (!waitsOnStage && !isLost) return;
    const heir = restingPlace(this.#host.shadowRoot);
    if (heir !== active) heir?.focus({ preventScroll: true });
  }

  /** In the shadow root, or what the page put into a slot. */
  get #active(): Element | null {
    const inside = this.#host.shadowRoot?.activeElement ?? focusInside(this.#host);
    return inside === this.#host ? null : inside;
  }
}

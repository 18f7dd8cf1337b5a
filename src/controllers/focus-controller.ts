/** Owns what becomes of the focus when what had it is gone: it goes to the card that took its place, or to the stage. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

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
    const waitsOnStage = this.#active?.matches('.stage') ?? false;
    if (!waitsOnStage && (!this.#had || this.#active !== null)) return;
    // Never onto a button: a key that is held would press it at once.
    const root = this.#host.shadowRoot;
    const heir = root?.querySelector<HTMLElement>('.card') ?? root?.querySelector<HTMLElement>('.stage');
    if (heir !== this.#active) heir?.focus({ preventScroll: true });
  }

  get #active(): Element | null {
    return this.#host.shadowRoot?.activeElement ?? null;
  }
}

/** Owns the part of the interface that is loaded when it is needed, once for each element. */
import { adoptStyles, type ReactiveElement } from 'lit';
import { isShown } from './controllers/focusable.js';
import type { SheetController, SheetHost } from './controllers/sheet-controller.js';
import type { Extras as Module } from './view/face.js';

export class Extras {
  #host: ReactiveElement & SheetHost;
  #sheet: SheetController | undefined;
  #module: Module | undefined;
  #loading: Promise<void> | undefined;

  constructor(host: ReactiveElement & SheetHost) {
    this.#host = host;
  }

  /** What was loaded, if it was. */
  get module(): Module | undefined {
    return this.#module;
  }

  /** The floating panel covers the page. */
  get isModal(): boolean {
    return this.#sheet?.isModal ?? false;
  }

  /** Resolves when what is being loaded is there, or failed. */
  get settled(): Promise<void> {
    return this.#loading ?? Promise.resolve();
  }

  /** Loads it, and renders the host anew when it is there. A failure is tried again at the next need. */
  need(): void {
    if (this.#loading || this.#module) return;
    this.#loading = this.#take()
      .catch(() => undefined)
      .finally(() => (this.#loading = undefined));
  }

  async #take(): Promise<void> {
    const view = import('./view/extras.js');
    const hands = import('./controllers/sheet-controller.js');
    await Promise.all([view, hands]);
    const module = await view;
    const { SheetController } = await hands;
    const { shadowRoot } = this.#host;
    const { elementStyles } = this.#host.constructor as typeof ReactiveElement;
    if (shadowRoot) adoptStyles(shadowRoot, [...elementStyles, ...module.styles]);
    this.#sheet ??= new SheetController(this.#host, isShown);
    this.#module = module;
    this.#host.requestUpdate();
  }
}

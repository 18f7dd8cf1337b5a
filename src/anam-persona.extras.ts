/** Owns the part of the interface that is loaded when it is needed, once for each element. */
import { adoptStyles, type ReactiveElement } from 'lit';
import type { Extras as Module } from './view/face.js';

export class Extras {
  #host: ReactiveElement;
  #module: Module | undefined;
  #loading: Promise<void> | undefined;

  constructor(host: ReactiveElement) {
    this.#host = host;
  }

  /** What was loaded, if it was. */
  get module(): Module | undefined {
    return this.#module;
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
    const module = await import('./view/extras.js');
    const { shadowRoot } = this.#host;
    const { elementStyles } = this.#host.constructor as typeof ReactiveElement;
    if (shadowRoot) adoptStyles(shadowRoot, [...elementStyles, ...module.styles]);
    this.#module = module;
    this.#host.requestUpdate();
  }
}

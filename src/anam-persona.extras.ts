/** Owns the part of the interface that is loaded when it is needed, once for each element. */
import { adoptStyles, type CSSResult, type ReactiveElement } from 'lit';
import { isShown, restingPlace } from './controllers/focusable.js';
import type { PanelController, PanelHost } from './controllers/panel-controller.js';
import type { SheetController } from './controllers/sheet-controller.js';
import { PersonaError } from './session/error.js';
import type { Extras as Module } from './view/face.js';

export class Extras {
  #host: ReactiveElement & PanelHost;
  #onFailure: (error: PersonaError) => void;
  #panel: PanelController | undefined;
  #sheet: SheetController | undefined;
  #module: Module | undefined;
  #loading: Promise<void> | undefined;
  #wishes: readonly boolean[] = [];
  #isMissing = false;

  /** `onFailure` is called once for each try. */
  constructor(host: ReactiveElement & PanelHost, onFailure: (error: PersonaError) => void) {
    this.#host = host;
    this.#onFailure = onFailure;
  }

  /** What was loaded, if it was. */
  get module(): Module | undefined {
    return this.#module;
  }

  /** It could not be loaded so far. */
  get isMissing(): boolean {
    return this.#isMissing;
  }

  /** The floating panel covers the page. */
  get isModal(): boolean {
    return this.#sheet?.isModal ?? false;
  }

  /** Something opened: the focus comes in with a visitor who opened it from elsewhere in the page. */
  enter(): void {
    this.#panel?.enter();
  }

  /** Resolves when what is being loaded is there, or failed. */
  get settled(): Promise<void> {
    return this.#loading ?? Promise.resolve();
  }

  /**
   * Loads it when it is wanted, and renders the host anew when it is there. Safe to call at every update, with the
   * wishes always in the same places: a failure is tried again when there is a new wish, and not before.
   */
  need(wishes: readonly boolean[]): void {
    const isNew = wishes.some((wish, place) => wish && !this.#wishes[place]);
    this.#wishes = wishes;
    if (!isNew || this.#loading || this.#module) return;
    this.#loading = this.#take()
      .catch((cause: unknown) => this.#fail(cause))
      .finally(() => (this.#loading = undefined));
  }

  /** Gives the host its styles, in whatever document it is: a sheet counts only in the one whose window made it. */
  dress(): void {
    const { shadowRoot, ownerDocument } = this.#host;
    const { elementStyles } = this.#host.constructor as typeof ReactiveElement;
    const styles = [...elementStyles, ...(this.#module?.styles ?? [])];
    const view = ownerDocument.defaultView;
    // Without a window nothing is seen.
    if (!shadowRoot || !view) return;
    if (view === window) {
      adoptStyles(shadowRoot, styles);
      return;
    }
    shadowRoot.adoptedStyleSheets = styles.map((style) => {
      const sheet = new view.CSSStyleSheet();
      // All are written as text: none of them is a sheet of the browser's yet.
      sheet.replaceSync((style as CSSResult).cssText);
      return sheet;
    });
  }

  async #take(): Promise<void> {
    // What opens while this is loaded is no longer the markup's doing.
    const { open } = this.#host;
    const view = import('./view/extras.js');
    const hands = import('./controllers/panel.js');
    await Promise.all([view, hands]);
    const module = await view;
    const { PanelController, SheetController } = await hands;
    const panel = (this.#panel ??= new PanelController(this.#host, { isShown, restingPlace }, open));
    this.#sheet ??= new SheetController(this.#host, { isShown, takeFocus: () => panel.take() });
    this.#module = module;
    this.dress();
    this.#isMissing = false;
    this.#host.requestUpdate();
  }

  #fail(cause: unknown): void {
    this.#isMissing = true;
    this.#host.requestUpdate();
    this.#onFailure(
      new PersonaError(
        'sdk-load-failed',
        'Transcript, menu, consent and floating layout could not be loaded; check that the files beside this script are served.',
        { cause },
      ),
    );
  }
}

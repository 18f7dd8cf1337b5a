/** Owns the host's life in the page: tells a removal from a move, and a page that is left, hidden or offline. Decides nothing. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface PageCallbacks {
  /** The host was taken out of its document and not put back within one task. Until its promise resolves, the page is still watched. */
  onRemoved?(): unknown;
  /** The page is going away: the last moment to end things. `persisted`: it may come back from the back/forward cache. */
  onLeave?(persisted: boolean): void;
  /** The page came back from the back/forward cache. */
  onReturn?(): void;
  /** The tab is hidden (`true`) or shown again (`false`), also if that happened while the host was in no document. */
  onHidden?(hidden: boolean): void;
  /** The browser found (`true`) or lost (`false`) the network. */
  onOnline?(online: boolean): void;
}

export class PageController implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #callbacks: PageCallbacks;
  #bound: { readonly view: Window; readonly scope: AbortController } | undefined;
  #toldHidden = false;
  #grace: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, callbacks: PageCallbacks = {}) {
    this.#host = host;
    this.#callbacks = callbacks;
    host.addController(this);
  }

  /** Whether the tab is hidden now; false without a document. */
  get hidden(): boolean {
    return this.#bound?.view.document.visibilityState === 'hidden';
  }

  /** Whether the browser believes to have a network; true when it cannot tell. */
  get online(): boolean {
    return this.#bound?.view.navigator.onLine ?? true;
  }

  hostConnected(): void {
    clearTimeout(this.#grace);
    this.#grace = undefined;
    this.#bind();
  }

  hostDisconnected(): void {
    // A move is a removal and an insertion in one task. A timer, because animation frames stop in hidden tabs.
    // The listeners stay meanwhile: a page that closes right after the removal still has to end the session.
    clearTimeout(this.#grace);
    this.#grace = setTimeout(() => {
      this.#grace = undefined;
      void this.#leave();
    }, 0);
  }

  /** A page that goes away while what was removed is still being ended has to say so. */
  async #leave(): Promise<void> {
    await this.#callbacks.onRemoved?.();
    if (!this.#host.isConnected) this.#unbind();
  }

  #bind(): void {
    const view = this.#host.ownerDocument.defaultView;
    if (this.#bound?.view === view) return;
    // Another window: the host was adopted by another document.
    this.#unbind();
    if (!view) return;
    const scope = new AbortController();
    const { signal } = scope;
    const { document } = view;
    const calls = this.#callbacks;
    view.addEventListener('pagehide', (event) => calls.onLeave?.(event.persisted), { signal });
    view.addEventListener('pageshow', (event) => event.persisted && calls.onReturn?.(), { signal });
    view.addEventListener('online', () => calls.onOnline?.(true), { signal });
    view.addEventListener('offline', () => calls.onOnline?.(false), { signal });
    document.addEventListener('visibilitychange', () => this.#lookWhetherHidden(), { signal });
    this.#bound = { view, scope };
    // The tab may be hidden from the start, or have changed while nobody listened.
    this.#lookWhetherHidden();
  }

  #lookWhetherHidden(): void {
    const { hidden } = this;
    if (hidden === this.#toldHidden) return;
    this.#toldHidden = hidden;
    this.#callbacks.onHidden?.(hidden);
  }

  #unbind(): void {
    this.#bound?.scope.abort();
    this.#bound = undefined;
  }
}

/** Owns the moment: when the visitor seems to be about to talk, and when the host comes into view. Loads nothing itself. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface PreloadCallbacks {
  /** Hover, focus or touch: somebody may be about to talk. Once, until `reset()`. */
  onIntent?(): void;
  /** The host is near the viewport and the page idle, which is so in nearly every view of a page. Once, until `reset()`. */
  onNear?(): void;
  /** What is looked at in the host's stead; nothing is looked out for before it is there. The host itself by default. */
  readonly target?: () => Element | null | undefined;
  /** The host is in view, in a tab that is shown. Once, until `reset()`. */
  onVisible?(): void;
}

/** How far outside the viewport the host counts as near. */
const NEAR = '200px';

/** Something to look out for, once. */
interface Watch {
  wanted: boolean;
  done: boolean;
  /** The end of the listeners, while there are some. */
  scope: AbortController | undefined;
  readonly begin: (signal: AbortSignal, fire: () => void) => void;
  readonly fire: () => void;
}

export class PreloadController implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #target: () => Element | null | undefined;
  #connected = false;
  #intent: Watch;
  #near: Watch;
  #visible: Watch;

  constructor(host: ReactiveControllerHost & HTMLElement, callbacks: PreloadCallbacks) {
    this.#host = host;
    this.#target = callbacks.target ?? (() => host);
    const idle = { wanted: false, done: false, scope: undefined };
    this.#intent = {
      ...idle,
      begin: (signal, fire) => this.#lookForIntent(signal, fire),
      fire: () => callbacks.onIntent?.(),
    };
    this.#near = {
      ...idle,
      begin: (signal, fire) => this.#lookForNear(signal, fire),
      fire: () => callbacks.onNear?.(),
    };
    this.#visible = {
      ...idle,
      begin: (signal, fire) => this.#lookForVisible(signal, fire),
      fire: () => callbacks.onVisible?.(),
    };
    host.addController(this);
  }

  /** Whether to look out for intent, and for the host to be near (`preload` is not `none`); false at first. */
  set watchIntent(wanted: boolean) {
    this.#intent.wanted = wanted;
    this.#near.wanted = wanted;
    this.#applyAll();
  }

  /** Whether to look out for the host to come into view (`autostart`); false at first. */
  set watchVisible(wanted: boolean) {
    this.#visible.wanted = wanted;
    this.#apply(this.#visible);
  }

  hostConnected(): void {
    this.#connected = true;
    this.#applyAll();
  }

  hostUpdated(): void {
    this.#applyAll();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#applyAll();
  }

  /** Begins anew: for a host that was really removed, so that its next life is a first one. */
  reset(): void {
    this.#intent.done = false;
    this.#near.done = false;
    this.#visible.done = false;
    this.#applyAll();
  }

  #applyAll(): void {
    this.#apply(this.#intent);
    this.#apply(this.#near);
    this.#apply(this.#visible);
  }

  #apply(watch: Watch): void {
    const active = this.#connected && watch.wanted && !watch.done && !!this.#target();
    if (active === (watch.scope !== undefined)) return;
    watch.scope?.abort();
    watch.scope = undefined;
    if (!active) return;
    watch.scope = new AbortController();
    const { signal } = watch.scope;
    watch.begin(signal, () => {
      if (signal.aborted) return;
      watch.done = true;
      this.#apply(watch);
      watch.fire();
    });
  }

  #lookForIntent(signal: AbortSignal, fire: () => void): void {
    for (const type of ['pointerenter', 'focusin', 'touchstart'])
      this.#host.addEventListener(type, fire, { signal, passive: true });
  }

  #lookForNear(signal: AbortSignal, fire: () => void): void {
    // A weak sign: it waits until the page has nothing better to do.
    this.#observe(
      { rootMargin: NEAR },
      (near) => {
        if (!near) return;
        if ('requestIdleCallback' in window) requestIdleCallback(fire, { timeout: 2_000 });
        else setTimeout(fire, 200);
      },
      signal,
    );
  }

  #lookForVisible(signal: AbortSignal, fire: () => void): void {
    const { ownerDocument } = this.#host;
    let inView = false;
    const look = (): void => {
      if (inView && ownerDocument.visibilityState === 'visible') fire();
    };
    ownerDocument.addEventListener('visibilitychange', look, { signal });
    this.#observe(
      {},
      (now) => {
        inView = now;
        look();
      },
      signal,
    );
  }

  #observe(options: IntersectionObserverInit, seen: (seen: boolean) => void, signal: AbortSignal): void {
    const observer = new IntersectionObserver(
      (entries) => seen(entries.at(-1)?.isIntersecting === true),
      options,
    );
    const target = this.#target();
    if (target) observer.observe(target);
    signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  }
}

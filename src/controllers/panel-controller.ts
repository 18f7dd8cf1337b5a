/** Owns the focus of the floating panel: it comes in with the visitor who opens it, and goes back to where it was. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { focused, focusInside } from './focus-in-page.js';
import { userActivation } from './user-activation.js';

/** Whoever types is busy there. What happens in a frame cannot be known. */
const FIELDS = 'textarea, select, iframe, input:not([type="button"], [type="submit"])';

const isTyping = (element: HTMLElement | null): boolean =>
  element !== null && (element.matches(FIELDS) || element.isContentEditable);

/** What of the interface can have the focus. Given, because this is a file of its own that is loaded later. */
export interface Places {
  readonly isShown: (element: Element) => boolean;
  /** Where it waits, without a button under it. */
  readonly restingPlace: (root: ParentNode | null) => HTMLElement | undefined;
}

/** The element as far as its panel goes. */
export interface PanelHost extends ReactiveControllerHost, HTMLElement {
  readonly layout: string;
  readonly open: boolean;
  readonly noControls: boolean;
}

export class PanelController implements ReactiveController {
  #host: PanelHost;
  #places: Places;
  #isOpen: boolean;
  /** The focus was inside before this update. */
  #had = false;
  /** What had the focus before the panel opened, elsewhere in the page. */
  #origin: HTMLElement | null = null;

  /** `isOpen`: what the markup opens takes no focus. */
  constructor(host: PanelHost, places: Places, isOpen: boolean) {
    this.#host = host;
    this.#places = places;
    this.#isOpen = isOpen;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#had = focusInside(this.#host) !== null;
  }

  hostUpdated(): void {
    const { layout, open } = this.#host;
    if (open === this.#isOpen) return;
    this.#isOpen = open;
    if (layout !== 'floating') return;
    if (!open) this.#leave();
    else if (this.#had) this.#origin = null;
    else this.enter();
  }

  /** Something opens: the focus comes along if the visitor's own press, elsewhere in the page, opened it. */
  enter(): void {
    if (focusInside(this.#host)) return;
    this.#remember();
    if (userActivation()?.isActive && !isTyping(this.#origin)) this.take();
  }

  /** Brings the focus in, whoever has it. */
  take(): void {
    if (focusInside(this.#host)) return;
    this.#remember();
    this.#places.restingPlace(this.#host.shadowRoot)?.focus({ preventScroll: true });
  }

  #remember(): void {
    const { ownerDocument } = this.#host;
    const origin = focused(ownerDocument);
    this.#origin = origin === ownerDocument.body ? null : origin;
  }

  /** A focus that is somewhere else stays there. */
  #leave(): void {
    const origin = this.#origin;
    this.#origin = null;
    if (!this.#had) return;
    const { ownerDocument, shadowRoot } = this.#host;
    if (origin && this.#places.isShown(origin)) origin.focus({ preventScroll: true });
    if (origin && focused(ownerDocument) === origin) return;
    shadowRoot?.querySelector<HTMLElement>('.launcher, .expand')?.focus({ preventScroll: true });
  }
}

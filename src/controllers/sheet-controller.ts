/** Owns what makes the sheet on a small screen modal: the page behind it stands still, and Tab stays inside. */
import type { ReactiveController } from 'lit';
import { focusInside } from './focus-in-page.js';
import type { PanelHost } from './panel-controller.js';
import { holdScroll } from './page-scroll.js';

/** As in the styles: from here down the panel fills the window. */
const SMALL = '(max-width: 30em)';

const FOCUSABLE = 'a[href], button, textarea, input, select, [tabindex="0"]';

/** A stop of the Tab key, and where in the shadow root it is: slotted elements are where their slot is. */
interface Stop {
  readonly at: Element;
  readonly element: HTMLElement;
}

/** The slot that an element in the host's contents is shown in, however deep it is there. */
function slotOf(host: Element, element: Element): Element | null {
  let child = element;
  while (child.parentElement && child.parentElement !== host) child = child.parentElement;
  return child.assignedSlot;
}

/** All stops in the order of the shadow root. */
const stopsOf = (root: ShadowRoot, isShown: (element: Element) => boolean): readonly Stop[] =>
  [...root.querySelectorAll<HTMLElement>(`${FOCUSABLE}, slot`)].flatMap((at) => {
    if (!(at instanceof HTMLSlotElement)) return isShown(at) ? [{ at, element: at }] : [];
    return at
      .assignedElements()
      .flatMap((given) => [given, ...given.querySelectorAll('*')])
      .filter((element): element is HTMLElement => element.matches(FOCUSABLE) && isShown(element))
      .map((element) => ({ at, element }));
  });

export interface SheetParts {
  /** Given, because this is a file of its own that is loaded later. */
  readonly isShown: (element: Element) => boolean;
  /** What is behind the sheet is out of reach: the focus cannot stay there. */
  readonly takeFocus: () => void;
}

export class SheetController implements ReactiveController {
  #host: PanelHost;
  #parts: SheetParts;
  #window: MediaQueryList | undefined;
  #connected: AbortController | undefined;
  /** There while the sheet is open: the end of what it does to the page. */
  #modal: AbortController | undefined;

  constructor(host: PanelHost, parts: SheetParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  /** The panel covers the page. Without controls of its own it never does: it is the page that has the buttons. */
  get isModal(): boolean {
    const { layout, open, noControls } = this.#host;
    return layout === 'floating' && open && !noControls && (this.#window?.matches ?? false);
  }

  hostConnected(): void {
    this.#connected = new AbortController();
    this.#window = this.#host.ownerDocument.defaultView?.matchMedia(SMALL);
    this.#window?.addEventListener('change', () => this.#host.requestUpdate(), {
      signal: this.#connected.signal,
    });
    // A move in the document has let the page go.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#connected?.abort();
    this.#release();
  }

  hostUpdated(): void {
    if (!this.#host.isConnected || !this.isModal) this.#release();
    else if (!this.#modal) this.#hold();
  }

  #hold(): void {
    const { ownerDocument } = this.#host;
    const letGo = holdScroll(ownerDocument);
    this.#modal = new AbortController();
    const { signal } = this.#modal;
    signal.addEventListener('abort', letGo);
    ownerDocument.addEventListener('keydown', (event) => this.#keep(event), { signal });
    this.#parts.takeFocus();
  }

  #release(): void {
    this.#modal?.abort();
    this.#modal = undefined;
  }

  /** Tab goes round. Whoever else has the focus, such as a dialog of the page, keeps it. */
  #keep(event: KeyboardEvent): void {
    const { shadowRoot, ownerDocument } = this.#host;
    if (event.key !== 'Tab' || event.defaultPrevented || !shadowRoot) return;
    const outer = focusInside(this.#host);
    if (!outer && ownerDocument.activeElement !== ownerDocument.body) return;
    const stops = stopsOf(shadowRoot, this.#parts.isShown);
    const current = shadowRoot.activeElement ?? outer;
    const place = shadowRoot.activeElement ?? (outer && slotOf(this.#host, outer));
    const wanted = event.shiftKey ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
    const isAhead = ({ at, element }: Stop): boolean => {
      // What is in the same slot is in the order of the page.
      const [from, to] = at === place ? [current, element] : [place, at];
      return from !== null && (from.compareDocumentPosition(to) & wanted) !== 0;
    };
    if (stops.some(isAhead)) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.element.focus();
  }
}

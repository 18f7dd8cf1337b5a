/** Owns the wait for a gesture while the browser blocks the sound: the next click, tap or key press anywhere in the page. */
import { userActivation } from './user-activation.js';

/** What the browser counts as a visitor's wish to hear something. */
const GESTURES = ['pointerup', 'touchend', 'keydown'] as const;

export class SoundBlock {
  readonly #host: HTMLElement;
  #end: AbortController | undefined;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  get isOn(): boolean {
    return this.#end !== undefined;
  }

  /** Calls `onGesture` inside each gesture from now on, until `lift()`. */
  wait(onGesture: () => void): void {
    this.#end = new AbortController();
    const { signal } = this.#end;
    const hear = (event: Event): void => {
      if (event.composedPath().some((node) => bringsSound(node, this.#host))) return;
      // Not every key counts; trying in vain would stop the picture for a moment.
      if (userActivation()?.isActive !== false) onGesture();
    };
    for (const type of GESTURES)
      this.#host.ownerDocument.addEventListener(type, hear, { capture: true, signal });
  }

  lift(): void {
    this.#end?.abort();
    this.#end = undefined;
  }
}

/** The element's own buttons bring the sound at the click, and would take it away again if it came with the press. */
const bringsSound = (node: EventTarget, host: HTMLElement): boolean => {
  const button = node as Partial<Element>;
  if (button.matches?.('.sound-button')) return button.getRootNode?.() === host.shadowRoot;
  return (
    button.matches?.('[command="--toggle-sound"]') === true &&
    (button as { commandForElement?: Element | null }).commandForElement === host
  );
};

/** Owns the question that comes before everything else, and the memory of a yes. A no is never remembered. */
import type { ReactiveControllerHost } from 'lit';
import type { PersonaError } from '../session/error.js';

type Host = ReactiveControllerHost & HTMLElement & { readonly consent: boolean; readonly consentKey: string };

/** The page's storage; absent where the browser forbids it. */
function storage(host: Host): Storage | undefined {
  try {
    return host.ownerDocument.defaultView?.localStorage;
  } catch {
    return undefined;
  }
}

export class ConsentController {
  #host: Host;
  /** The key under which there was a yes since the page was loaded: another key stands for other terms. */
  #given: string | undefined;
  #question:
    | { readonly promise: Promise<boolean>; readonly answer: (yes: boolean | Promise<never>) => void }
    | undefined;
  #error: PersonaError | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Nobody may be asked for anything else, and nothing be loaded, before this is false. */
  get isNeeded(): boolean {
    return this.#host.consent && this.#given !== this.#host.consentKey && !this.#remembered;
  }

  /** The question stands on the screen. */
  get isAsking(): boolean {
    return this.#question !== undefined;
  }

  /** Why the question could not be asked the last time, while it still has to be. */
  get error(): PersonaError | undefined {
    return this.#error && this.isNeeded ? this.#error : undefined;
  }

  /**
   * Resolves with the visitor's answer; at once when there is a yes already. Asked twice, it is one question.
   * Rejects when it cannot be shown.
   */
  ask(): Promise<boolean> {
    if (!this.isNeeded) return Promise.resolve(true);
    if (!this.#question) {
      let answer: (yes: boolean | Promise<never>) => void = () => undefined;
      const promise = new Promise<boolean>((resolve) => (answer = resolve));
      this.#question = { promise, answer };
      this.#error = undefined;
      this.#host.requestUpdate();
    }
    return this.#question.promise;
  }

  /** The visitor's answer, a no of the page's (stop, removal), or why there can be none: a start that waits for it fails. */
  answer(yes: boolean, error?: PersonaError): void {
    const question = this.#question;
    this.#question = undefined;
    this.#error = error;
    this.#host.requestUpdate();
    if (!question) return;
    const { consentKey } = this.#host;
    if (yes) this.#given = consentKey;
    if (yes && consentKey) {
      try {
        storage(this.#host)?.setItem(consentKey, 'granted');
      } catch {
        // Full or forbidden: then the visitor is asked again next time.
      }
    }
    question.answer(error ? Promise.reject(error) : yes);
  }

  get #remembered(): boolean {
    const { consentKey } = this.#host;
    return consentKey !== '' && storage(this.#host)?.getItem(consentKey) === 'granted';
  }
}

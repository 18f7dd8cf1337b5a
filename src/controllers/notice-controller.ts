/** Owns the one sentence that is shown over the picture for a while: what just failed, or what just worked. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TextKey } from '../text/texts.js';

/** Each showing is another object, also of the same sentence. */
export interface Notice {
  readonly key: TextKey;
}

/** Milliseconds: long enough to be read twice. */
const SHOWN = 12_000;

export class NoticeController implements ReactiveController {
  #host: ReactiveControllerHost;
  #notice: Notice | null = null;
  #trouble: TextKey | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get notice(): Notice | null {
    return this.#notice;
  }

  hostDisconnected(): void {
    this.show(null);
  }

  /** Shows a sentence, the same one again too, or takes off what is there. */
  show(key: TextKey | null): void {
    clearTimeout(this.#timer);
    this.#notice = key ? { key } : null;
    if (key) this.#timer = setTimeout(() => this.show(null), SHOWN);
    this.#host.requestUpdate();
  }

  /** Something that lasts is told when it begins, and not longer than it lasts. Safe to call at every update. */
  follow(trouble: TextKey | null): void {
    const before = this.#trouble;
    if (before === trouble) return;
    this.#trouble = trouble;
    if (trouble || this.#notice?.key === before) this.show(trouble);
  }
}

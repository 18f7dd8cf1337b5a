/** Owns the words that a visitor has typed and not sent yet: whatever is shown meanwhile, they are kept. */
import type { ReactiveControllerHost } from 'lit';

export class DraftController {
  #host: ReactiveControllerHost;
  #text = '';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  get text(): string {
    return this.#text;
  }

  /** What the field has now. It shows that by itself, so nothing is rendered anew. */
  write(text: string): void {
    this.#text = text;
  }

  /** Takes the words out of the field to send them; empty when there is nothing but space. */
  take(): string {
    const text = this.#text.trim();
    if (text) this.#set('');
    return text;
  }

  /** Gives back words that did not go out, before what was typed meanwhile. */
  giveBack(text: string): void {
    this.#set(this.#text ? `${text}\n${this.#text}` : text);
  }

  #set(text: string): void {
    this.#text = text;
    this.#host.requestUpdate();
  }
}

/** Owns what was said before anybody could hear it: waits for the data channel, in order. Nothing is dropped silently. */
import type { PersonaClient } from './client.js';
import { PersonaError } from './error.js';
import { deferred, type Deferred } from './timers.js';

interface Letter {
  readonly send: (client: PersonaClient) => void;
  readonly sent: Deferred<void>;
}

/** The channel is not there: nothing of it was sent, and it may be sent again. */
export const isNotLive = (error: unknown): boolean =>
  error instanceof PersonaError && error.code === 'not-live';

export class Outbox {
  #letters: Letter[] = [];

  /** Resolves when it was sent; rejects when the session ends first. */
  push(send: (client: PersonaClient) => void): Promise<void> {
    const sent = deferred();
    this.#letters.push({ send, sent });
    return sent.promise;
  }

  /** The data channel is open: everything goes, in the order in which it came. */
  flush(client: PersonaClient): void {
    const letters = this.#letters;
    this.#letters = [];
    for (const letter of letters) {
      try {
        letter.send(client);
        letter.sent.resolve();
      } catch (error) {
        // A channel that has just gone: it waits for the next one, in its order.
        if (isNotLive(error)) this.#letters.push(letter);
        else letter.sent.reject(error);
      }
    }
  }

  get isEmpty(): boolean {
    return this.#letters.length === 0;
  }

  /** Returns everything to its senders. */
  refuse(): void {
    const letters = this.#letters;
    this.#letters = [];
    for (const { sent } of letters) {
      sent.reject(new PersonaError('not-live', 'This could not be sent: there was no data channel.'));
    }
  }
}

/** Owns what was said before anybody could hear it: waits for the data channel, in order. Nothing is dropped silently. */
import type { PersonaClient } from './client.js';
import { PersonaError } from './error.js';
import { deferred, type Deferred } from './timers.js';

interface Letter {
  readonly send: (client: PersonaClient) => void;
  readonly sent: Deferred<void>;
}

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
    for (const { send, sent } of letters) {
      try {
        send(client);
        sent.resolve();
      } catch (error) {
        sent.reject(error);
      }
    }
  }

  /** Returns everything to its senders. */
  refuse(): void {
    const letters = this.#letters;
    this.#letters = [];
    for (const { sent } of letters) {
      sent.reject(new PersonaError('not-live', 'The session ended before this could be sent.'));
    }
  }
}

/** Owns telling the token server that a session is over, so that it is closed there even if this page is gone. */
import type { Ticket } from './token-answer.js';

export interface StopNotice {
  readonly stop: NonNullable<Ticket['stop']>;
  /** `null` when none is known: the server then looks for what the handle's token opened, and gives its place back. */
  readonly sessionId: string | null;
  readonly credentials: RequestCredentials;
}

/** How often a notice is sent at most. */
const TRIES = 5;

export class StopNotices {
  readonly #fetch: typeof fetch;
  /** Notices that did not get through, with how often they were sent. */
  #lost: { readonly notice: StopNotice; readonly tries: number }[] = [];

  constructor(send: typeof fetch) {
    this.#fetch = send;
  }

  /** Nobody waits for it, and its failure changes nothing here, where the stream is closed. */
  send(notice: StopNotice): void {
    this.#send(notice, 1);
  }

  /** Once more what did not get through: a session that was lost with the network still holds its place on the server. */
  resend(): void {
    for (const { notice, tries } of this.#lost.splice(0)) this.#send(notice, tries + 1);
  }

  #send(notice: StopNotice, tries: number): void {
    tell(this.#fetch, notice).catch(() => {
      if (tries < TRIES) this.#lost.push({ notice, tries });
    });
  }
}

/** Gives one ticket back, used or not. */
export class GiveBack {
  readonly #notices: StopNotices;
  readonly #credentials: RequestCredentials;
  #stop: Ticket['stop'];
  /** As the token server was told it; `null`: by the handle alone. */
  #told: string | null | undefined;

  constructor(notices: StopNotices, credentials: RequestCredentials) {
    this.#notices = notices;
    this.#credentials = credentials;
  }

  take({ stop }: Ticket): void {
    this.#stop = stop;
  }

  /**
   * As soon as it is known for which session: one that is being allocated is known when the client has closed. `now`:
   * there is no later, and the handle alone has to do.
   */
  send(sessionId: string | null, now: boolean): void {
    if (!this.#stop || this.#told === sessionId || (sessionId === null && !now)) return;
    this.#told = sessionId;
    this.#notices.send({ stop: this.#stop, sessionId, credentials: this.#credentials });
  }
}

/**
 * Sent with `keepalive`, so that it outlives the page, and as plain text, so that another origin's server is not asked
 * first: a closing page has no time for that. Async, for sending itself throws in a page that is being torn down.
 */
const tell = async (send: typeof fetch, { stop, sessionId, credentials }: StopNotice): Promise<void> => {
  const { status } = await send(stop.url, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
    body: JSON.stringify({ handle: stop.handle, ...(sessionId !== null && { sessionId }) }),
    credentials,
    keepalive: true,
  });
  // Not now is not done.
  if (status === 429 || status >= 500) throw new Error(`${status}`);
};

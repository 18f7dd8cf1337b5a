/** Owns telling the token server that a session is over, so that it is closed there even if this page is gone. */
import type { Ticket } from './token-answer.js';

interface StopNotice {
  readonly stop: NonNullable<Ticket['stop']>;
  readonly sessionId: string;
  readonly credentials: RequestCredentials;
}

/**
 * Sent with `keepalive`, so that it outlives the page, and as plain text, so that another origin's server is not asked
 * first: a closing page has no time for that. Nobody waits for it, and its failure changes nothing: the stream is
 * closed here.
 */
export const tellStop = (send: typeof fetch, { stop, sessionId, credentials }: StopNotice): void => {
  try {
    const sent = send(stop.url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      body: JSON.stringify({ handle: stop.handle, sessionId }),
      credentials,
      keepalive: true,
    });
    sent.catch(() => undefined);
  } catch {
    // Where even sending throws (a page that is being torn down), there is nothing left to do.
  }
};

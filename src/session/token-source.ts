/** Owns where session tokens come from: asks for one per session, and gives back one that was fetched ahead for nothing. Logs and repeats nothing. */
import type { Clock } from './clock.js';
import { PersonaError } from './error.js';
import type { SessionSettings, TokenContext } from './settings.js';
import type { StopNotices } from './stop-notice.js';
import { pause } from './timers.js';
import { parseAnswer, readTicket, type Ticket } from './token-answer.js';
import { refusal } from './token-refusal.js';

export interface TokenSourceEnvironment {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly isOnline: () => boolean;
}

/** Milliseconds an endpoint may take. */
const PATIENCE = 10_000;
/** Milliseconds a token may be fetched ahead of its use; it lives about an hour. */
const PREFETCH_LIFE = 5 * 60_000;

type TokenSettings = Pick<
  SessionSettings,
  'tokenUrl' | 'tokenParams' | 'tokenCredentials' | 'tokenHeaders' | 'tokenProvider' | 'sessionToken'
>;

/** A ticket that was fetched ahead, and how its time is stopped. */
interface Ahead {
  readonly ticket: Promise<Ticket>;
  readonly settings: TokenSettings;
  /** By the wall clock: its timer stands still while the device sleeps. */
  readonly until: number;
  readonly cancel: () => void;
}

export class TokenSource {
  readonly #environment: TokenSourceEnvironment;
  readonly #notices: StopNotices;
  #ahead: Ahead | undefined;

  constructor(environment: TokenSourceEnvironment, notices: StopNotices) {
    this.#environment = environment;
    this.#notices = notices;
  }

  /** A fresh ticket. Rejects with a `PersonaError`. */
  async get(settings: TokenSettings, context: TokenContext): Promise<Ticket> {
    const { clock } = this.#environment;
    if (this.#ahead && this.#ahead.until <= clock.wall()) this.discard();
    const ahead = this.#take();
    if (ahead) {
      // A token fetched ahead that went wrong is no answer yet: ask again, now that it is wanted.
      const ticket = await ahead.ticket.catch(() => null);
      if (ticket) return ticket;
      // Ended meanwhile: nobody wants one any more.
      context.signal.throwIfAborted();
    }
    return this.#ask(settings, context);
  }

  /** Fetches the next ticket ahead. What goes wrong is told when it is wanted. */
  prefetch(settings: TokenSettings): void {
    if (this.#ahead) return;
    const ticket = this.#ask(settings, { signal: new AbortController().signal, attempt: 1, reason: 'start' });
    ticket.catch(() => undefined);
    const { clock } = this.#environment;
    const cancel = clock.after(PREFETCH_LIFE, () => this.discard());
    this.#ahead = { ticket, settings, cancel, until: clock.wall() + PREFETCH_LIFE };
  }

  /** Keeps what was fetched ahead only if it would be fetched with these settings, too. */
  keep(settings: TokenSettings): void {
    if (this.#ahead && !sameSource(this.#ahead.settings, settings)) this.discard();
  }

  /** Gives back what was fetched ahead: its place at the token server would stay taken. */
  discard(): void {
    const ahead = this.#take();
    if (!ahead) return;
    const credentials = ahead.settings.tokenCredentials;
    ahead.ticket.then(
      ({ stop }) => stop && this.#notices.send({ stop, sessionId: null, credentials }),
      () => undefined,
    );
  }

  #take(): Ahead | undefined {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    ahead?.cancel();
    return ahead;
  }

  async #ask(settings: TokenSettings, context: TokenContext): Promise<Ticket> {
    if (settings.sessionToken) return readTicket(settings.sessionToken, Date.now(), undefined);
    if (settings.tokenProvider) return this.#askProvider(settings.tokenProvider, context);
    if (settings.tokenUrl) return this.#askUrl(settings.tokenUrl, settings, context.signal);
    throw new PersonaError(
      'no-token-source',
      'There is nothing to get a session token from: set token-url, tokenProvider or session-token.',
    );
  }

  async #askProvider(
    provider: NonNullable<TokenSettings['tokenProvider']>,
    context: TokenContext,
  ): Promise<Ticket> {
    let answer: unknown;
    try {
      answer = await provider(context);
    } catch (cause) {
      if (cause instanceof PersonaError) throw cause;
      throw new PersonaError(
        'token-provider-failed',
        'tokenProvider threw or rejected: see the cause. It should resolve with a session token.',
        { cause },
      );
    }
    return readTicket(answer, Date.now(), undefined);
  }

  async #askUrl(url: string, settings: TokenSettings, outer: AbortSignal): Promise<Ticket> {
    const { clock, fetch, isOnline } = this.#environment;
    const body = written(settings);
    const request = new AbortController();
    const giveUp = (): void => request.abort();
    outer.addEventListener('abort', giveUp, { once: true });
    const state = { late: false };
    void pause(clock, PATIENCE, request.signal).then(() => {
      state.late = !request.signal.aborted;
      request.abort();
    });
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          ...(await unlessAborted(headers(settings), request.signal)),
        },
        body,
        credentials: settings.tokenCredentials,
        cache: 'no-store',
        signal: request.signal,
      });
      const text = await response.text();
      if (!response.ok) throw refusal(response, text);
      // The server's own clock, readable from the same origin: a visitor's may be hours off.
      const now = Date.parse(response.headers.get('date') ?? '') || Date.now();
      return readTicket(parseAnswer(text), now, url);
    } catch (cause) {
      if (cause instanceof PersonaError) throw cause;
      if (state.late) {
        throw new PersonaError(
          'token-timeout',
          `The token endpoint ${url} did not answer within 10 seconds, or tokenHeaders did not resolve.`,
          { cause },
        );
      }
      if (!isOnline()) throw new PersonaError('offline', 'The browser is offline.', { cause });
      throw new PersonaError(
        'token-unreachable',
        `The token endpoint ${url} cannot be reached: check the address, that the server runs and, on another origin, its CORS headers.`,
        { cause },
      );
    } finally {
      outer.removeEventListener('abort', giveUp);
      request.abort();
    }
  }
}

/** What says who is wanted. */
const WANTED = ['tokenUrl', 'tokenParams', 'sessionToken'] as const;
const SOURCE = [...WANTED, 'tokenCredentials', 'tokenHeaders', 'tokenProvider'] as const;

/** Whether a token got with the one is good for the other. Frameworks make equal objects anew at every render. */
const sameSource = (
  a: TokenSettings,
  b: TokenSettings,
  names: readonly (keyof TokenSettings)[] = SOURCE,
): boolean => names.every((name) => a[name] === b[name] || sameData(a[name], b[name]));

/** Whether both want the same persona: a function that is made anew at every render says nothing of that. */
export const sameWanted = (a: TokenSettings, b: TokenSettings): boolean => sameSource(a, b, WANTED);

const sameData = (a: unknown, b: unknown): boolean =>
  typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b);

const written = ({ tokenParams }: TokenSettings): string => {
  try {
    return JSON.stringify(tokenParams ?? {});
  } catch (cause) {
    const message = 'tokenParams cannot be written as JSON: see the cause.';
    throw new PersonaError('invalid-configuration', message, { cause });
  }
};

const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('Aborted.')), { once: true });
    work.then(resolve, reject);
  });

const headers = async ({ tokenHeaders }: TokenSettings): Promise<Readonly<Record<string, string>>> => {
  if (typeof tokenHeaders !== 'function') return tokenHeaders ?? {};
  try {
    return await tokenHeaders();
  } catch (cause) {
    throw new PersonaError('token-provider-failed', 'tokenHeaders threw or rejected: see the cause.', {
      cause,
    });
  }
};

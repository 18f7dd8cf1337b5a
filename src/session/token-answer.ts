/** Owns what an answer with a token may hold, and which addresses in it are believed. */
import { PersonaError } from './error.js';
import { checkToken } from './token-check.js';

/** What one session may be opened with. */
export interface Ticket {
  readonly token: string;
  readonly apiBaseUrl: string | undefined;
  readonly stop: { readonly url: string; readonly handle: string } | undefined;
}

export const parseAnswer = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PersonaError(
      'token-not-json',
      'The token endpoint answered with something that is not JSON. It should answer { "sessionToken": "…" }.',
      { cause },
    );
  }
};

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/**
 * Reads a token, or an answer with one. `now` is milliseconds since the epoch by the sender's clock; `source` the
 * address that answered.
 */
export const readTicket = (answer: unknown, now: number, source: string | undefined): Ticket => {
  const { sessionToken, apiBaseUrl, stop } =
    typeof answer === 'string'
      ? { sessionToken: answer, apiBaseUrl: undefined, stop: undefined }
      : record(answer);
  if (typeof sessionToken !== 'string' || sessionToken === '') {
    throw new PersonaError(
      'token-missing',
      'The answer holds no session token. It should be { "sessionToken": "…" }.',
    );
  }
  const token = sessionToken.trim();
  checkToken(token, now);
  const { url, handle } = record(stop);
  return {
    token,
    apiBaseUrl:
      typeof apiBaseUrl === 'string'
        ? believed(apiBaseUrl, 'apiBaseUrl', undefined).replace(/\/+$/, '')
        : undefined,
    stop:
      typeof url === 'string' && typeof handle === 'string'
        ? { url: believed(url, 'stop.url', address(source, pageAddress())), handle }
        : undefined,
  };
};

const pageAddress = (): string | undefined => {
  const scope: { location?: { href: string } } = globalThis;
  return scope.location?.href;
};

const address = (text: string | undefined, base: string | URL | undefined): URL | undefined => {
  try {
    return text === undefined ? undefined : new URL(text, base);
  } catch {
    return undefined;
  }
};

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

/** Only https, this machine, or the origin that answered: an address in an answer decides where the token goes. */
const believed = (text: string, field: string, base: URL | undefined): string => {
  const url = address(text, base);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname)))
    return url.href;
  if (url && url.origin === base?.origin) return url.href;
  throw new PersonaError(
    'invalid-configuration',
    `"${field}" of the token answer must be an address with https, or on this machine.`,
  );
};

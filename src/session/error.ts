/** Owns the error codes: the one union every failure of the product is named by, and what each allows. */

interface ErrorFacts {
  /** Whether trying again, unchanged, can help: the view offers "Try again", `anam-error.retryable` tells the page. */
  readonly retryable: boolean;
}

const yes: ErrorFacts = { retryable: true };
const no: ErrorFacts = { retryable: false };

/**
 * Every code, grouped by who said no. Each has a heading in `docs/errors.md`, a visitor's sentence in `text/`,
 * and a test that compares the three.
 */
export const ERRORS = {
  // The page: what the element was given.
  'no-token-source': no,
  'invalid-configuration': no,
  'invalid-argument': no,
  'not-live': no,

  // Any token endpoint, by what happened to the request.
  'token-unreachable': yes,
  'token-timeout': yes,
  'token-unauthorized': no,
  'token-forbidden': no,
  'token-not-found': no,
  'token-refused': no,
  'token-rate-limited': yes,
  'token-server-error': yes,
  'token-not-json': no,
  'token-missing': no,
  'token-not-jwt': no,
  'token-is-api-key': no,
  'token-legacy': no,
  'token-expired': no,
  'token-provider-failed': yes,

  // Our own token endpoint, by the `code` of its problem document (server/problems.ts).
  'bad-request': no,
  unauthorized: no,
  'forbidden-origin': no,
  'unknown-persona': no,
  'method-not-allowed': no,
  'body-too-large': no,
  'unsupported-media-type': no,
  'invalid-variables': no,
  'rate-limited': yes,
  misconfigured: no,
  'upstream-error': yes,
  'upstream-timeout': yes,
  quota: no,
  busy: yes,
  'store-unavailable': yes,

  // Anam's engine, when the session is opened.
  'engine-bad-request': no,
  'engine-unauthorized': no,
  'engine-no-plan': no,
  'engine-forbidden': no,
  'engine-not-found': no,
  'engine-concurrency-limit': yes,
  'engine-spend-cap': no,
  'engine-usage-limit': no,
  'engine-busy': yes,
  'engine-error': yes,

  // The connection.
  'sdk-load-failed': yes,
  'browser-unsupported': no,
  offline: yes,
  'connect-timeout': yes,
  'signalling-lost': yes,
  'webrtc-failed': yes,
  'no-picture': yes,
  'picture-frozen': yes,
  'server-ended': yes,

  // Microphone and speaker.
  'mic-denied': yes,
  'mic-missing': yes,
  'mic-in-use': yes,
  'mic-blocked-by-policy': no,
  'mic-insecure': no,
  'device-unavailable': yes,

  // While live.
  'tool-failed': no,
  'talk-failed': yes,
  'talk-stream-timeout': yes,
  unknown: yes,
} as const satisfies Record<string, ErrorFacts>;

export type ErrorCode = keyof typeof ERRORS;

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERRORS, code);

export interface PersonaErrorOptions extends ErrorOptions {
  /** Seconds the other side asked us to wait (`Retry-After`). */
  readonly retryAfter?: number | undefined;
}

/**
 * A failure with a stable `code`. `message` is one sentence for the developer that says what to do;
 * the visitor's sentence is looked up by `code`. `cause` holds what was caught, when something was.
 */
export class PersonaError extends Error {
  override readonly name = 'PersonaError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** Seconds to wait before trying again, when the other side said so. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, options: PersonaErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryable = ERRORS[code].retryable;
    this.retryAfter = options.retryAfter;
  }
}

/** What was caught, in words. */
export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** What was caught, with a code: `unknown` for what nobody foresaw. */
export const asPersonaError = (cause: unknown): PersonaError =>
  cause instanceof PersonaError
    ? cause
    : new PersonaError('unknown', 'Something failed that nobody foresaw: see the cause.', { cause });

/** Owns every refusal of the token endpoint: one table of codes, and the RFC 9457 answer made from it. */

/** Where a problem's `type` leads: its heading in the error guide of this project. */
export const PROBLEM_BASE = 'https://github.com/anam-persona/anam-persona/blob/main/docs/errors.md#';

interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

/** Code → status and title. The element's error codes and the headings of `docs/errors.md` follow it. */
export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request is not understood' },
  unauthorized: { status: 401, title: 'The request is not authorized' },
  'forbidden-origin': { status: 403, title: 'This site may not ask for a session' },
  'unknown-persona': { status: 404, title: 'There is no such persona' },
  'method-not-allowed': { status: 405, title: 'Only POST is answered here' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'unsupported-media-type': { status: 415, title: 'The request body must be plain JSON' },
  'invalid-variables': { status: 422, title: 'The variables do not fit their declaration' },
  'rate-limited': { status: 429, title: 'Too many sessions were asked for' },
  misconfigured: { status: 500, title: 'The token endpoint is not set up correctly' },
  'upstream-error': { status: 502, title: 'The persona service answered with an error' },
  quota: { status: 503, title: 'The account has no usage left' },
  busy: { status: 503, title: 'All sessions are taken' },
  'store-unavailable': { status: 503, title: 'The limits cannot be checked' },
  'upstream-timeout': { status: 504, title: 'The persona service did not answer in time' },
} as const satisfies Record<string, ProblemKind>;

/** A refusal's stable name. */
export type ProblemCode = keyof typeof PROBLEMS;

/** The body of every refusal, `application/problem+json`. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  requestId: string;
}

interface ProblemExtras {
  /** Seconds for `Retry-After`; rounded up, at least 1. */
  retryAfterSeconds?: number | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** For the log only, never sent: what went wrong in precise words. */
  reason?: string | undefined;
  /** Anam was not asked, or refused: the mint need not count. */
  nothingMinted?: boolean | undefined;
}

/** A refusal on its way to the caller. `detail` is sent: it holds no secret and no text from upstream. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.extras = extras;
  }

  /** The answer, with the request's id in body and header. */
  toResponse(requestId: string): Response {
    const { status, title } = PROBLEMS[this.code];
    const details: ProblemDetails = {
      type: PROBLEM_BASE + this.code,
      title,
      status,
      detail: this.message,
      code: this.code,
      requestId,
    };
    const headers = new Headers({
      'content-type': 'application/problem+json',
      'x-request-id': requestId,
      ...this.extras.headers,
    });
    const { retryAfterSeconds } = this.extras;
    if (retryAfterSeconds !== undefined)
      headers.set('retry-after', `${Math.max(1, Math.ceil(retryAfterSeconds))}`);
    return new Response(JSON.stringify(details), { status, headers });
  }
}

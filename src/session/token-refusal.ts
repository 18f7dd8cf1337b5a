/** Owns what a token endpoint's refusal means: our own problem documents by their code, anybody else's by the status. */
import { isErrorCode, PersonaError, type ErrorCode } from './error.js';

const BY_STATUS: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  401: [
    'token-unauthorized',
    'asks for a login: send credentials or headers (token-credentials, tokenHeaders).',
  ],
  403: ['token-forbidden', 'forbids this page: allow its origin, and check its authorization.'],
  404: ['token-not-found', 'is not there: check token-url.'],
  408: ['token-timeout', 'took too long.'],
  429: ['token-rate-limited', 'was asked too often: wait before trying again.'],
  504: ['token-timeout', 'took too long to get a token.'],
};

/** Seconds of a `Retry-After` header in either of its forms. */
const retryAfter = (header: string | null): number | undefined => {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
};

interface Problem {
  readonly code?: unknown;
  readonly detail?: unknown;
}

const problemOf = (response: Response, text: string): Problem => {
  if (!response.headers.get('content-type')?.includes('problem+json')) return {};
  try {
    const problem: unknown = JSON.parse(text);
    return typeof problem === 'object' && problem !== null ? problem : {};
  } catch {
    return {};
  }
};

export const refusal = (response: Response, text: string): PersonaError => {
  const { code, detail } = problemOf(response, text);
  const options = { retryAfter: retryAfter(response.headers.get('retry-after')) };
  if (isErrorCode(code)) {
    const sentence = typeof detail === 'string' ? detail : `status ${response.status}`;
    return new PersonaError(code, `The token endpoint refused: ${sentence}`, options);
  }
  const [known, sentence] = BY_STATUS[response.status] ?? [
    response.status >= 500 ? 'token-server-error' : 'token-refused',
    response.status >= 500 ? 'failed: look at its log.' : 'refused the request: look at its log.',
  ];
  return new PersonaError(known, `The token endpoint answered ${response.status}: it ${sentence}`, options);
};

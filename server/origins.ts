/**
 * Owns which site may call: the decisions of Go's `net/http` CrossOriginProtection for requests that change
 * something, made stricter in one point (a request that says nothing about its origin has to be vouched for),
 * and the CORS headers for listed sites. Origins are compared as parsed origins, and only listed ones are named back.
 */
import { Problem } from './problems.js';

/** What the headers say about where a request comes from. */
export type OriginDecision = 'same-origin' | 'listed' | 'cross-origin' | 'unknown';

/** Headers a page on a listed site may send. */
const REQUEST_HEADERS = [
  'accept',
  'authorization',
  'content-type',
  'x-csrf-token',
  'x-requested-with',
  'x-xsrf-token',
];

/**
 * Reads a list of origins such as `https://shop.example`.
 *
 * @throws Error naming the entry that is not exactly an origin.
 */
export function readOrigins(list: readonly string[]): ReadonlySet<string> {
  if (!Array.isArray(list)) throw new Error('allowedOrigins must be a list of origins.');
  return new Set(
    (list as readonly unknown[]).map((entry) => {
      const origin = typeof entry === 'string' ? parseOrigin(entry) : undefined;
      if (origin === undefined) {
        throw new Error(
          `allowedOrigins: "${String(entry)}" is not an origin. Write scheme and host (and port), such as https://shop.example: no path, no wildcard, no slash at the end.`,
        );
      }
      return origin;
    }),
  );
}

/** Decides about one request. `Sec-Fetch-Site` is believed first, for pages cannot set it; then `Origin`. */
export function decideOrigin(request: Request, allowed: ReadonlySet<string>): OriginDecision {
  const site = request.headers.get('sec-fetch-site') ?? '';
  const header = request.headers.get('origin') ?? '';
  const origin = parseOrigin(header);
  const listed = origin !== undefined && allowed.has(origin);
  if (listed) return 'listed';
  if (site === 'same-origin' || site === 'none') return 'same-origin';
  if (site !== '') return 'cross-origin';
  if (header === '') return 'unknown';
  return origin !== undefined && new URL(origin).host === hostOf(request) ? 'same-origin' : 'cross-origin';
}

/** The CORS headers of any answer to this request; empty unless its origin is listed. */
export function corsHeaders(request: Request, allowed: ReadonlySet<string>): Record<string, string> {
  const origin = parseOrigin(request.headers.get('origin') ?? '');
  const vary = { vary: 'Origin, Sec-Fetch-Site' };
  if (origin === undefined || !allowed.has(origin)) return vary;
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    // With `Date` a page judges by the server's clock when a token expires.
    'access-control-expose-headers': 'Date, Retry-After, X-Request-Id',
  };
}

/** Answers `OPTIONS`. A preflight of a site that is not listed is refused and told nothing. */
export function answerPreflight(request: Request, allowed: ReadonlySet<string>): Response {
  const origin = parseOrigin(request.headers.get('origin') ?? '');
  if (
    request.headers.has('access-control-request-method') &&
    (origin === undefined || !allowed.has(origin))
  ) {
    throw forbiddenOrigin();
  }
  const headers = {
    allow: 'POST, OPTIONS',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': REQUEST_HEADERS.join(', '),
    'access-control-max-age': '600',
  };
  return new Response(null, {
    status: 204,
    headers: origin === undefined ? { allow: headers.allow } : headers,
  });
}

/** The refusal for a site that is not listed. */
export function forbiddenOrigin(): Problem {
  return new Problem(
    'forbidden-origin',
    'Add the exact origin of the page to allowedOrigins of the token endpoint.',
  );
}

/** The origin a header value means, or undefined when it is none (`null`, a path, credentials, another scheme). */
function parseOrigin(value: string): string | undefined {
  if (!/^https?:\/\/[^/?#@\s*]+$/i.test(value)) return undefined;
  try {
    return new URL(value).origin;
  } catch {
    return undefined;
  }
}

/** The host the caller asked for, normalised the way an origin's host is (default ports left out). */
function hostOf(request: Request): string | undefined {
  const url = new URL(request.url);
  const host = request.headers.get('host');
  if (host === null) return url.host;
  try {
    return new URL(`${url.protocol}//${host}`).host;
  } catch {
    return undefined;
  }
}

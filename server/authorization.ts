/** Owns who may mint: the origin's word, and the site's own hook. */
import { Problem } from './problems.js';
import { decideOrigin, forbiddenOrigin } from './origins.js';
import type { Authorization, Settings } from './options.js';

/**
 * Decides whether a request may go on.
 *
 * @returns who it is for, null for an anonymous page of a known origin, or the hook's own answer.
 * @throws Problem `forbidden-origin` or `unauthorized`.
 */
export async function authorizeRequest(
  request: Request,
  { allowedOrigins, authorize }: Pick<Settings, 'allowedOrigins' | 'authorize'>,
): Promise<Authorization | Response | null> {
  const decision = decideOrigin(request, allowedOrigins);
  if (decision === 'cross-origin') throw forbiddenOrigin();
  if (!authorize) {
    if (decision !== 'unknown') return null;
    throw new Problem(
      'forbidden-origin',
      'The request says nothing about its origin, so it does not come from a page. Callers that are no browser need the authorize option.',
    );
  }
  const verdict = await authorize(withoutBody(request));
  if (verdict instanceof Response) return verdict;
  if (verdict === null) throw new Problem('unauthorized', 'Sign in to this site, then ask again.');
  if (typeof verdict.subject === 'string' && verdict.subject !== '') return verdict;
  throw new Problem('misconfigured', 'The token endpoint failed: see its log for the request id.', {
    reason: 'authorize must return { subject }, a Response or null',
  });
}

/** The hook sees method, address and headers; the body is read once, by the endpoint. */
function withoutBody(request: Request): Request {
  return new Request(request.url, { method: request.method, headers: request.headers });
}

/** Owns the small things every test of the endpoint needs: a key made at run time, options, requests, problems. */
import assert from 'node:assert/strict';
import { PROBLEM_BASE, PROBLEMS, type ProblemCode, type ProblemDetails } from '../../../server/problems.js';
import type { TokenHandlerOptions } from '../../../server/options.js';
import { makeToken } from './upstream.js';

/** A key for one test run. */
export const API_KEY = `k-${crypto.randomUUID()}`;

export const PAGE = 'https://shop.example';
export const ENDPOINT = `${PAGE}/api/session-token`;

/** Options that work, without limits, with what a test wants changed. */
export function options(changes: Partial<TokenHandlerOptions> = {}): TokenHandlerOptions {
  return {
    apiKey: API_KEY,
    limits: false,
    // A test that wants records takes them; the others keep the output quiet.
    log: false,
    ...('configurations' in changes ? {} : { persona: { avatarId: 'avatar-1', voiceId: 'voice-1' } }),
    ...changes,
  };
}

/** A `fetch` that mints like Anam, and shows what it was sent. */
export function mintingFetch(onBody: (body: string) => void = () => undefined): typeof fetch {
  return (_, init) => {
    onBody(typeof init?.body === 'string' ? init.body : '');
    return Promise.resolve(Response.json({ sessionToken: makeToken() }));
  };
}

interface RequestChanges {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  url?: string;
}

/** A request as a page of the endpoint's own origin sends it. */
export function pageRequest({
  method = 'POST',
  body,
  headers = {},
  url = ENDPOINT,
}: RequestChanges = {}): Request {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request(url, {
    method,
    headers: {
      origin: PAGE,
      'sec-fetch-site': 'same-origin',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: text }),
  });
}

/** Asserts that a response is exactly this problem, and returns its body. */
export async function assertProblem(response: Response, code: ProblemCode): Promise<ProblemDetails> {
  const text = await response.text();
  assert.equal(response.headers.get('content-type'), 'application/problem+json', text);
  const problem = JSON.parse(text) as ProblemDetails;
  assert.equal(problem.code, code, text);
  assert.equal(response.status, PROBLEMS[code].status);
  assert.equal(problem.status, PROBLEMS[code].status);
  assert.equal(problem.type, PROBLEM_BASE + code);
  assert.equal(problem.requestId, response.headers.get('x-request-id'));
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.notEqual(problem.detail, '');
  return problem;
}

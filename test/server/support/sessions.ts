/** Owns an Anam of sessions for the tests of stopping: what runs, what was stopped, and requests that fail. */
import assert from 'node:assert/strict';
import { after, before, beforeEach } from 'node:test';
import { createTokenHandler, type TokenResponse } from '../../../server/index.js';
import { ENDPOINT, options, pageRequest } from './endpoint.js';
import { mints, sendJson, startUpstream, type TestUpstream } from './upstream.js';

/** Sessions as Anam would know them: id → label, and whether it has ended. */
export const sessions = new Map<string, { clientLabel: string; endTime: string | null }>();
export let stops: string[] = [];
export let upstream: TestUpstream;

before(async () => {
  upstream = await startUpstream();
});
after(() => upstream.close());
beforeEach(() => {
  sessions.clear();
  stops = [];
  upstream.received.length = 0;
  upstream.answer = (request, res) => {
    const [, id = '', action] = /^\/v1\/sessions\/([^/?]+)(\/stop)?$/.exec(request.path) ?? [];
    const session = sessions.get(id);
    if (request.path === '/v1/auth/session-token') mints()(request, res);
    else if (request.path.startsWith('/v1/sessions?')) sendJson(res, 200, { data: list() });
    else if (!session) sendJson(res, 404, { error: 'not found' });
    else if (action) {
      stops.push(id);
      session.endTime = new Date().toISOString();
      sendJson(res, 202, {});
    } else sendJson(res, 200, { id, ...session });
  };
});

/** As loose as a search may be: every session, whatever was asked for. */
const list = () => [...sessions].map(([id, session]) => ({ id, ...session }));

export const handlerWith = (changes: Parameters<typeof options>[0] = {}) =>
  createTokenHandler(options({ apiBaseUrl: upstream.url, breaker: false, ...changes }));
type Handler = ReturnType<typeof handlerWith>;

/** Mints, and lets Anam know the session that the page starts with the token. */
export async function startSession(handler: Handler, id = crypto.randomUUID()) {
  const response = await handler(pageRequest());
  assert.equal(response.status, 200);
  const { stop } = (await response.json()) as TokenResponse;
  const { clientLabel } = JSON.parse(upstream.received.at(-1)!.body) as { clientLabel: string };
  sessions.set(id, { clientLabel, endTime: null });
  return { ...stop, id };
}

export const stopRequest = (body: unknown, headers: Record<string, string> = {}) =>
  pageRequest({ url: `${ENDPOINT}/stop`, body, headers });

/** A handler whose waits pass at once; each tells first how long it was to be. */
export function waiting(
  changes: Parameters<typeof options>[0] = {},
  onWait: (waits: number[]) => void = () => undefined,
) {
  const waits: number[] = [];
  const handler = handlerWith({
    wait: (milliseconds) => {
      waits.push(milliseconds);
      onWait(waits);
      return Promise.resolve();
    },
    ...changes,
  });
  return { handler, waits };
}

/** Fails the requests to Anam of these numbers, counted from the first that fits. */
export function failing(numbers: readonly number[], fits: (path: string) => boolean): void {
  const normal = upstream.answer;
  let count = 0;
  upstream.answer = (request, res) =>
    fits(request.path) && numbers.includes(++count) ? sendJson(res, 503, {}) : normal(request, res);
}

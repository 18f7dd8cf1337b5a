import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createTokenHandler, type TokenResponse } from '../../server/index.js';
import { assertProblem, ENDPOINT, options, pageRequest } from './support/endpoint.js';
import { answers, mints, sendJson, startUpstream, type TestUpstream } from './support/upstream.js';

/** Sessions as Anam would know them: id → label, and whether it has ended. */
const sessions = new Map<string, { clientLabel: string; endTime: string | null }>();
let stops: string[] = [];
let upstream: TestUpstream;

before(async () => {
  upstream = await startUpstream();
});
after(() => upstream.close());
beforeEach(() => {
  sessions.clear();
  stops = [];
  upstream.received.length = 0;
  upstream.answer = (request, res) => {
    const [, id = '', action] = /^\/v1\/sessions\/([^/]+)(\/stop)?$/.exec(request.path) ?? [];
    const session = sessions.get(id);
    if (request.path === '/v1/auth/session-token') mints()(request, res);
    else if (!session) sendJson(res, 404, { error: 'not found' });
    else if (action) {
      stops.push(id);
      session.endTime = new Date().toISOString();
      sendJson(res, 202, {});
    } else sendJson(res, 200, { id, ...session });
  };
});

const handlerWith = (changes: Parameters<typeof options>[0] = {}) =>
  createTokenHandler(options({ apiBaseUrl: upstream.url, breaker: false, ...changes }));
type Handler = ReturnType<typeof handlerWith>;

/** Mints, and lets Anam know the session that the page starts with the token. */
async function startSession(handler: Handler, id = crypto.randomUUID()) {
  const response = await handler(pageRequest());
  assert.equal(response.status, 200);
  const { stop } = (await response.json()) as TokenResponse;
  const { clientLabel } = JSON.parse(upstream.received.at(-1)!.body) as { clientLabel: string };
  sessions.set(id, { clientLabel, endTime: null });
  return { ...stop, id };
}

/** The same text with another first letter. */
const other = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

const stopRequest = (body: unknown, headers: Record<string, string> = {}) =>
  pageRequest({ url: `${ENDPOINT}/stop`, body, headers });

test('a page ends its own session, and may say so again', async () => {
  const handler = handlerWith();
  const { url, handle, id } = await startSession(handler);
  assert.equal(url, '/api/session-token/stop');
  for (let i = 0; i < 3; i++) {
    const response = await handler(stopRequest({ handle, sessionId: id }));
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('cache-control'), 'no-store');
  }
  assert.deepEqual(stops, [id]);
});

test('the address of the stop endpoint can be set for a proxy that renames paths', async () => {
  const { url } = await startSession(handlerWith({ stopUrl: '/elsewhere/stop' }));
  assert.equal(url, '/elsewhere/stop');
});

test('a beacon of a closing page is understood without a preflight, with the same origin checks', async () => {
  const handler = handlerWith();
  const { handle, id } = await startSession(handler);
  const beacon = (headers: Record<string, string>) =>
    handler(
      stopRequest({ handle, sessionId: id }, { 'content-type': 'text/plain;charset=UTF-8', ...headers }),
    );
  await assertProblem(
    await beacon({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }),
    'forbidden-origin',
  );
  assert.deepEqual(stops, []);
  assert.equal((await beacon({})).status, 204);
  assert.deepEqual(stops, [id]);
});

test('nobody ends the session of another', async () => {
  const handler = handlerWith();
  const mine = await startSession(handler);
  const other = await startSession(handler);
  await assertProblem(
    await handler(stopRequest({ handle: mine.handle, sessionId: other.id })),
    'unauthorized',
  );
  sessions.set('elsewhere', { clientLabel: 'another-site/1', endTime: null });
  await assertProblem(
    await handler(stopRequest({ handle: mine.handle, sessionId: 'elsewhere' })),
    'unauthorized',
  );
  assert.deepEqual(stops, []);
});

test('a handle that was changed, made elsewhere or is over is refused before Anam is asked', async () => {
  let now = Date.now();
  const handler = handlerWith({ clock: () => now });
  const { handle, id } = await startSession(handler);
  const { handle: foreign } = await startSession(handlerWith({ stopSecret: 'another secret of sixteen' }));
  upstream.received.length = 0;
  const [mint, client, expires, signature] = handle.split('~') as [string, string, string, string];
  const changed = [
    `${mint}~${client}~${Number(expires) + 1}~${signature}`,
    `${mint}~${other(client)}~${expires}~${signature}`,
    `${mint}~${client}~${expires}~${other(signature)}`,
    `${mint}~${client}~${expires}~`,
    `${handle}~x`,
    `${mint}~${client}`,
    '',
    '~~~',
    foreign,
  ];
  for (const wrong of changed) {
    await assertProblem(await handler(stopRequest({ handle: wrong, sessionId: id })), 'unauthorized');
  }
  now += (3600 + 600 + 62) * 1000;
  await assertProblem(await handler(stopRequest({ handle, sessionId: id })), 'unauthorized');
  assert.equal(upstream.received.length, 0);
});

test('what is not exactly a stop is refused', async () => {
  const handler = handlerWith();
  const { handle, id } = await startSession(handler);
  for (const body of [
    undefined,
    {},
    { handle },
    { handle, sessionId: 7 },
    { handle, sessionId: '../../v1/personas' },
    { handle, sessionId: '' },
    { handle, sessionId: id, force: true },
  ]) {
    await assertProblem(await handler(stopRequest(body)), 'bad-request');
  }
  await assertProblem(
    await handler(pageRequest({ url: `${ENDPOINT}/stop`, method: 'GET' })),
    'method-not-allowed',
  );
});

test('a session that never reached an engine is nothing to stop', async () => {
  const handler = handlerWith();
  const { handle } = await startSession(handler);
  assert.equal((await handler(stopRequest({ handle, sessionId: 'never-started' }))).status, 204);
  assert.deepEqual(stops, []);
});

test('a confirmed end frees the place; a mere claim does not', async () => {
  const handler = handlerWith({ limits: { totalOutstanding: 1 } });
  const { handle, id } = await startSession(handler);
  assert.equal((await handler(stopRequest({ handle, sessionId: 'never-started' }))).status, 204);
  await assertProblem(await handler(pageRequest()), 'busy');
  assert.equal((await handler(stopRequest({ handle, sessionId: id }))).status, 204);
  assert.equal((await handler(pageRequest())).status, 200);
});

test('one handle is not asked about for ever', async () => {
  const handler = handlerWith();
  const { handle, id } = await startSession(handler);
  const answered = await Promise.all(
    Array.from({ length: 30 }, () => handler(stopRequest({ handle, sessionId: id }))),
  );
  assert.equal(answered.filter(({ status }) => status === 204).length, 10);
  assert.equal(answered.filter(({ status }) => status === 429).length, 20);
});

test('the hook is not asked about a stop from a known origin, but vouches for a caller without one', async () => {
  let vouches = true;
  const handler = handlerWith({ authorize: () => (vouches ? { subject: 'u' } : null) });
  const { handle, id } = await startSession(handler);
  vouches = false;
  const body = JSON.stringify({ handle, sessionId: id });
  const bare = new Request(`${ENDPOINT}/stop`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  await assertProblem(await handler(bare), 'unauthorized');
  assert.equal((await handler(stopRequest({ handle, sessionId: id }))).status, 204);
});

test('trouble at Anam is told, and does not end minting', async () => {
  const handler = handlerWith({ breaker: { failures: 2 } });
  const { handle, id } = await startSession(handler);
  upstream.answer = answers(500, {});
  for (let i = 0; i < 4; i++) {
    await assertProblem(await handler(stopRequest({ handle, sessionId: id })), 'upstream-error');
  }
  upstream.answer = mints();
  assert.equal((await handler(pageRequest())).status, 200);
});

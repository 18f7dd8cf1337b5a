import assert from 'node:assert/strict';
import { createHmac, hkdfSync } from 'node:crypto';
import { test } from 'node:test';
import { API_KEY, assertProblem, ENDPOINT, pageRequest } from './support/endpoint.js';
import {
  handlerWith,
  sessions,
  startSession,
  stopRequest,
  stops,
  upstream,
  waiting,
} from './support/sessions.js';
import { answers, sendJson } from './support/upstream.js';

/** The same text with another first letter. */
const other = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

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
    { sessionId: id },
    { handle, sessionId: 7 },
    { handle, sessionId: null },
    { handle, sessionId: '../../v1/personas' },
    { handle, sessionId: '' },
    { handle, sessionId: id, force: true },
  ]) {
    await assertProblem(await handler(stopRequest(body)), 'bad-request');
  }
  const { detail } = await assertProblem(
    await handler(pageRequest({ url: `${ENDPOINT}/stop`, method: 'GET' })),
    'method-not-allowed',
  );
  assert.match(detail, /ended by POST/);
});

test('a session that never reached an engine is looked for like any other, and is nothing to stop', async () => {
  const { handler, waits } = waiting();
  const { handle } = await startSession(handler);
  sessions.clear();
  assert.equal((await handler(stopRequest({ handle, sessionId: 'never-started' }))).status, 204);
  assert.deepEqual(waits, [1000, 2000]);
  assert.deepEqual(stops, []);
});

for (const named of [true, false])
  test(`a start that came to nothing frees its place once, ${named ? 'by the id that Anam does not know' : 'by the handle'}`, async () => {
    const { handler, waits } = waiting({ limits: { totalOutstanding: 2, clientOutstanding: 2 } });
    const refused = await startSession(handler);
    await startSession(handler);
    sessions.delete(refused.id);
    await assertProblem(await handler(pageRequest()), 'rate-limited');
    const body = named ? { handle: refused.handle, sessionId: refused.id } : { handle: refused.handle };
    // Twice: the second frees nothing, or a third session would have a place.
    for (let i = 0; i < 2; i++) assert.equal((await handler(stopRequest(body))).status, 204);
    assert.deepEqual(waits, [1000, 2000, 1000, 2000]);
    assert.equal((await handler(pageRequest())).status, 200);
    assert.equal((await handler(stopRequest(body))).status, 204);
    await assertProblem(await handler(pageRequest()), 'rate-limited');
  });

test('tokens given back at once are bounded by the mints per minute, for they can be kept', async () => {
  const { handler } = waiting({ limits: { clientPerMinute: 3, clientOutstanding: 1 } });
  for (let i = 0; i < 3; i++) {
    const { handle, id } = await startSession(handler);
    sessions.delete(id);
    assert.equal((await handler(stopRequest({ handle }))).status, 204);
  }
  await assertProblem(await handler(pageRequest()), 'rate-limited');
});

test('a refused stop frees nothing', async () => {
  const { handler } = waiting({ limits: { totalOutstanding: 1 } });
  const { handle, id } = await startSession(handler);
  sessions.set('elsewhere', { clientLabel: 'another-site/1', endTime: null });
  await assertProblem(await handler(stopRequest({ handle, sessionId: 'elsewhere' })), 'unauthorized');
  await assertProblem(await handler(stopRequest({ handle: `${handle}x`, sessionId: id })), 'unauthorized');
  await assertProblem(await handler(pageRequest()), 'busy');
});

test('Anam’s answer about a session has to be one: only 404 means that there is none', async () => {
  const { handler } = waiting();
  const { handle, id } = await startSession(handler);
  for (const answer of [answers(200, {}), answers(200, [id]), answers(204, {})]) {
    upstream.answer = answer;
    await assertProblem(await handler(stopRequest({ handle, sessionId: id })), 'upstream-error');
  }
});

test('one handle is not asked about for ever', async () => {
  const handler = handlerWith({ limits: {} });
  const { handle, id } = await startSession(handler);
  const answered = await Promise.all(
    Array.from({ length: 30 }, () => handler(stopRequest({ handle, sessionId: id }))),
  );
  assert.equal(answered.filter(({ status }) => status === 204).length, 10);
  assert.equal(answered.filter(({ status }) => status === 429).length, 20);
});

test('without limits a handle may be used as often as one likes', async () => {
  const handler = handlerWith();
  const { handle, id } = await startSession(handler);
  for (let i = 0; i < 30; i++)
    assert.equal((await handler(stopRequest({ handle, sessionId: id }))).status, 204);
});

test('a page that does not know its session yet ends what runs for its mint, and nothing else', async () => {
  const { handler, waits } = waiting({ limits: { totalOutstanding: 2 } });
  const mine = await startSession(handler);
  const other = await startSession(handler);
  sessions.set('unlabelled', { clientLabel: '', endTime: null });
  const { clientLabel } = sessions.get(mine.id)!;
  sessions.set('longer', { clientLabel: `${clientLabel}/more`, endTime: null });
  sessions.set('shorter', { clientLabel: clientLabel.slice(0, -1), endTime: null });
  const beacon = { 'content-type': 'text/plain;charset=UTF-8' };
  assert.equal((await handler(stopRequest({ handle: mine.handle }, beacon))).status, 204);
  assert.deepEqual(stops, [mine.id]);
  assert.deepEqual(waits, []);
  assert.equal(sessions.get(other.id)!.endTime, null);
  // Its place is free, and no other.
  assert.equal((await handler(pageRequest())).status, 200);
  await assertProblem(await handler(pageRequest()), 'busy');
  assert.equal((await handler(stopRequest({ handle: mine.handle }))).status, 204);
  assert.deepEqual(stops, [mine.id]);
});

test('an allocation that is still under way is looked for again, after one second and after three', async () => {
  let clientLabel = '';
  const gone = new AbortController();
  const { handler, waits } = waiting({}, ({ length }) => {
    // The page is gone long before.
    gone.abort();
    if (length === 2) sessions.set('late', { clientLabel, endTime: null });
  });
  const minted = await startSession(handler);
  ({ clientLabel } = sessions.get(minted.id)!);
  sessions.clear();
  const request = new Request(stopRequest({ handle: minted.handle }), { signal: gone.signal });
  assert.equal((await handler(request)).status, 204);
  assert.deepEqual(waits, [1000, 2000]);
  assert.deepEqual(stops, ['late']);
});

for (const named of [true, false])
  test(`a session that has not reached an engine is tried again, ${named ? 'by its id' : 'by its handle'}`, async () => {
    let reached = false;
    const { handler, waits } = waiting({}, () => (reached = true));
    const { handle, id } = await startSession(handler);
    const normal = upstream.answer;
    upstream.answer = (request, res) =>
      request.path.endsWith('/stop') && !reached ? sendJson(res, 404, {}) : normal(request, res);
    const body = named ? { handle, sessionId: id } : { handle };
    assert.equal((await handler(stopRequest(body))).status, 204);
    assert.deepEqual(waits, [1000]);
    assert.deepEqual(stops, [id]);
  });

test('a stop by the handle alone needs a handle that is good, and counts like any other', async () => {
  const { handler } = waiting({ limits: {} });
  const { handle } = await startSession(handler);
  upstream.received.length = 0;
  await assertProblem(await handler(stopRequest({ handle: `${handle}x` })), 'unauthorized');
  assert.equal(upstream.received.length, 0);
  for (let i = 0; i < 10; i++) assert.equal((await handler(stopRequest({ handle }))).status, 204);
  await assertProblem(await handler(stopRequest({ handle })), 'rate-limited');
});

test('the waits are real ones where nobody says otherwise', async () => {
  const handler = handlerWith();
  const { handle } = await startSession(handler);
  sessions.clear();
  const startedAt = performance.now();
  assert.equal((await handler(stopRequest({ handle }))).status, 204);
  const took = performance.now() - startedAt;
  assert.ok(took > 2900, `it took ${took} ms`);
});

test('handles are signed with a key made from the secret, not with the secret itself', async () => {
  const { handle } = await startSession(handlerWith());
  const [payload, signature] = [handle.slice(0, handle.lastIndexOf('~')), handle.split('~').at(-1)];
  const sign = (key: string | Uint8Array): string =>
    createHmac('sha256', key).update(`stop:${payload}`).digest('base64url');
  assert.notEqual(signature, sign(API_KEY));
  const derived = hkdfSync('sha256', API_KEY, '', 'anam-persona token endpoint v1', 32);
  assert.equal(signature, sign(new Uint8Array(derived)));
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

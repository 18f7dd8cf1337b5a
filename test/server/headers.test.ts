/** What every answer carries, and what every record of the log says. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createTokenHandler, serve, type LogRecord } from '../../server/index.js';
import { createRedactor, safeLog } from '../../server/log.js';
import { API_KEY, assertProblem, ENDPOINT, mintingFetch, options, pageRequest } from './support/endpoint.js';
import { makeToken } from './support/upstream.js';

let records: LogRecord[] = [];
const handler = createTokenHandler(
  options({ fetch: mintingFetch(), log: (record) => records.push(record), limits: { clientPerMinute: 3 } }),
);

test('every answer is sealed: not stored, not sniffed, not framed, no page, no referrer, an id', async () => {
  for (const request of [
    pageRequest(),
    pageRequest({ body: 'x' }),
    pageRequest({ method: 'GET' }),
    pageRequest({ method: 'OPTIONS' }),
    pageRequest({ headers: { 'sec-fetch-site': 'cross-site' } }),
    pageRequest({ url: `${ENDPOINT}/stop`, body: {} }),
  ]) {
    const { headers } = await handler(request);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    for (const directive of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      assert.ok(headers.get('content-security-policy')!.includes(directive));
    }
    assert.match(headers.get('x-request-id')!, /^[0-9a-f-]{36}$/);
  }
});

test('the ready server tells no versions, on any path', async () => {
  const server = await serve({ ...options({ fetch: mintingFetch() }), port: 0 });
  for (const path of ['/healthz', '/readyz', '/nothing', '/api/session-token']) {
    const { headers } = await fetch(new URL(path, server.url));
    for (const name of ['server', 'x-powered-by', 'via']) assert.equal(headers.has(name), false, name);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  }
  await server.close();
});

test('one record per request says when, what, who and with which outcome', async () => {
  records = [];
  const address = { clientAddress: '203.0.113.50' };
  const answers = [
    await handler(pageRequest({ body: { persona: 'default' } }), address),
    await handler(pageRequest({ headers: { 'sec-fetch-site': 'cross-site' } }), address),
    await handler(pageRequest({ body: { persona: 'x' } }), address),
    await handler(pageRequest(), address),
    await handler(pageRequest(), address),
    await handler(pageRequest(), address),
    await handler(pageRequest({ url: `${ENDPOINT}/stop`, body: {} }), address),
  ];
  assert.deepEqual(
    records.map(({ event, outcome, persona }) => [event, outcome, persona]),
    [
      ['mint', 'ok', 'default'],
      ['mint', 'forbidden-origin', undefined],
      ['mint', 'unknown-persona', undefined],
      ['mint', 'ok', 'default'],
      ['mint', 'ok', 'default'],
      ['mint', 'rate-limited', 'default'],
      ['stop', 'bad-request', undefined],
    ],
  );
  for (const [i, record] of records.entries()) {
    assert.equal(record.status, answers[i]!.status);
    assert.equal(record.requestId, answers[i]!.headers.get('x-request-id'));
    assert.match(record.time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.equal(typeof record.durationMs, 'number');
  }
  const clients = new Set(records.map(({ client }) => client).filter((client) => client !== undefined));
  assert.equal(clients.size, 1, 'the same caller has the same hash');
  assert.ok(!JSON.stringify(records).includes('203.0.113.50'));
});

test('a refused caller is named by its hash too, whatever refuses it', async () => {
  records = [];
  const lone = createTokenHandler(
    options({ log: (record) => records.push(record), authorize: () => null, fetch: mintingFetch() }),
  );
  const address = { clientAddress: '203.0.113.51' };
  await lone(pageRequest(), address);
  await lone(pageRequest({ headers: { 'sec-fetch-site': 'cross-site' } }), address);
  await lone(pageRequest({ method: 'GET' }), address);
  await lone(pageRequest({ method: 'OPTIONS' }), address);
  await lone(pageRequest({ url: `${ENDPOINT}/stop`, body: {} }), address);
  assert.equal(records.length, 5);
  assert.equal(new Set(records.map(({ client }) => client)).size, 1);
  assert.match(records[0]!.client!, /^[\w-]{12}$/);
});

test('a hook’s own answer is logged as such, whatever its status', async () => {
  records = [];
  const log = (record: LogRecord): void => void records.push(record);
  await createTokenHandler(options({ log, authorize: () => new Response('ok') }))(pageRequest());
  assert.deepEqual([records[0]!.outcome, records[0]!.status], ['authorize', 200]);
});

test('a hook’s answer that cannot be sent on is our failure, and no rejection', async () => {
  const used = new Response('used');
  await used.text();
  for (const answer of [used, Response.error()]) {
    records = [];
    const log = (record: LogRecord): void => void records.push(record);
    const handler = createTokenHandler(options({ log, authorize: () => answer }));
    await assertProblem(await handler(pageRequest()), 'misconfigured');
    assert.equal(records[0]!.outcome, 'misconfigured');
  }
});

test('without a log of one’s own, notices and failures go to the console, one JSON line each, and nothing else', async () => {
  const warn = mock.method(console, 'warn', () => undefined);
  const error = mock.method(console, 'error', () => undefined);
  try {
    const brainType = { default: { persona: { avatarId: 'a', voiceId: 'v', brainType: 'b' } } };
    for (const log of [undefined, false] as const) {
      const good = createTokenHandler(options({ configurations: brainType, fetch: mintingFetch(), log }));
      await good(pageRequest());
      await good(pageRequest({ method: 'GET' }));
      const bad = createTokenHandler(
        options({ log, fetch: () => Promise.resolve(new Response(API_KEY, { status: 401 })) }),
      );
      await bad(pageRequest());
    }
    const lines = [warn, error].map(({ mock }) => mock.calls.map((call) => String(call.arguments[0])));
    assert.deepEqual(
      lines.map(({ length }) => length),
      [1, 1],
    );
    const [notice, failure] = lines.flat().map((line) => JSON.parse(line) as LogRecord);
    assert.match(notice!.message!, /brainType is deprecated/);
    assert.equal(failure!.outcome, 'misconfigured');
    assert.equal(failure!.message, 'upstream status 401');
    assert.ok(!JSON.stringify(lines).includes(API_KEY));
  } finally {
    mock.restoreAll();
  }
});

test('a record is one line, whatever a caller or an error says', async () => {
  records = [];
  const failing = createTokenHandler(
    options({
      log: (record) => records.push(record),
      authorize: () => Promise.reject(new Error('a\n{"level":"info"}')),
    }),
  );
  await failing(pageRequest());
  const line = JSON.stringify(records[0]);
  assert.ok(!line.includes('\n'));
  assert.equal((JSON.parse(line) as LogRecord).level, 'error');
});

test('the key, and whatever looks like a token, is taken out of a text', () => {
  const redact = createRedactor([API_KEY, undefined, 'short']);
  const token = makeToken();
  const clean = redact(`${API_KEY} and ${token}, Authorization: Bearer abc.def, short`);
  assert.ok(!clean.includes(API_KEY) && !clean.includes(token) && !clean.includes('abc.def'), clean);
  assert.ok(clean.endsWith('short'), 'words that are no secret stay');
});

test('what a hook lets slip is taken out of the record', async () => {
  records = [];
  const token = makeToken();
  const failing = createTokenHandler(
    options({
      log: (record) => records.push(record),
      authorize: () => Promise.reject(new Error(`no answer for ${API_KEY} with ${token}`)),
    }),
  );
  await failing(pageRequest());
  assert.match(String(records[0]!.message), /^Error: no answer for \[redacted\] with \[redacted\]$/);
});

test('a log that throws, or rejects, harms nobody', async () => {
  for (const log of [
    () => {
      throw new Error('disk full');
    },
    // A rejection that nobody handles would fail this test, as it would end a server.
    () => Promise.reject(new Error('disk full')),
  ]) {
    const broken = createTokenHandler(options({ fetch: mintingFetch(), log }));
    assert.equal((await broken(pageRequest())).status, 200);
    await new Promise((resolve) => setTimeout(resolve));
  }
  assert.doesNotThrow(() => safeLog(false, (text) => text)({ level: 'info', event: 'mint', time: '' }));
});

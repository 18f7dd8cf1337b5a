/** What every answer carries, and what every record of the log says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenHandler, serve, type LogRecord } from '../../server/index.js';
import { createRedactor, safeLog } from '../../server/log.js';
import { API_KEY, ENDPOINT, mintingFetch, options, pageRequest } from './support/endpoint.js';
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

test('a log that throws harms nobody', async () => {
  const broken = createTokenHandler(
    options({
      fetch: mintingFetch(),
      log: () => {
        throw new Error('disk full');
      },
    }),
  );
  assert.equal((await broken(pageRequest())).status, 200);
  assert.doesNotThrow(() => safeLog(undefined, (text) => text)({ level: 'info', event: 'mint', time: '' }));
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import {
  createTokenHandler,
  serve,
  UPSTREAM_MAPPING,
  type LogRecord,
  type ProblemCode,
} from '../../server/index.js';
import { API_KEY, assertProblem, options, pageRequest } from './support/endpoint.js';
import { answers, makeToken, mints, sendJson, startUpstream, type TestUpstream } from './support/upstream.js';

let upstream: TestUpstream;
before(async () => {
  upstream = await startUpstream();
});
after(() => upstream.close());
beforeEach(() => {
  upstream.received.length = 0;
  upstream.answer = mints();
});

const handlerWith = (changes: Parameters<typeof options>[0] = {}) =>
  createTokenHandler(options({ apiBaseUrl: upstream.url, breaker: false, ...changes }));

const SECRET_TEXT = 'upstream-words-nobody-may-see';
const ROWS: [status: number, error: string, code: ProblemCode][] = [
  [400, 'bad body', 'misconfigured'],
  [401, 'invalid key', 'misconfigured'],
  [402, 'no plan', 'quota'],
  [403, 'not permitted', 'misconfigured'],
  [404, 'not found', 'misconfigured'],
  [429, 'Concurrent session limit reached', 'busy'],
  [429, 'Spend cap reached', 'quota'],
  [429, 'Usage limit', 'quota'],
  [500, 'oops', 'upstream-error'],
  [502, 'oops', 'upstream-error'],
  [503, 'no engine', 'upstream-error'],
  [201, 'odd', 'upstream-error'],
];

for (const [status, error, code] of ROWS) {
  test(`upstream ${status} “${error}” → ${code}`, async () => {
    upstream.answer = answers(status, { error, message: SECRET_TEXT });
    const records: LogRecord[] = [];
    const response = await handlerWith({ log: (record) => records.push(record) })(pageRequest());
    assert.equal(response.headers.has('retry-after'), code === 'busy');
    const problem = await assertProblem(response, code);
    assert.equal(records[0]!.message, `upstream status ${status}`);
    for (const text of [JSON.stringify(problem), JSON.stringify(records)]) {
      assert.ok(!text.includes(SECRET_TEXT) && !text.includes(API_KEY), text);
    }
  });
}

test('every row of the mapping table has a case above', () => {
  const covered = new Set(
    ROWS.map(([status, error]) =>
      UPSTREAM_MAPPING.find(
        ({ statuses: [from, to], text }) => status >= from && status <= to && (!text || text.test(error)),
      ),
    ),
  );
  assert.equal(covered.size, UPSTREAM_MAPPING.length);
});

test('answers that are no answer: HTML, truncated, huge, empty, a redirect', async () => {
  const bad: TestUpstream['answer'][] = [
    (_, res) => res.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Maintenance</h1>'),
    (_, res) => {
      res.writeHead(200, { 'content-length': '5000' }).write('{"sessionToken":"ey');
      setImmediate(() => res.destroy());
    },
    (_, res) => sendJson(res, 200, { sessionToken: makeToken(), more: 'x'.repeat(200_000) }),
    (_, res) => res.writeHead(200).end(),
    (_, res) => res.writeHead(302, { location: `${upstream.url}/elsewhere` }).end(),
    (_, res) => res.destroy(),
  ];
  for (const answer of bad) {
    upstream.received.length = 0;
    upstream.answer = answer;
    await assertProblem(await handlerWith()(pageRequest()), 'upstream-error');
    // Once: it cannot be known that nothing was minted. And a redirect is not followed, for it would carry the key along.
    assert.equal(upstream.received.length, 1);
  }
});

test('an answer that does not begin in time, or never ends, is a timeout', async () => {
  upstream.answer = () => undefined;
  await assertProblem(await handlerWith({ timeouts: { answer: 50 } })(pageRequest()), 'upstream-timeout');
  upstream.answer = (_, res) => void res.writeHead(200).write('{');
  await assertProblem(await handlerWith({ timeouts: { total: 150 } })(pageRequest()), 'upstream-timeout');
  // It may have minted, so it is not asked again.
  assert.ok(upstream.received.length <= 2);
});

test('one retry, only when nothing was sent', async () => {
  const attempt = async (code: string): Promise<number> => {
    let calls = 0;
    const handler = handlerWith({
      fetch: () => {
        calls += 1;
        return Promise.reject(
          new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code }) }),
        );
      },
    });
    await assertProblem(await handler(pageRequest()), 'upstream-error');
    return calls;
  };
  assert.equal(await attempt('ECONNREFUSED'), 2);
  assert.equal(await attempt('UND_ERR_CONNECT_TIMEOUT'), 2);
  assert.equal(await attempt('ECONNRESET'), 1);
  assert.equal(await attempt('UND_ERR_SOCKET'), 1);
});

test('the ready server gives up a connection that does not stand in time, and tries it once more', async () => {
  // Takes connections and says nothing: TLS never stands.
  let connections = 0;
  const silent = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const records: LogRecord[] = [];
  const server = await serve({
    ...options({ apiBaseUrl: `https://127.0.0.1:${(silent.address() as AddressInfo).port}` }),
    timeouts: { connect: 100 },
    log: (record) => records.push(record),
    port: 0,
  });
  const response = await fetch(server.url, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } });
  await assertProblem(response, 'upstream-error');
  assert.equal(records[0]!.message, 'upstream CONNECT_TIMEOUT');
  assert.equal(connections, 2);
  await server.close();
  silent.close();
});

test('the ready server asks as fetch does: bodies, odd answers, redirects, kept connections', async () => {
  const fresh = await startUpstream();
  const server = await serve({ ...options({ apiBaseUrl: fresh.url }), breaker: false, port: 0 });
  const mint = () => fetch(server.url, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } });
  for (let i = 0; i < 5; i++) assert.equal((await mint()).status, 200);
  assert.equal(fresh.connections, 1);
  const { method, headers, body } = fresh.received[0]!;
  assert.deepEqual([method, headers.authorization], ['POST', `Bearer ${API_KEY}`]);
  assert.equal(
    (JSON.parse(body) as { personaConfig: { avatarId: string } }).personaConfig.avatarId,
    'avatar-1',
  );
  const odd: TestUpstream['answer'][] = [
    (_, res) => res.writeHead(999).end(),
    (_, res) => res.writeHead(204).end(),
    (_, res) => res.writeHead(302, { location: `${fresh.url}/elsewhere` }).end(),
    (_, res) => res.destroy(),
    (_, res) =>
      res.socket?.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    (_, res) => {
      res.writeHead(200, { 'content-length': '5000' }).write('{"sessionToken":"ey');
      setImmediate(() => res.destroy());
    },
  ];
  for (const answer of odd) {
    fresh.received.length = 0;
    fresh.answer = answer;
    await assertProblem(await mint(), 'upstream-error');
    assert.equal(fresh.received.length, 1);
  }
  await server.close();
  await fresh.close();
});

test('a retry that succeeds is a success', async () => {
  let calls = 0;
  const handler = handlerWith({
    fetch: (input, init) => {
      calls += 1;
      if (calls > 1) return fetch(input, init);
      return Promise.reject(
        new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
      );
    },
  });
  assert.equal((await handler(pageRequest())).status, 200);
  assert.equal(upstream.received.length, 1);
});

test('nobody listens: one problem, no address in it', async () => {
  const gone = await startUpstream();
  await gone.close();
  const problem = await assertProblem(
    await handlerWith({ apiBaseUrl: gone.url })(pageRequest()),
    'upstream-error',
  );
  assert.doesNotMatch(JSON.stringify(problem), /127\.0\.0\.1|ECONN/);
});

test('after failures in a row Anam is left alone, then asked once', async () => {
  let now = 1_000_000;
  const handler = handlerWith({ breaker: { failures: 3, openSeconds: 10 }, clock: () => now });
  upstream.answer = answers(500, {});
  for (let i = 0; i < 3; i++) await assertProblem(await handler(pageRequest()), 'upstream-error');
  const refused = await handler(pageRequest());
  assert.equal(refused.headers.get('retry-after'), '10');
  await assertProblem(refused, 'upstream-error');
  assert.equal(upstream.received.length, 3);

  now += 10_000;
  upstream.answer = mints();
  const [first, second] = await Promise.all([handler(pageRequest()), handler(pageRequest())]);
  assert.deepEqual([first.status, second.status].sort(), [200, 502]);
  assert.equal(upstream.received.length, 4);
  assert.equal((await handler(pageRequest())).status, 200);
});

test('a caller that leaves ends the question to Anam', async () => {
  const leaving = new AbortController();
  let closed: Promise<unknown> | undefined;
  upstream.answer = (_, res) => {
    closed = new Promise((resolve) => res.once('close', resolve));
    leaving.abort();
  };
  const request = pageRequest();
  const outcomes: (string | undefined)[] = [];
  await handlerWith({ log: ({ outcome }) => outcomes.push(outcome) })(
    new Request(request, { signal: leaving.signal }),
  );
  await closed;
  assert.deepEqual(outcomes, ['bad-request']);
});

test('connections to Anam are kept and used again', async () => {
  const fresh = await startUpstream();
  const handler = handlerWith({ apiBaseUrl: fresh.url });
  for (let i = 0; i < 5; i++) assert.equal((await handler(pageRequest())).status, 200);
  assert.equal(fresh.connections, 1);
  await fresh.close();
});

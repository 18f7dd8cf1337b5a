/**
 * Ten thousand malformed requests, and two thousand malformed answers of Anam: never a 5xx of our own making, never the key, a token, a text
 * of Anam or a stack in what is sent or logged.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTokenHandler, PROBLEMS, serve, type LogRecord } from '../../server/index.js';
import { API_KEY, ENDPOINT, mintingFetch, options, PAGE, pageRequest } from './support/endpoint.js';
import { makeToken } from './support/upstream.js';

const UPSTREAM_TEXT = 'words-of-anam-for-nobody';
const JWT_LIKE = /eyJ[\w-]+\.[\w-]+\.[\w-]+/;
const STACK = /\bat .+:\d+:\d+|node:internal|node_modules|\.ts:\d+/;
const KNOWN_STATUSES = new Set<number>([200, 204, ...Object.values(PROBLEMS).map(({ status }) => status)]);

const configurations = {
  default: {
    persona: { avatarId: 'a', voiceId: 'v', systemPrompt: 'p' },
    variables: { name: { type: 'string' as const }, age: { type: 'number' as const } },
  },
};

let records: LogRecord[] = [];
const log = (record: LogRecord): void => void records.push(record);

async function assertClean(response: Response): Promise<void> {
  const body = await response.text();
  const sent = `${body}\n${[...response.headers].join('\n')}`;
  const logged = JSON.stringify(records);
  records = [];
  assert.ok(KNOWN_STATUSES.has(response.status), `status ${response.status}`);
  for (const text of [sent, logged]) {
    assert.ok(!text.includes(API_KEY), 'the key');
    assert.ok(!text.includes(UPSTREAM_TEXT), 'a text of Anam');
    assert.doesNotMatch(text, STACK);
  }
  assert.doesNotMatch(logged, JWT_LIKE);
  if (response.status !== 200) assert.doesNotMatch(sent, JWT_LIKE);
  if (response.status >= 400) assert.equal(response.headers.get('content-type'), 'application/problem+json');
}

const headerText = fc.string({ maxLength: 60 }).map((text) => text.replace(/[^\x20-\x7e]/g, '').trim());
const origin = fc.oneof(
  fc.constantFrom(
    'null',
    '',
    PAGE,
    'https://evil.example',
    `${PAGE}.evil.example`,
    'https://',
    'file://',
    `${PAGE}/x`,
    '*',
  ),
  fc.webUrl(),
  headerText,
);
const strangeHeaders = fc
  .record(
    {
      origin,
      'sec-fetch-site': fc.constantFrom('same-origin', 'same-origin', 'none', 'same-site', 'cross-site', 'x'),
      'content-type': fc.oneof(
        fc.constantFrom(
          'application/json',
          'application/json',
          'text/plain',
          'application/json; charset=x',
          '',
        ),
        headerText,
      ),
      'content-encoding': fc.constantFrom('gzip', 'br', 'identity'),
      'content-length': fc.oneof(fc.integer().map(String), headerText),
      'x-forwarded-for': fc.oneof(fc.ipV4(), fc.ipV6(), headerText),
      host: fc.oneof(fc.domain(), headerText),
      authorization: headerText,
      'access-control-request-method': headerText,
    },
    { requiredKeys: [] },
  )
  .map((given) => Object.entries(given));

const headers = fc.oneof(
  strangeHeaders,
  fc.constant([
    ['sec-fetch-site', 'same-origin'],
    ['content-type', 'application/json'],
  ] as [string, string][]),
);

const almostRight = fc
  .dictionary(
    fc.constantFrom(
      'persona',
      'variables',
      'handle',
      'sessionId',
      '__proto__',
      'constructor',
      'personaConfig',
      'x',
    ),
    fc.oneof(fc.jsonValue(), fc.string(), fc.constant({})),
    { maxKeys: 4 },
  )
  .map((value) => JSON.stringify(value));
const forgedStop = fc
  .record({
    handle: fc.stringMatching(/^[\w-]{0,43}(~[\w-]{0,43}){0,4}$/),
    sessionId: fc.stringMatching(/^[\w-]{1,20}$/),
  })
  .map((value) => JSON.stringify(value));
const wrongVariables = fc
  .dictionary(
    fc.constantFrom('name', 'age', '__proto__', 'toString'),
    fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
  )
  .map((variables) => JSON.stringify({ variables }));
const body = fc.oneof(
  { weight: 2, arbitrary: wrongVariables },
  { weight: 1, arbitrary: forgedStop },
  { weight: 4, arbitrary: almostRight },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)) },
  { weight: 1, arbitrary: fc.integer({ min: 4000, max: 6000 }).map((length) => '['.repeat(length)) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);
const method = fc.oneof(
  { weight: 8, arbitrary: fc.constant('POST') },
  { weight: 1, arbitrary: fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'QUERY') },
);
const path = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('', '/stop', '/stop/', '//stop', '?x=1', '/stop?x') },
  { weight: 1, arbitrary: fc.webPath() },
);
const request = fc.tuple(method, path, headers, body).map(([name, suffix, entries, content]) => {
  try {
    return new Request(ENDPOINT + suffix, {
      method: name,
      headers: entries,
      ...(content === undefined || name === 'GET' || name === 'HEAD' ? {} : { body: content }),
    });
  } catch {
    // Not even a request for fetch, so no handler is ever given it.
    return undefined;
  }
});

test('10,000 malformed requests: no 5xx, nothing leaks', async () => {
  const handler = createTokenHandler(
    options({ configurations, log, trustedProxies: 1, fetch: mintingFetch() }),
  );
  const seen = new Map<number, number>();
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(request, async (malformed) => {
      fc.pre(malformed !== undefined);
      const response = await handler(malformed);
      seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
      assert.ok(response.status < 500, `status ${response.status}`);
      await assertClean(response);
      // The generator makes good requests as well; they are looked at, but not counted.
      fc.pre(response.status >= 400);
      refused += 1;
    }),
    { numRuns: 10_000 },
  );
  assert.equal(refused, 10_000);
  // The generator reaches every kind of refusal, or the property would say little.
  for (const status of [200, 204, 400, 401, 403, 405, 413, 415, 422]) {
    assert.ok((seen.get(status) ?? 0) > 10, `${status} was reached ${seen.get(status) ?? 0} times`);
  }
});

const upstreamAnswer = fc.record({
  status: fc.integer({ min: 200, max: 599 }),
  text: fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.jsonValue().map((value) => JSON.stringify({ sessionToken: value, error: UPSTREAM_TEXT })),
    fc.constant(JSON.stringify({ error: `Concurrent ${UPSTREAM_TEXT}`, stack: `at x (/srv/anam.ts:1:1)` })),
    fc.constant(`<html>${UPSTREAM_TEXT}</html>`),
    fc.string().map((text) => JSON.stringify({ error: `${API_KEY} ${makeToken()} ${text}` })),
  ),
});
const upstreamFailure = fc
  .constantFrom('ECONNRESET', 'ECONNREFUSED', 'ENOTFOUND', 'CERT_HAS_EXPIRED', '')
  .map((code) =>
    Object.assign(new TypeError(`fetch failed ${UPSTREAM_TEXT} ${API_KEY}`), {
      cause: Object.assign(new Error(UPSTREAM_TEXT), { code }),
    }),
  );

test('2,000 malformed answers of Anam: only upstream’s problems, nothing leaks', async () => {
  let next: { status: number; text: string } | Error = { status: 200, text: '' };
  const handler = createTokenHandler(
    options({
      log,
      breaker: false,
      fetch: () =>
        next instanceof Error
          ? Promise.reject(next)
          : Promise.resolve(
              new Response([204, 205, 304].includes(next.status) ? null : next.text, { status: next.status }),
            ),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(upstreamAnswer, upstreamFailure), async (answer) => {
      next = answer;
      const response = await handler(pageRequest());
      if (answer instanceof Error || answer.status >= 500) assert.equal(response.status, 502);
      await assertClean(response);
    }),
    { numRuns: 2000 },
  );
});

test('500 connections that speak no HTTP, or nearly: the server lives, nothing leaks', async () => {
  const server = await serve({ ...options({ log, fetch: mintingFetch(), trustedProxies: 1 }), port: 0 });
  const nearly = fc
    .tuple(method, path, headers, fc.string({ unit: 'binary-ascii', maxLength: 80 }))
    .map(([name, suffix, entries, text]) => {
      const lines = entries.map(([key, value]) => `${key}: ${value}`);
      return `${name} /api/session-token${suffix} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${text}`;
    });
  const speak = (bytes: Buffer): Promise<string> =>
    new Promise((resolve) => {
      let answer = '';
      const socket = connect(server.port, '127.0.0.1', () => socket.end(bytes));
      socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(answer));
    });
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          nearly.map((text) => Buffer.from(text, 'latin1')),
          fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        ),
        async (bytes) => {
          const answer = await speak(bytes);
          const logged = JSON.stringify(records);
          records = [];
          assert.doesNotMatch(answer, /^HTTP\/1\.1 5/);
          assert.ok(!(answer + logged).includes(API_KEY));
          assert.doesNotMatch(answer + logged, STACK);
        },
      ),
      { numRuns: 500 },
    );
    assert.equal((await fetch(new URL('/healthz', server.url))).status, 200);
  } finally {
    await server.close();
  }
});

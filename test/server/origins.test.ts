import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenHandler } from '../../server/index.js';
import { decideOrigin, readOrigins } from '../../server/origins.js';
import { assertProblem, ENDPOINT, mintingFetch, options, PAGE, pageRequest } from './support/endpoint.js';

const LISTED = 'https://partner.example';
const handlerWith = (changes: Parameters<typeof options>[0] = {}) =>
  createTokenHandler(options({ allowedOrigins: [LISTED], fetch: mintingFetch(), ...changes }));

interface Row {
  name: string;
  site?: string;
  origin?: string;
  host?: string;
  url?: string;
  decision: ReturnType<typeof decideOrigin>;
}

// The cases of Go's CrossOriginProtection, then those where this endpoint is stricter or knows more.
const DECISIONS: Row[] = [
  { name: 'same-origin by fetch metadata', site: 'same-origin', decision: 'same-origin' },
  { name: 'user-initiated (none)', site: 'none', decision: 'same-origin' },
  { name: 'cross-site', site: 'cross-site', decision: 'cross-origin' },
  { name: 'same-site is another origin', site: 'same-site', decision: 'cross-origin' },
  { name: 'a word nobody knows', site: 'future-value', decision: 'cross-origin' },
  {
    name: 'fetch metadata wins over a matching Origin',
    site: 'cross-site',
    origin: PAGE,
    decision: 'cross-origin',
  },
  { name: 'Origin equals Host', origin: PAGE, host: 'shop.example', decision: 'same-origin' },
  {
    name: 'Origin equals Host, TLS ended in front',
    origin: PAGE,
    url: 'http://shop.example/t',
    decision: 'same-origin',
  },
  { name: 'Origin differs from Host', origin: 'https://evil.example', decision: 'cross-origin' },
  { name: 'Origin null', origin: 'null', decision: 'cross-origin' },
  {
    name: 'Origin null on a same-origin request',
    site: 'same-origin',
    origin: 'null',
    decision: 'same-origin',
  },
  { name: 'neither header', decision: 'unknown' },
  { name: 'listed', site: 'cross-site', origin: LISTED, decision: 'listed' },
  { name: 'listed, without fetch metadata', origin: LISTED, decision: 'listed' },
  { name: 'listed, default port written out', origin: `${LISTED}:443`, decision: 'listed' },
  { name: 'listed host, other port', site: 'cross-site', origin: `${LISTED}:8443`, decision: 'cross-origin' },
  {
    name: 'listed host, other scheme',
    site: 'cross-site',
    origin: 'http://partner.example',
    decision: 'cross-origin',
  },
  {
    name: 'a subdomain of a listed host',
    site: 'cross-site',
    origin: 'https://a.partner.example',
    decision: 'cross-origin',
  },
  { name: 'a longer host', site: 'cross-site', origin: `${LISTED}.evil.example`, decision: 'cross-origin' },
  {
    name: 'a listed name as user',
    site: 'cross-site',
    origin: 'https://partner.example@evil.example',
    decision: 'cross-origin',
  },
  {
    name: 'a path behind a listed origin',
    site: 'cross-site',
    origin: `${LISTED}/x`,
    decision: 'cross-origin',
  },
  { name: 'another scheme altogether', origin: 'chrome-extension://abc', decision: 'cross-origin' },
  { name: 'rubbish', origin: 'https://', decision: 'cross-origin' },
  { name: 'rubbish in Host', origin: PAGE, host: 'shop.example@evil', decision: 'cross-origin' },
];

for (const { name, site, origin, host, url = ENDPOINT, decision } of DECISIONS) {
  test(`origin: ${name} → ${decision}`, () => {
    const headers = {
      ...(site === undefined ? {} : { 'sec-fetch-site': site }),
      ...(origin === undefined ? {} : { origin }),
      ...(host === undefined ? {} : { host }),
    };
    const request = new Request(url, { method: 'POST', headers });
    assert.equal(decideOrigin(request, readOrigins([LISTED])), decision);
  });
}

test('a list entry that is not exactly an origin is refused at creation', () => {
  for (const entry of [
    'partner.example',
    '*',
    'https://*.example',
    'https://a.example/',
    'https://a.example/x',
    'null',
    '',
  ]) {
    assert.throws(
      () => handlerWith({ allowedOrigins: [entry] }),
      /allowedOrigins: .* is not an origin/,
      entry,
    );
  }
});

test('a listed page gets CORS headers with its own origin, on success and on refusal', async () => {
  const handler = handlerWith();
  const fromPartner = { origin: LISTED, 'sec-fetch-site': 'cross-site' };
  for (const request of [
    pageRequest({ headers: fromPartner }),
    pageRequest({ headers: fromPartner, body: 'x' }),
    pageRequest({ headers: fromPartner, method: 'PUT' }),
  ]) {
    const { headers } = await handler(request);
    assert.equal(headers.get('access-control-allow-origin'), LISTED);
    assert.equal(headers.get('access-control-allow-credentials'), 'true');
    assert.equal(headers.get('access-control-expose-headers'), 'Date, Retry-After, X-Request-Id');
    assert.match(headers.get('vary')!, /Origin/);
  }
});

test('a page that is not listed is refused and named nowhere', async () => {
  const response = await handlerWith()(
    pageRequest({ headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } }),
  );
  assert.equal(response.headers.get('access-control-allow-origin'), null);
  assert.match(response.headers.get('vary')!, /Origin/);
  const body = await assertProblem(response.clone(), 'forbidden-origin');
  assert.doesNotMatch(JSON.stringify(body) + JSON.stringify([...response.headers]), /evil/);
});

test('preflights: answered for listed pages, refused for others', async () => {
  const handler = handlerWith();
  const preflight = (origin: string) =>
    handler(pageRequest({ method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } }));
  const granted = await preflight(LISTED);
  assert.equal(granted.status, 204);
  assert.equal(granted.headers.get('access-control-allow-origin'), LISTED);
  assert.equal(granted.headers.get('access-control-allow-methods'), 'POST');
  assert.match(granted.headers.get('access-control-allow-headers')!, /content-type/);
  for (const origin of ['https://evil.example', 'null']) {
    const refused = await preflight(origin);
    assert.equal(refused.headers.get('access-control-allow-origin'), null);
    await assertProblem(refused, 'forbidden-origin');
  }
});

test('a caller without any origin needs someone to vouch for it', async () => {
  const bare = (): Request => new Request(ENDPOINT, { method: 'POST' });
  await assertProblem(await handlerWith()(bare()), 'forbidden-origin');
  assert.equal((await handlerWith({ authorize: () => ({ subject: 'job' }) })(bare())).status, 200);
  await assertProblem(await handlerWith({ authorize: () => null })(bare()), 'unauthorized');
});

test('the hook cannot let a foreign page in, and its own answer is passed on', async () => {
  let asked = 0;
  const handler = handlerWith({
    authorize: (request) => {
      asked += 1;
      assert.equal(request.body, null);
      return request.headers.get('cookie')
        ? new Response('see there', { status: 418, headers: { vary: 'Cookie' } })
        : null;
    },
  });
  await assertProblem(
    await handler(pageRequest({ headers: { 'sec-fetch-site': 'cross-site' } })),
    'forbidden-origin',
  );
  assert.equal(asked, 0);
  await assertProblem(await handler(pageRequest()), 'unauthorized');
  const own = await handler(pageRequest({ headers: { cookie: 'a=b' }, body: {} }));
  assert.equal(own.status, 418);
  assert.equal(await own.text(), 'see there');
  assert.match(own.headers.get('vary')!, /Cookie, Origin/);
  assert.equal(own.headers.get('cache-control'), 'no-store');
});

test('a hook that fails or answers nonsense is our misconfiguration, told to the log only', async () => {
  const messages: unknown[] = [];
  const failing = handlerWith({
    authorize: () => Promise.reject(new Error('database at 10.0.0.1 is gone')),
    log: ({ message }) => messages.push(message),
  });
  const problem = await assertProblem(await failing(pageRequest()), 'misconfigured');
  assert.doesNotMatch(JSON.stringify(problem), /database/);
  assert.match(String(messages[0]), /database/);
  const nonsense = handlerWith({ authorize: () => ({ subject: '' }) });
  await assertProblem(await nonsense(pageRequest()), 'misconfigured');
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ErrorCode } from '../../src/session/error.js';
import type { SessionSettings } from '../../src/session/settings.js';
import { bodyOf, makeHarness, settle } from '../support/session-harness.js';
import { makeToken } from '../support/tokens.js';

const URL = 'https://example.com/token';
const none = { tokenProvider: undefined };

const json = (body: unknown, init: ResponseInit = {}): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' }, ...init });

/** Starts with a token endpoint that answers so. */
const startWith = (answer: () => Response | Promise<Response>, settings: Partial<SessionSettings> = {}) => {
  const harness = makeHarness({
    settings: { ...none, tokenUrl: URL, ...settings },
    fetch: (url) => (url === URL ? Promise.resolve().then(answer) : Promise.resolve(new Response())),
  });
  return { ...harness, started: harness.session.start() };
};

/** The code of the failure, and that nothing was opened for it. */
const failure = async (answer: () => Response | Promise<Response>): Promise<ErrorCode | undefined> => {
  const { session, started, clients } = startWith(answer);
  await assert.rejects(started);
  assert.equal(clients.clients.length, 0);
  return session.error?.code;
};

describe('the token endpoint', () => {
  it('is asked by POST, with parameters, credentials and headers, for every start', async () => {
    const token = makeToken();
    const { session, started, requests, clients } = startWith(() => json({ sessionToken: token }), {
      tokenParams: { persona: 'cara' },
      tokenCredentials: 'include',
      tokenHeaders: { 'x-csrf': 'yes' },
    });
    await started;
    await session.stop();
    await session.start();
    assert.equal(requests.length, 2);
    const { init } = requests[0]!;
    assert.equal(init.method, 'POST');
    assert.equal(init.credentials, 'include');
    assert.equal(init.cache, 'no-store');
    assert.equal((init.headers as Record<string, string>)['x-csrf'], 'yes');
    assert.deepEqual(bodyOf(requests[0]), { persona: 'cara' });
    assert.equal(clients.last.request.token, token);
  });

  it('gets an empty object and computed headers', async () => {
    const { started, requests } = startWith(() => json({ sessionToken: makeToken() }), {
      tokenHeaders: () => Promise.resolve({ authorization: 'Bearer of the page' }),
    });
    await started;
    assert.deepEqual(bodyOf(requests[0]), {});
    const headers = requests[0]?.init.headers as Record<string, string>;
    assert.equal(headers['authorization'], 'Bearer of the page');
  });

  for (const [status, code] of [
    [400, 'token-refused'],
    [401, 'token-unauthorized'],
    [403, 'token-forbidden'],
    [404, 'token-not-found'],
    [405, 'token-refused'],
    [408, 'token-timeout'],
    [429, 'token-rate-limited'],
    [500, 'token-server-error'],
    [502, 'token-server-error'],
    [504, 'token-timeout'],
  ] as const) {
    it(`${status} is ${code}`, async () => {
      assert.equal(await failure(() => new Response('<h1>No</h1>', { status })), code);
    });
  }

  it('says itself what is wrong, when it is ours', async () => {
    const problem = (body: string, type = 'application/problem+json') =>
      new Response(body, { status: 503, headers: { 'content-type': type, 'retry-after': '7' } });
    const quota = JSON.stringify({ code: 'quota', detail: 'No minutes are left.' });
    const { started } = startWith(() => problem(quota));
    await assert.rejects(started, {
      code: 'quota',
      message: 'The token endpoint refused: No minutes are left.',
      retryAfter: 7,
    });
    assert.equal(await failure(() => problem(JSON.stringify({ code: 'misconfigured' }))), 'misconfigured');
    assert.equal(await failure(() => problem(quota, 'application/json')), 'token-server-error');
    assert.equal(await failure(() => problem('{"code":"made-up"}')), 'token-server-error');
    assert.equal(await failure(() => problem('null')), 'token-server-error');
    assert.equal(await failure(() => problem('not json')), 'token-server-error');
  });

  it('may ask for patience by a date, too', async () => {
    const date = new Date(Date.now() + 20_000).toUTCString();
    const { started } = startWith(() => new Response('', { status: 429, headers: { 'retry-after': date } }));
    const error = (await started.catch((reason: unknown) => reason)) as { retryAfter?: number };
    assert.ok((error.retryAfter ?? 0) > 15 && (error.retryAfter ?? 0) <= 20, String(error.retryAfter));
    const odd = startWith(() => new Response('', { status: 429, headers: { 'retry-after': 'soon' } }));
    const other = (await odd.started.catch((reason: unknown) => reason)) as { retryAfter?: number };
    assert.equal(other.retryAfter, undefined);
  });

  it('is waited for when it is full', async () => {
    let asked = 0;
    const { session, clock } = startWith(() =>
      ++asked === 1
        ? json({ code: 'busy' }, { status: 503, headers: { 'content-type': 'application/problem+json' } })
        : json({ sessionToken: makeToken() }),
    );
    await settle();
    await clock.advance(4_000);
    assert.equal(session.state, 'live');
  });

  it('that cannot be reached is told, or that the browser is offline', async () => {
    assert.equal(await failure(() => Promise.reject(new TypeError('fetch failed'))), 'token-unreachable');
    const harness = makeHarness({
      settings: { ...none, tokenUrl: URL },
      fetch: () => Promise.reject(new TypeError('x')),
    });
    harness.online = false;
    await assert.rejects(harness.session.start(), { code: 'offline' });
  });

  it('has 10 seconds', async () => {
    let signal: AbortSignal | null | undefined;
    const harness = makeHarness({
      settings: { ...none, tokenUrl: URL },
      fetch: (_url, init) =>
        new Promise((_, reject) => {
          signal = init?.signal;
          signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        }),
    });
    const started = harness.session.start();
    await harness.clock.advance(10_000);
    await assert.rejects(started, { code: 'token-timeout' });
    assert.equal(signal?.aborted, true);
    assert.equal(harness.clock.pending, 0);
  });

  it('that answers nonsense is told so', async () => {
    assert.equal(await failure(() => new Response('<!doctype html>')), 'token-not-json');
    assert.equal(await failure(() => json(null)), 'token-missing');
    assert.equal(await failure(() => json({ token: makeToken() })), 'token-missing');
    assert.equal(await failure(() => json({ sessionToken: '' })), 'token-missing');
  });

  it('may send the SDK elsewhere, over https or on this machine', async () => {
    for (const [apiBaseUrl, expected] of [
      ['https://gateway.example.com/', 'https://gateway.example.com'],
      ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
      ['http://localhost:8080/', 'http://localhost:8080'],
      ['http://[::1]:8080', 'http://[::1]:8080'],
    ]) {
      const { started, clients } = startWith(() => json({ sessionToken: makeToken(), apiBaseUrl }));
      await started;
      assert.equal(clients.last.request.apiBaseUrl, expected);
    }
    for (const apiBaseUrl of [
      'http://example.com',
      'javascript:alert(1)',
      'nowhere',
      'http://127.0.0.1.example.com',
    ]) {
      const code = await failure(() => json({ sessionToken: makeToken(), apiBaseUrl }));
      assert.equal(code, 'invalid-configuration', apiBaseUrl);
    }
  });

  it('may have a stop endpoint, beside itself', async () => {
    const stop = { url: '/token/stop', handle: 'h' };
    const { session, started, requests } = startWith(() => json({ sessionToken: makeToken(), stop }));
    await started;
    const { sessionId } = session;
    await session.stop();
    assert.equal(requests[1]?.url, 'https://example.com/token/stop');
    assert.deepEqual(bodyOf(requests[1]), { handle: 'h', sessionId });
    const broken = { url: '/stop' };
    const other = startWith(() => json({ sessionToken: makeToken(), stop: broken }));
    await other.started;
    await other.session.stop();
    assert.equal(other.requests.length, 1, 'without a handle there is none');
  });

  it('behind a relative address, the stop endpoint may be relative too, and its failure changes nothing', async (t) => {
    const scope = globalThis as { location?: { href: string } };
    scope.location = { href: 'http://intranet.example/page' };
    t.after(() => delete scope.location);
    for (const [url, expected] of [
      ['/stop', 'http://intranet.example/stop'],
      ['https://example.com/stop', 'https://example.com/stop'],
    ]) {
      const harness = makeHarness({
        settings: { ...none, tokenUrl: '/token' },
        fetch: (address) => {
          if (address !== '/token') throw new TypeError('the page is gone');
          return Promise.resolve(json({ sessionToken: makeToken(), stop: { url, handle: 'h' } }));
        },
      });
      await harness.session.start();
      await harness.session.stop();
      assert.equal(harness.requests[1]?.url, expected);
      assert.equal(harness.session.state, 'ended');
    }
  });

  it('on its own origin, the stop endpoint may be as plain as the page', async () => {
    const base = 'http://intranet.example/token';
    const harness = makeHarness({
      settings: { ...none, tokenUrl: base },
      fetch: () => Promise.resolve(json({ sessionToken: makeToken(), stop: { url: 'stop', handle: 'h' } })),
    });
    await harness.session.start();
    await harness.session.stop();
    assert.equal(harness.requests[1]?.url, 'http://intranet.example/stop');
    const code = await failure(() =>
      json({ sessionToken: makeToken(), stop: { url: 'http://elsewhere.example/stop', handle: 'h' } }),
    );
    assert.equal(code, 'invalid-configuration');
  });
});

describe('a token', () => {
  const literal = async (sessionToken: string): Promise<ErrorCode | undefined> => {
    const { session, clients } = makeHarness({ settings: { ...none, sessionToken } });
    await session.start().catch(() => undefined);
    if (session.error) assert.equal(clients.clients.length, 0, 'nothing is spent');
    return session.error?.code;
  };

  it('that is good starts a session, whatever its payload is written in', async () => {
    assert.equal(await literal(makeToken()), undefined);
    assert.equal(await literal(` ${makeToken({ note: '?>?>~~ÿ' })}\n`), undefined);
    assert.equal(await literal(makeToken({ exp: undefined })), undefined);
  });

  it('that is an API key is refused before anything is spent', async () => {
    const key = btoa('a key made for this test only');
    assert.equal(await literal(key), 'token-is-api-key');
    assert.equal(await literal(`${key}:${key}`), 'token-is-api-key');
  });

  it('that is no JWT is refused', async () => {
    // Without the padding, which no JWT has: with it nobody would look inside.
    const holding = (payload: string): string => `a.${btoa(payload).replaceAll('=', '')}.c`;
    for (const token of ['hello', 'a.b', 'a.!!!.c', 'a.x.c', ...['no json', '5', 'null'].map(holding)]) {
      assert.equal(await literal(token), 'token-not-jwt', token);
    }
  });

  it('of the legacy kind is refused', async () => {
    assert.equal(await literal(makeToken({ type: 'Legacy' })), 'token-legacy');
  });

  it('that has expired is refused', async () => {
    assert.equal(await literal(makeToken({ exp: Math.floor(Date.now() / 1000) - 1 })), 'token-expired');
    assert.equal(await failure(() => json({ sessionToken: makeToken({ exp: 1_000 }) })), 'token-expired');
  });

  it('is judged by the clock of its server: a visitor’s may be hours off', async () => {
    const sent = new Date(Date.now() - 5 * 3_600_000);
    const exp = Math.floor(sent.getTime() / 1000) + 3_600;
    const { started } = startWith(() =>
      json({ sessionToken: makeToken({ exp }) }, { headers: { date: sent.toUTCString() } }),
    );
    await started;
  });

  it('has to come from somewhere', async () => {
    const { session } = makeHarness({ settings: none });
    await assert.rejects(session.start(), { code: 'no-token-source' });
  });

  it('comes from the literal one first, then from the provider, then from the endpoint', async () => {
    const [mine, provided] = [makeToken({ from: 'attribute' }), makeToken({ from: 'provider' })];
    const { session, clients, requests } = makeHarness({
      settings: { sessionToken: mine, tokenProvider: () => provided, tokenUrl: URL },
    });
    session.preload('token');
    await session.start();
    assert.equal(clients.last.request.token, mine);
    await session.stop();
    session.configure({ sessionToken: undefined });
    await session.start();
    assert.equal(clients.last.request.token, provided);
    assert.equal(requests.length, 0);
    await session.stop();
  });
});

describe('the token provider', () => {
  const startFrom = (tokenProvider: SessionSettings['tokenProvider']) =>
    makeHarness({ settings: { tokenProvider } }).session.start();

  it('may give a token or an answer', async () => {
    await startFrom(() => makeToken());
    await startFrom(() => Promise.resolve({ sessionToken: makeToken() }));
  });

  it('that fails is told with its cause', async () => {
    const cause = new Error('no login');
    await assert.rejects(
      startFrom(() => {
        throw cause;
      }),
      { code: 'token-provider-failed', cause },
    );
    await assert.rejects(
      startFrom(() => Promise.resolve(undefined as unknown as string)),
      { code: 'token-missing' },
    );
    const { session } = makeHarness({
      settings: { ...none, tokenUrl: URL, tokenHeaders: () => Promise.reject(cause) },
    });
    await assert.rejects(session.start(), { code: 'token-provider-failed', cause });
  });

  it('may refuse with an error of its own choice', async () => {
    const { PersonaError } = await import('../../src/session/error.js');
    const error = new PersonaError('token-forbidden', 'Please log in.');
    await assert.rejects(
      startFrom(() => Promise.reject(error)),
      error,
    );
  });
});

describe('what the page gives for the token', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['itself'] = cyclic;
  for (const [what, tokenParams] of [
    ['a BigInt', { count: 1n }],
    ['a cycle', cyclic],
  ] as const)
    it(`is refused as the page’s mistake when it is ${what}, and nothing is sent`, async () => {
      const { session, started, requests } = startWith(() => json({ sessionToken: makeToken() }), {
        tokenParams,
      });
      await assert.rejects(started, { code: 'invalid-configuration', retryable: false });
      assert.deepEqual(requests, []);
      assert.equal(session.state, 'failed');
    });

  it('may take ten seconds for its headers, and no longer', async () => {
    const { started, clock, requests } = startWith(() => json({ sessionToken: makeToken() }), {
      tokenHeaders: () => new Promise(() => undefined),
      reconnect: 0,
    });
    const failed = assert.rejects(started, { code: 'token-timeout' });
    await clock.advance(10_000);
    await failed;
    assert.deepEqual(requests, []);
  });
});

describe('a token that was fetched ahead and fails after the end', () => {
  for (const source of ['tokenUrl', 'tokenProvider'] as const)
    it(`is not asked for anew, by ${source}`, async () => {
      let fail!: (error: Error) => void;
      let asked = 0;
      const ask = (): Promise<never> => {
        asked += 1;
        return new Promise((_, reject) => (fail = reject));
      };
      const { session } = makeHarness({
        settings: source === 'tokenUrl' ? { ...none, tokenUrl: URL } : { tokenProvider: ask },
        fetch: ask,
      });
      session.preload('token');
      await settle();
      void session.start();
      await settle();
      await session.stop();
      fail(new Error('late'));
      await settle();
      assert.equal(asked, 1);
    });
});

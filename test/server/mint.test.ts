import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createTokenHandler } from '../../server/index.js';
import { API_KEY, assertProblem, mintingFetch, options, pageRequest } from './support/endpoint.js';
import { mints, sendJson, startUpstream, type TestUpstream } from './support/upstream.js';

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
  createTokenHandler(options({ apiBaseUrl: upstream.url, ...changes }));

const lastBody = () =>
  JSON.parse(upstream.received.at(-1)!.body) as {
    clientLabel: string;
    sessionOptions: unknown;
    personaConfig: Record<string, unknown>;
  };

test('a page gets a token, and Anam gets the key', async () => {
  const exp = 2_000_000_000;
  upstream.answer = mints({ exp });
  const response = await handlerWith()(pageRequest());
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const answer = (await response.json()) as Record<string, unknown>;
  assert.match(String(answer['sessionToken']), /^[\w-]+\.[\w-]+\.[\w-]+$/);
  assert.equal(answer['expiresAt'], new Date(exp * 1000).toISOString());
  const [{ method, path, headers }] = upstream.received as [(typeof upstream.received)[0]];
  assert.equal(`${method} ${path}`, 'POST /v1/auth/session-token');
  assert.equal(headers.authorization, `Bearer ${API_KEY}`);
});

test('a token that does not say when it expires is taken to live one hour', async () => {
  upstream.answer = mints({ accountId: 'a' });
  const now = Date.UTC(2030, 0, 1);
  const response = await handlerWith({ clock: () => now })(pageRequest());
  assert.equal(((await response.json()) as { expiresAt: string }).expiresAt, '2030-01-01T01:00:00.000Z');
});

test('a session is always limited in length, not recorded, and labelled per site and mint', async () => {
  const handler = handlerWith({ clientLabel: 'shop', persona: { personaId: 'persona-1' } });
  await handler(pageRequest());
  const first = lastBody();
  assert.deepEqual(first.personaConfig, { personaId: 'persona-1', maxSessionLengthSeconds: 600 });
  assert.deepEqual(first.sessionOptions, { sessionReplay: { enableSessionReplay: false } });
  await handler(pageRequest());
  const labels = [first, lastBody()].map((body) => body.clientLabel);
  assert.ok(
    labels.every((label) => /^shop\/[0-9a-f-]{36}$/.test(label)),
    labels.join(),
  );
  assert.notEqual(labels[0], labels[1]);
});

test('what the configuration asks for is passed on', async () => {
  const handler = handlerWith({
    maxSessionLengthSeconds: 90,
    configurations: {
      guide: {
        persona: { avatarId: 'a', voiceId: 'v', llmId: 'l', systemPrompt: 'Guide.', languageCode: 'de' },
        recording: true,
        video: { quality: 'high', width: 720, height: 480 },
      },
    },
  });
  assert.equal((await handler(pageRequest({ body: { persona: 'guide' } }))).status, 200);
  assert.deepEqual(lastBody().personaConfig, {
    avatarId: 'a',
    voiceId: 'v',
    llmId: 'l',
    systemPrompt: 'Guide.',
    languageCode: 'de',
    maxSessionLengthSeconds: 90,
  });
  assert.deepEqual(lastBody().sessionOptions, {
    sessionReplay: { enableSessionReplay: true },
    videoQuality: 'high',
    videoWidth: 720,
    videoHeight: 480,
  });
});

test('apiBaseUrl is told only when asked for and not the real one', async () => {
  const told = await handlerWith({ exposeApiBaseUrl: true })(pageRequest());
  assert.equal(((await told.json()) as Record<string, unknown>)['apiBaseUrl'], upstream.url);
  const kept = await handlerWith()(pageRequest());
  assert.equal('apiBaseUrl' in ((await kept.json()) as object), false);
  const real = createTokenHandler(options({ exposeApiBaseUrl: true, fetch: mintingFetch() }));
  assert.equal('apiBaseUrl' in ((await (await real(pageRequest())).json()) as object), false);
});

test('personas are chosen by name', async () => {
  const handler = handlerWith({
    configurations: { a: { persona: { personaId: 'A' } }, b: { persona: { personaId: 'B' } } },
  });
  await handler(pageRequest({ body: { persona: 'b' } }));
  assert.equal(lastBody().personaConfig['personaId'], 'B');
  await assertProblem(await handler(pageRequest({ body: { persona: 'c' } })), 'unknown-persona');
  await assertProblem(await handler(pageRequest({ body: { persona: '__proto__' } })), 'unknown-persona');
  await assertProblem(await handler(pageRequest()), 'bad-request');
  const withDefault = handlerWith({
    configurations: { default: { persona: { personaId: 'D' } }, b: { persona: { personaId: 'B' } } },
  });
  await withDefault(pageRequest());
  assert.equal(lastBody().personaConfig['personaId'], 'D');
});

test('brainType becomes llmId with one warning', async () => {
  const messages: (string | undefined)[] = [];
  const handler = handlerWith({
    configurations: { a: { persona: { avatarId: 'a', voiceId: 'v', brainType: 'ANAM_LLAMA_v3_3_70B_V1' } } },
    log: ({ level, message }) => level === 'warn' && messages.push(message),
  });
  await handler(pageRequest());
  await handler(pageRequest());
  assert.equal(lastBody().personaConfig['llmId'], 'ANAM_LLAMA_v3_3_70B_V1');
  assert.equal('brainType' in lastBody().personaConfig, false);
  assert.equal(messages.length, 1);
  assert.match(messages[0]!, /configurations\.a\.persona\.brainType .* llmId/);
});

test('an answer of Anam without a JWT is not passed on', async () => {
  for (const sessionToken of [
    undefined,
    '',
    'not-a-jwt',
    'a.b.c',
    `${'x'.repeat(40)}.${'y'.repeat(40)}.z`,
    42,
  ]) {
    upstream.answer = (_, res) => sendJson(res, 200, { sessionToken });
    await assertProblem(await handlerWith({ breaker: false })(pageRequest()), 'upstream-error');
  }
});

test('two hundred mints at once get two hundred different tokens', async () => {
  const handler = handlerWith();
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => handler(pageRequest()).then((r) => r.json())),
  );
  assert.equal(new Set(answers.map((answer) => (answer as { sessionToken: string }).sessionToken)).size, 200);
});

import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { UNKNOWN_ID, personas, startSimulator, type Simulator } from '../../simulator/index.js';
import { CONFIG } from './support/config.js';
import { NodeClient, call, mint, openEngine } from './support/node-client.js';

/** What a token says of itself. */
function claimsOf(token: string): Record<string, unknown> {
  const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return JSON.parse(text) as Record<string, unknown>;
}

describe('the platform’s calls', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator({ concurrency: 2 })));
  after(() => simulator.close());

  const tokenFor = (body: unknown, bearer: string | undefined = simulator.apiKey) =>
    call(simulator, 'POST', '/v1/auth/session-token', { bearer, body });

  it('session-token answers a token and nothing else', async () => {
    const { status, body } = await tokenFor({ personaConfig: CONFIG });
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body), ['sessionToken']);
    const claims = JSON.parse(
      Buffer.from(String(body['sessionToken']).split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>;
    assert.equal(claims['type'], 'ephemeral');
    assert.equal(Number(claims['exp']) - Number(claims['iat']), 3600);
  });

  it('a stateful token says so', async () => {
    const { body } = await tokenFor({ personaConfig: { personaId: personas[0]?.id } });
    assert.match(
      Buffer.from(String(body['sessionToken']).split('.')[1] ?? '', 'base64url').toString(),
      /"stateful"/,
    );
  });

  for (const [what, body, message] of [
    ['no body', {}, /personaConfig is required/],
    ['a body that is not JSON', '{"personaConfig"', /not JSON/],
    ['a list', { personaConfig: [] }, /must be an object/],
    ['no avatar', { personaConfig: { name: 'x' } }, /avatarId/],
    ['no voice', { personaConfig: { avatarId: 'a' } }, /voiceId/],
    ['a number as name', { personaConfig: { ...CONFIG, name: 5 } }, /name must be a string/],
    [
      'a length of zero',
      { personaConfig: { ...CONFIG, maxSessionLengthSeconds: 0 } },
      /maxSessionLengthSeconds/,
    ],
    ['a tool without a name', { personaConfig: { ...CONFIG, tools: [{}] } }, /needs a name/],
    [
      'a tool of an unknown type',
      { personaConfig: { ...CONFIG, tools: [{ name: 't', type: 'x' }] } },
      /client, server or system/,
    ],
    [
      'a long description',
      { personaConfig: { ...CONFIG, tools: [{ name: 't', description: 'x'.repeat(1025) }] } },
      /longer than 1024/,
    ],
    [
      'two styles',
      { personaConfig: { ...CONFIG, directorNotes: { presetStyle: 'happy', customStylePrompt: 'x' } } },
      /not both/,
    ],
    [
      'an unknown style',
      { personaConfig: { ...CONFIG, directorNotes: { presetStyle: 'grim' } } },
      /presetStyle must be one of happy/,
    ],
    [
      'a long style',
      { personaConfig: { ...CONFIG, directorNotes: { customStylePrompt: 'x'.repeat(2001) } } },
      /at most 2000/,
    ],
    [
      'too much expression',
      { personaConfig: { ...CONFIG, directorNotes: { expressivity: 1.5 } } },
      /expressivity/,
    ],
    [
      'a sensitivity above one',
      { personaConfig: { ...CONFIG, voiceDetectionOptions: { endOfSpeechSensitivity: 1.1 } } },
      /endOfSpeechSensitivity must be a number from 0 to 1/,
    ],
    [
      'a silence below zero',
      { personaConfig: { ...CONFIG, voiceDetectionOptions: { silenceBeforeSkipTurnSeconds: -1 } } },
      /silenceBeforeSkipTurnSeconds/,
    ],
    [
      'half a picture size',
      { personaConfig: CONFIG, sessionOptions: { videoWidth: 640 } },
      /videoWidth and videoHeight together/,
    ],
    ['a number as label', { clientLabel: 5, personaConfig: CONFIG }, /clientLabel/],
    ['sessionOptions of the wrong kind', { sessionOptions: 5, personaConfig: CONFIG }, /sessionOptions/],
  ] as const) {
    it(`session-token refuses ${what}`, async () => {
      const reply = await tokenFor(body);
      assert.equal(reply.status, 400);
      assert.match(String(reply.body['message']), message);
    });
  }

  it('session-token wants the key', async () => {
    assert.equal((await tokenFor({ personaConfig: CONFIG }, 'wrong')).status, 401);
    const { status } = await call(simulator, 'POST', '/v1/auth/session-token', {
      body: { personaConfig: CONFIG },
    });
    assert.equal(status, 401);
  });

  it('the deprecated GET wants the key too', async () => {
    assert.equal((await call(simulator, 'GET', '/v1/auth/session-token')).status, 401);
  });

  it('the deprecated GET answers a legacy token', async () => {
    const { body } = await call(simulator, 'GET', '/v1/auth/session-token', { bearer: simulator.apiKey });
    assert.match(
      Buffer.from(String(body['sessionToken']).split('.')[1] ?? '', 'base64url').toString(),
      /"legacy"/,
    );
  });

  it('engine/session answers where the engine is', async () => {
    const { status, body } = await openEngine(simulator, await mint(simulator));
    assert.equal(status, 200);
    assert.match(
      String(body['sessionId']),
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.equal(`http://${String(body['engineHost'])}`, simulator.url);
    assert.equal(body['engineProtocol'], 'http');
    assert.deepEqual(body['clientConfig'], {
      expectedHeartbeatIntervalSecs: 5,
      maxWsReconnectAttempts: 5,
      heartbeatIntervalSeconds: 5,
      maxWsReconnectionAttempts: 5,
      iceServers: [],
    });
    const [entry] = simulator.ledger().sessions.slice(-1);
    assert.deepEqual([entry?.streamingSince, entry?.closedAt, entry?.billedSeconds], [null, null, 0]);
  });

  it('a token starts one session', async () => {
    const other = await startSimulator();
    const token = await mint(other);
    assert.equal((await openEngine(other, token)).status, 200);
    const again = await openEngine(other, token);
    assert.deepEqual([again.status, again.body['error']], [401, 'Unauthorized']);
    assert.equal((await openEngine(other, 'not-a-token')).status, 401);
    await other.close();
  });

  it('a token names the session it starts', async () => {
    const other = await startSimulator();
    const token = await mint(other);
    const { sessionId } = claimsOf(token);
    assert.equal((await openEngine(other, token)).body['sessionId'], sessionId);
    await other.close();
  });

  it('a session can be started with the key and a configuration, as if a token had been minted', async () => {
    const other = await startSimulator({ concurrency: 2 });
    const direct = (body: object, query = '') =>
      call(other, 'POST', `/v1/engine/session${query}`, { bearer: other.apiKey, body });
    const clientMetadata = { client: 'python-sdk', version: '1' };
    const good = await direct({ clientLabel: 'direct', personaConfig: CONFIG, clientMetadata });
    assert.equal(good.status, 200);
    const client = new NodeClient(good.body);
    await client.openSocket();
    await client.offer();
    await client.until('a caption', () => client.hasMessage('speechText'));
    assert.equal(other.ledger().sessions[0]?.clientLabel, 'direct');
    assert.equal((await direct({ clientMetadata })).status, 400);
    assert.equal((await direct({ personaConfig: { ...CONFIG, avatarId: UNKNOWN_ID } })).status, 404);
    assert.equal((await direct({ personaConfig: CONFIG }, '?fault=engine-402')).status, 402);
    assert.equal((await direct({ personaConfig: CONFIG })).status, 200);
    assert.equal((await direct({ personaConfig: CONFIG })).status, 429);
    await client.close();
    await other.close();
  });

  it('the engine is where the caller has reached the simulator', async () => {
    const { port } = new URL(simulator.url);
    const other = await startSimulator({ port: 0 });
    const answer = await new Promise<string>((resolve, reject) => {
      const { port: own } = new URL(other.url);
      const headers = { host: `persona.test:${port}`, authorization: `Bearer ${other.apiKey}` };
      request(
        { host: '127.0.0.1', port: own, method: 'POST', path: '/v1/engine/session', headers },
        (response) => {
          response.setEncoding('utf8').once('data', resolve);
        },
      )
        .once('error', reject)
        .end(JSON.stringify({ personaConfig: CONFIG }));
    });
    assert.equal((JSON.parse(answer) as { engineHost?: string }).engineHost, `persona.test:${port}`);
    await other.close();
  });

  it('ICE servers are handed out as they were given', async () => {
    const iceServers = [
      { urls: ['turn:turn.test:3478'], username: 'u', credential: 'c', credentialType: 'password' },
    ] as const;
    const other = await startSimulator({ iceServers });
    const { body } = await openEngine(other, await mint(other));
    assert.deepEqual((body['clientConfig'] as { iceServers?: unknown }).iceServers, iceServers);
    await other.close();
  });

  for (const [size, status] of [
    [{ videoWidth: 320, videoHeight: 240 }, 200],
    [{ videoWidth: 5000, videoHeight: 240 }, 400],
    [{ videoWidth: 0.5, videoHeight: 240 }, 400],
  ] as const)
    it(`engine/session answers ${status} to the size ${JSON.stringify(size)}, of the token or of the call`, async () => {
      const other = await startSimulator();
      const minted = await call(other, 'POST', '/v1/auth/session-token', {
        bearer: other.apiKey,
        body: { personaConfig: CONFIG, sessionOptions: size },
      });
      assert.equal((await openEngine(other, String(minted.body['sessionToken']))).status, status);
      const asked = await call(other, 'POST', '/v1/engine/session', {
        bearer: await mint(other),
        body: { sessionOptions: size },
      });
      assert.equal(asked.status, status);
      await other.close();
    });

  it('a token expires', async () => {
    const other = await startSimulator({ tokenLifetimeSeconds: 0 });
    const { status, body } = await openEngine(other, await mint(other));
    assert.equal(status, 401);
    assert.match(String(body['message']), /expired/);
    await other.close();
  });

  for (const config of [
    { personaId: UNKNOWN_ID },
    { ...CONFIG, avatarId: 'unknown-avatar' },
    { ...CONFIG, avatarId: UNKNOWN_ID },
    { ...CONFIG, voiceId: UNKNOWN_ID },
    { ...CONFIG, llmId: UNKNOWN_ID },
  ]) {
    it(`ids that nobody knows get a token and then 404: ${JSON.stringify(config).slice(0, 60)}`, async () => {
      assert.equal((await openEngine(simulator, await mint(simulator, config))).status, 404);
    });
  }

  it('ids of a real account start sessions, unless ids are strict', async () => {
    const foreign = { personaId: '11111111-1111-4111-8111-111111111111' };
    const own = personas[1]?.id;
    for (const [options, config, status] of [
      [{}, foreign, 200],
      [{ persona: 'Bram' }, foreign, 200],
      [{ strictIds: true }, foreign, 404],
      [{ strictIds: true, persona: 'Bram' }, foreign, 404],
      [{ strictIds: true }, CONFIG, 404],
      [{ strictIds: true }, { personaId: own }, 200],
      [{ strictIds: true }, { avatarId: own, voiceId: own, llmId: 'CUSTOMER_CLIENT_V1' }, 200],
      [{ strictIds: true }, { avatarId: own, voiceId: own, llmId: 'another' }, 404],
    ] as const) {
      const other = await startSimulator(options);
      const token = await mint(other, config);
      assert.equal((await openEngine(other, token)).status, status, JSON.stringify([options, config]));
      await other.close();
    }
  });

  it('the ledger says exactly this of a session', async () => {
    const other = await startSimulator();
    await openEngine(other, await mint(other));
    const { body } = await call(other, 'GET', '/_simulator/sessions');
    assert.deepEqual(Object.keys(body), ['sessions']);
    assert.deepEqual(Object.keys((body['sessions'] as object[])[0] ?? {}), [
      'sessionId',
      'clientLabel',
      'createdAt',
      'streamingSince',
      'closedAt',
      'billedSeconds',
      'endReason',
      'receivedAudio',
      'messages',
    ]);
    await other.close();
  });

  it('more sessions than the plan allows get 429, and stopping one makes room', async () => {
    const other = await startSimulator({ concurrency: 1 });
    const client = await NodeClient.start(other);
    const full = await openEngine(other, await mint(other));
    assert.deepEqual([full.status, full.body['error']], [429, 'Concurrent session limit reached']);
    const before = await call(other, 'GET', '/v1/sessions/concurrency', { bearer: other.apiKey });
    assert.deepEqual(before.body, {
      limit: 1,
      active: 1,
      canStartSession: false,
      estimatedWaitSeconds: null,
    });
    assert.equal(
      (await call(other, 'POST', `/v1/sessions/${client.sessionId}/stop`, { bearer: other.apiKey })).status,
      202,
    );
    await client.until('endsession', () => client.hasSignal('endsession'));
    assert.equal((await openEngine(other, await mint(other))).status, 200);
    assert.equal(other.ledger().sessions[0]?.endReason, 'stopped');
    await client.close();
    await other.close();
  });

  it('a session whose socket never came can be stopped, and costs nothing', async () => {
    const other = await startSimulator({ concurrency: 1 });
    const bearer = other.apiKey;
    const token = await mint(other);
    const stop = `/v1/sessions/${String(claimsOf(token)['sessionId'])}/stop`;
    assert.equal((await call(other, 'POST', stop, { bearer })).status, 404);
    await openEngine(other, token);
    assert.equal((await call(other, 'POST', stop, { bearer })).status, 202);
    for (let looks = 0; looks < 300 && !other.ledger().sessions[0]?.closedAt; looks++) await wait(10);
    const [entry] = other.ledger().sessions;
    assert.deepEqual([entry?.streamingSince, entry?.endReason, entry?.billedSeconds], [null, 'stopped', 0]);
    assert.equal((await openEngine(other, await mint(other))).status, 200);
    await other.close();
  });

  it('sessions are listed, shown and transcribed for the key alone', async () => {
    const other = await startSimulator();
    const client = await NodeClient.start(other, { personaId: personas[1]?.id });
    await client.until('the greeting', () => client.hasMessage('speechText'));
    client.say({ message_type: 'speech', content: 'Hello' });
    await client.until('the echo', () => client.messages.some(({ data }) => data['role'] === 'user'));
    const bearer = other.apiKey;
    const path = `/v1/sessions/${client.sessionId}`;
    const shown = await call(other, 'GET', path, { bearer });
    assert.deepEqual(
      [shown.body['id'], shown.body['clientLabel'], shown.body['endTime']],
      [client.sessionId, 'node', null],
    );
    const listed = await call(other, 'GET', '/v1/sessions', { bearer });
    assert.equal((listed.body['data'] as unknown[]).length, 1);
    for (const [query, length] of [
      ['?search=nod', 1],
      ['?search=other', 0],
      ['?search=node&page=1&perPage=1', 1],
      ['?page=2', 0],
      ['?page=x&perPage=-1', 1],
    ] as const) {
      const { body } = await call(other, 'GET', `/v1/sessions${query}`, { bearer });
      assert.equal((body['data'] as unknown[]).length, length, query);
      assert.equal((body['meta'] as { total: number }).total, query === '?search=other' ? 0 : 1);
    }
    const { body } = await call(other, 'GET', `${path}/transcript`, { bearer });
    assert.ok(
      (body['messages'] as { role: string; content: string }[]).some(
        ({ role, content }) => role === 'user' && content === 'Hello',
      ),
    );
    assert.equal((await call(other, 'GET', path)).status, 401);
    assert.equal((await call(other, 'GET', '/v1/sessions/nobody', { bearer })).status, 404);
    assert.equal((await call(other, 'POST', '/v1/sessions/nobody/stop', { bearer })).status, 404);
    await client.close();
    await other.close();
  });

  for (const [kind, known] of [
    ['personas', personas[0]?.id],
    ['avatars', CONFIG.avatarId],
    ['voices', CONFIG.voiceId],
    ['llms', CONFIG.llmId],
  ] as const)
    it(`${kind} can be looked up with the key, and an unknown one is not there`, async () => {
      const ask = (id: string | undefined, bearer: string | undefined = simulator.apiKey) =>
        call(simulator, 'GET', `/v1/${kind}/${String(id)}`, { bearer });
      const { status, body } = await ask(known);
      assert.equal(status, 200);
      assert.equal(body['id'], known);
      assert.equal((await ask(UNKNOWN_ID)).status, 404);
      assert.equal((await ask(known, 'another')).status, 401);
    });

  it('takes telemetry without a key', async () => {
    assert.equal(
      (
        await call(simulator, 'POST', '/v1/metrics/client', {
          body: { metrics: [{ name: 'x', value: '1' }] },
        })
      ).status,
      200,
    );
  });

  it('answers any origin, preflight included', async () => {
    const response = await fetch(`${simulator.url}/v1/engine/session`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://example.com',
        'access-control-request-headers': 'authorization,content-type,x-anam-target-url',
      },
    });
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('access-control-allow-origin'), 'https://example.com');
    assert.match(response.headers.get('access-control-allow-headers') ?? '', /x-anam-target-url/);
  });

  it('knows 404, 405 and 413', async () => {
    assert.equal((await call(simulator, 'GET', '/v1/nothing')).status, 404);
    assert.equal((await call(simulator, 'GET', '/v1/engine/session')).status, 405);
    assert.equal(
      (await tokenFor({ personaConfig: { ...CONFIG, systemPrompt: 'x'.repeat(1_100_000) } })).status,
      413,
    );
  });

  it('says at / that it is a simulator', async () => {
    assert.match(await (await fetch(simulator.url)).text(), /simulator of Anam. It is not Anam/);
  });

  it('is well, and tells what it works with', async () => {
    const { body } = await call(simulator, 'GET', '/_simulator/health');
    assert.deepEqual(
      [body['status'], body['voice'], body['picture'], body['audio']],
      ['ok', 'espeak-ng', 'canvas', 'opus'],
    );
    const listed = (await call(simulator, 'GET', '/_simulator/personas')).body['personas'] as {
      name: string;
    }[];
    assert.ok(listed.length >= 4);
  });
});

describe('starting', () => {
  it('on an IPv6 address gives an address that works, or says that there is none', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
    const starting = startSimulator({ host: '::1' });
    if (!addresses.some(({ address }) => address === '::1')) {
      await assert.rejects(starting);
      return;
    }
    const simulator = await starting;
    assert.match(simulator.url, /^http:\/\/\[::1\]:\d+$/);
    const { body } = await openEngine(simulator, await mint(simulator));
    assert.equal(`http://${String(body['engineHost'])}`, simulator.url);
    await simulator.close();
  });

  it('says when the port is taken', async () => {
    const first = await startSimulator();
    const port = Number(new URL(first.url).port);
    await assert.rejects(startSimulator({ port }), /Port \d+ on 127\.0\.0\.1 is taken/);
    await first.close();
  });

  it('refuses options that cannot work', async () => {
    await assert.rejects(startSimulator({ port: -1 }), /port must be/);
    await assert.rejects(startSimulator({ persona: 'Nobody' }), /choose one of Ada/);
    await assert.rejects(startSimulator({ fault: 'nonsense' }), /no fault "nonsense"/);
    await assert.rejects(startSimulator({ concurrency: Number.NaN }), /concurrency/);
    await assert.rejects(startSimulator({ signallingGraceSeconds: Infinity }), /signallingGraceSeconds/);
    for (const videoWidth of [0, -1, 1.5, Number.NaN, 100_000])
      await assert.rejects(startSimulator({ videoWidth }), /videoWidth must be a whole number/);
    await assert.rejects(
      startSimulator({ clientConfigSpelling: 'snake' as 'sdk' }),
      /one of both, sdk, service/,
    );
    await assert.rejects(startSimulator({ iceServers: [{ urls: ['http://x'] }] }), /iceServers/);
  });

  it('works many times in one process, and closes twice without complaint', async () => {
    for (let i = 0; i < 10; i++) {
      const simulator = await startSimulator();
      assert.equal((await fetch(`${simulator.url}/_simulator/health`)).status, 200);
      await simulator.close();
      await simulator.close();
      await assert.rejects(fetch(simulator.url));
    }
  });
});

/** The table of faults as data, and what each one does to calls, to sockets and to sessions. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import { faultsPage, page } from '../../scripts/document-faults.js';
import { ActiveFaults, readRequest } from '../../simulator/faults/active.js';
import { PLACES } from '../../simulator/faults/fault.js';
import { faults, startSimulator, type Simulator } from '../../simulator/index.js';
import { CONFIG } from './support/config.js';
import { NodeClient, call, mint, openEngine } from './support/node-client.js';

describe('the table', () => {
  it('holds more than sixty faults, each with a name of its own and all its texts', () => {
    assert.ok(faults.length >= 60, `${faults.length}`);
    assert.equal(new Set(faults.map(({ name }) => name)).size, faults.length);
    for (const { name, title, does, where, effects } of faults) {
      assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.ok(title && does.endsWith('.'), name);
      assert.ok(PLACES.includes(where), name);
      assert.ok(effects.length > 0, name);
    }
  });

  it('is what docs/faults.md says', async () => {
    const written = readFileSync(page, 'utf8');
    assert.ok(
      written === (await faultsPage()),
      'docs/faults.md is stale: run node --import tsx scripts/document-faults.ts',
    );
  });
});

describe('applying', () => {
  it('takes names, names with parameters, and objects', () => {
    assert.deepEqual(readRequest('ice-lost'), { name: 'ice-lost', parameters: {} });
    assert.deepEqual(readRequest('ice-lost:after=500,moment=speaking'), {
      name: 'ice-lost',
      parameters: { after: 500, moment: 'speaking' },
    });
    const active = new ActiveFaults();
    active.apply(['token-401', { name: 'packet-loss', loss: 0.3 }]);
    assert.deepEqual(active.list(), [
      { name: 'token-401', parameters: {} },
      { name: 'packet-loss', parameters: { loss: 0.3 } },
    ]);
    const link = active.effects.find(({ on }) => on === 'link');
    assert.ok(link?.on === 'link');
    assert.equal(link.conditions.loss, 0.3);
    active.clear();
    assert.deepEqual(active.effects, []);
  });

  for (const [request, message] of [
    ['ice-losst', /no fault "ice-losst"\. Near it are .*ice-lost/],
    ['ice-lost:colour=3', /no parameter "colour": it has after, moment/],
    ['ice-lost:after=soon', /must be a number/],
    ['ice-lost:after=-1', /must be a number from 0/],
    ['ice-lost:moment=someday', /must be a text, one of socket-open/],
    ['packet-loss:loss=2', /must be a number from 0 to 1/],
    ['socket-policy-close:code=1006', /must be a number: 1000 to 1014/],
    ['socket-policy-close:code=99', /must be a number/],
    [{ name: 'socket-policy-close', reason: 'x'.repeat(124) }, /at most 123 bytes/],
    ['socket-flood:count=1.5', /must be a whole number/],
    ['engine-500:status=99', /must be a whole number from 200 to 599/],
    ['engine-500:times=0', /must be a whole number/],
    ['clock-skew:seconds=1e300', /must be a number/],
    ['ice-lost:__proto__=3', /no parameter/],
    [{ name: 'token-legacy', after: 3 }, /it has none/],
  ] as const) {
    it(`refuses ${JSON.stringify(request)}`, () => {
      assert.throws(() => new ActiveFaults().apply(request), message);
    });
  }

  it('does nothing by halves', () => {
    const active = new ActiveFaults();
    assert.throws(() => active.apply(['token-401', 'nonsense']));
    assert.deepEqual(active.list(), []);
  });
});

describe('faults at work', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator({ concurrency: 100 })));
  after(() => simulator.close());
  afterEach(() => simulator.faults.clear());

  const request = (query = ''): ReturnType<typeof call> =>
    call(simulator, 'POST', `/v1/auth/session-token${query}`, {
      bearer: simulator.apiKey,
      body: { personaConfig: CONFIG },
    });
  const http = faults.flatMap(({ name, effects }) =>
    effects.flatMap((effect) =>
      effect.on === 'http' && effect.status !== undefined ? [{ name, effect, status: effect.status }] : [],
    ),
  );

  for (const { name, effect, status } of http) {
    it(`${name} answers ${status}`, async () => {
      const token = await mint(simulator);
      simulator.faults.apply(name);
      const reply = await {
        'session-token': () => request(),
        'engine-session': () => openEngine(simulator, token),
        talk: () => call(simulator, 'POST', '/talk?session_id=x', { body: { content: 'x' } }),
        metrics: () => call(simulator, 'POST', '/v1/metrics/client', { body: {} }),
        stop: () => call(simulator, 'POST', '/v1/sessions/x/stop', { bearer: simulator.apiKey }),
      }[effect.call]();
      assert.equal(reply.status, status);
      if (effect.json !== undefined) assert.deepEqual(reply.body, effect.json);
    });
  }

  for (const { name, effects } of faults) {
    const ending = effects.find(
      (effect) => effect.on === 'http' && (effect.ending === 'reset' || effect.ending === 'truncate'),
    );
    if (ending?.on === 'http' && ending.call === 'session-token') {
      it(`${name} breaks the connection`, async () => {
        simulator.faults.apply(name);
        await assert.rejects(request());
      });
    }
  }

  it('token-hangs never answers, and does not keep the simulator from closing', async () => {
    const other = await startSimulator({ fault: 'token-hangs' });
    const answer = call(other, 'POST', '/v1/auth/session-token', {
      bearer: other.apiKey,
      body: { personaConfig: CONFIG },
    });
    answer.catch(() => undefined);
    const first = await Promise.race([
      answer,
      new Promise((resolve) => setTimeout(() => resolve('nothing'), 300)),
    ]);
    assert.equal(first, 'nothing');
    await other.close();
    await assert.rejects(answer);
  });

  it('a fault that strikes once strikes once', async () => {
    simulator.faults.apply('token-503-once');
    assert.deepEqual([(await request()).status, (await request()).status], [503, 200]);
  });

  for (const [name, token] of [
    ['token-missing', undefined],
    ['token-blank', ''],
    ['token-number', 42],
  ] as const) {
    it(`${name} answers ${token === undefined ? 'nothing' : JSON.stringify(token)}`, async () => {
      simulator.faults.apply(name);
      assert.equal((await request()).body['sessionToken'], token);
    });
  }

  for (const name of ['token-expired', 'token-spent', 'token-foreign', 'token-legacy']) {
    it(`${name} gives a token that starts nothing`, async () => {
      simulator.faults.apply(name);
      assert.equal((await openEngine(simulator, await mint(simulator))).status, 401);
    });
  }

  it('can be asked for with the token of one session, which alone has it', async () => {
    const faulty = await mint(simulator, CONFIG, '?fault=engine-402');
    assert.equal((await openEngine(simulator, await mint(simulator))).status, 200);
    assert.equal((await openEngine(simulator, faulty)).status, 402);
    assert.equal((await request('?fault=nonsense')).status, 400);
    assert.equal((await request('?fault=socket-policy-close:code=5')).status, 400);
    assert.match(String((await request('?fault=metrics-500')).body['message']), /belongs to no session/);
    assert.equal((await request('?fault=token-403')).status, 403);
  });

  for (const [fault, path, good] of [
    ['talk-500', (id: string) => `/talk?session_id=${id}`, 200],
    ['stop-500', (id: string) => `/v1/sessions/${id}/stop`, 202],
  ] as const)
    it(`${fault} strikes the session of its token alone`, async () => {
      const [faulty, other] = await Promise.all([
        NodeClient.start(simulator, CONFIG, `?fault=${fault}`),
        NodeClient.start(simulator),
      ]);
      const ask = async ({ sessionId }: NodeClient): Promise<number> =>
        (
          await call(simulator, 'POST', path(sessionId), {
            bearer: simulator.apiKey,
            body: { content: 'Well.' },
          })
        ).status;
      assert.deepEqual([await ask(other), await ask(faulty)], [good, 500]);
      await Promise.all([faulty.close(), other.close()]);
    });

  it('are counted when they strike, not when they are applied', async () => {
    const other = await startSimulator({ fault: 'token-503-once' });
    assert.deepEqual(other.faults.struck(), {});
    await mint(other);
    await mint(other, CONFIG, '?fault=engine-402');
    assert.deepEqual(other.faults.struck(), { 'token-503-once': 1 });
    await openEngine(other, await mint(other, CONFIG, '?fault=engine-402'));
    const { body } = await call(other, 'GET', '/_simulator/faults');
    assert.deepEqual(body['struck'], { 'token-503-once': 1, 'engine-402': 1 });
    await other.close();
  });

  it('can be switched on and off by calls', async () => {
    const applied = await call(simulator, 'POST', '/_simulator/faults', {
      body: [{ name: 'packet-delay', delay: 50 }, 'warning'],
    });
    assert.deepEqual(applied.body['active'], [
      { name: 'packet-delay', parameters: { delay: 50 } },
      { name: 'warning', parameters: {} },
    ]);
    assert.equal(
      (await call(simulator, 'POST', '/_simulator/faults', { body: { name: 'nonsense' } })).status,
      400,
    );
    assert.equal((await call(simulator, 'GET', '/_simulator/faults')).body['active'] instanceof Array, true);
    assert.deepEqual((await call(simulator, 'DELETE', '/_simulator/faults')).body['active'], []);
    assert.deepEqual(simulator.faults.list(), []);
  });

  it('changes single fields of the engine’s answer', async () => {
    const body = async (fault: string): Promise<Record<string, unknown>> =>
      (await openEngine(simulator, await mint(simulator, CONFIG, `?fault=${fault}`))).body;
    assert.ok(!('clientConfig' in (await body('engine-no-client-config'))));
    assert.ok(!('iceServers' in ((await body('engine-ice-servers-missing'))['clientConfig'] as object)));
    assert.match(String((await body('engine-host-path'))['engineHost']), /^127\.0\.0\.1:\d+\/v1\/webrtc\//);
    assert.deepEqual(Object.keys((await body('engine-service-spelling'))['clientConfig'] as object).sort(), [
      'expectedHeartbeatIntervalSecs',
      'iceServers',
      'maxWsReconnectAttempts',
    ]);
  });

  for (const [fault, again, opened] of [
    ['engine-answer-lost', 401, 1],
    ['engine-answer-lost-twin', 200, 2],
  ] as const)
    it(`${fault} opens a session that nobody hears of, and answers ${again} to the next request`, async () => {
      const before = simulator.ledger().sessions.length;
      const token = await mint(simulator, CONFIG, `?fault=${fault}`);
      await assert.rejects(openEngine(simulator, token));
      const { status, body } = await openEngine(simulator, token);
      assert.equal(status, again);
      const own = simulator.ledger().sessions.slice(before);
      assert.equal(own.length, opened);
      assert.deepEqual(
        own.map(({ closedAt }) => closedAt),
        own.map(() => null),
      );
      assert.notEqual(own[0]?.sessionId, body['sessionId']);
    });

  const answers = (client: NodeClient): { sdp: string }[] =>
    client.signals.flatMap(({ actionType, payload }) =>
      actionType === 'answer' ? [payload as { sdp: string }] : [],
    );

  for (const [fault, looks] of [
    ['answer-garbage', (sdp: string) => !sdp.startsWith('v=0')],
    ['answer-empty', (sdp: string) => sdp === ''],
    ['channel-never-opens', (sdp: string) => sdp.includes('m=application 0') && !/BUNDLE.* 2/.test(sdp)],
    ['video-rejected', (sdp: string) => sdp.includes('m=video 0') && !/BUNDLE.* 0/.test(sdp)],
    ['media-inactive', (sdp: string) => !sdp.includes('a=sendonly')],
    ['streams-missing', (sdp: string) => !sdp.includes('a=msid:')],
    ['candidates-withheld', (sdp: string) => !sdp.includes('a=candidate')],
    [
      'streams-separate',
      (sdp: string) => new Set([...sdp.matchAll(/a=msid:(\S+)/g)].map(([, id]) => id)).size === 2,
    ],
  ] as const) {
    it(`${fault} changes the answer`, async () => {
      const client = await NodeClient.start(simulator, CONFIG, `?fault=${fault}`);
      await client.until('the answer', () => answers(client).length > 0);
      assert.ok(looks(answers(client)[0]?.sdp ?? 'none'), answers(client)[0]?.sdp);
      await client.close();
    });
  }

  it('candidates-first sends candidates before the answer', async () => {
    const client = await NodeClient.start(simulator, CONFIG, '?fault=candidates-first');
    await client.until('the answer', () => client.hasSignal('answer'));
    assert.equal(client.signals[0]?.actionType, 'icecandidate');
    await client.close();
  });

  it('socket-refused-twice lets the third in', async () => {
    const { body } = await openEngine(
      simulator,
      await mint(simulator, CONFIG, '?fault=socket-refused-twice'),
    );
    const client = new NodeClient(body);
    await assert.rejects(client.openSocket(), /503/);
    await assert.rejects(client.openSocket(), /503/);
    await client.openSocket();
    client.closeSocket();
  });

  it('strikes a session that is already live', async () => {
    const client = await NodeClient.start(simulator);
    await client.until('sessionready', () => client.hasSignal('sessionready'));
    simulator.faults.apply({ name: 'end-when-live', reason: 'Late fault.' });
    await client.until('endsession', () => client.signals.some(({ payload }) => payload === 'Late fault.'));
    assert.equal(
      simulator.ledger().sessions.find(({ sessionId }) => sessionId === client.sessionId)?.endReason,
      'Late fault.',
    );
    await client.close();
  });

  it('a fault that lasts ends when faults are cleared', async () => {
    const client = await NodeClient.start(simulator);
    await client.until('media', () => client.packets.video > 3);
    simulator.faults.apply({ name: 'video-stops', after: 0 });
    let seen = -1;
    await client.until('no more pictures', () => {
      const still = client.packets.video === seen;
      seen = client.packets.video;
      return still;
    });
    simulator.faults.clear();
    await client.until('pictures again', () => client.packets.video > seen + 10);
    await client.close();
  });
});

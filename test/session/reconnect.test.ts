import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PersonaError, type ErrorCode } from '../../src/session/error.js';
import { retryDelay } from '../../src/session/retry.js';
import type { TokenContext } from '../../src/session/settings.js';
import { bodyOf, LIVE_TIMERS, makeHarness, settle } from '../support/session-harness.js';
import { makeToken } from '../support/tokens.js';

const lost = { type: 'closed', error: new PersonaError('webrtc-failed', 'test') } as const;

describe('the SDK recovers by itself', () => {
  it('is shown as reconnecting and back', async () => {
    const { session, clients, states } = makeHarness();
    await session.start();
    clients.last.tell({ type: 'recovering' });
    assert.equal(session.state, 'reconnecting');
    clients.last.tell({ type: 'recovered' });
    assert.equal(session.state, 'live');
    assert.deepEqual(states(), ['authorizing', 'connecting', 'live', 'reconnecting', 'live']);
    assert.equal(clients.clients.length, 1);
  });

  it('is waited for 30 seconds, then the session is replaced', async () => {
    const { session, clients, clock } = makeHarness();
    await session.start();
    clients.last.tell({ type: 'recovering' });
    await clock.advance(20_000);
    // Told again, it is no new disturbance.
    clients.last.tell({ type: 'recovering' });
    await clock.advance(9_999);
    assert.equal(clients.clients.length, 1);
    await clock.advance(1);
    assert.equal(session.retry?.error.code, 'webrtc-failed');
    await clock.advance(1_000);
    assert.equal(clients.clients.length, 2);
    assert.equal(session.state, 'live');
  });

  it('a disturbance before the first picture is told when it is live', async () => {
    const { session, clients } = makeHarness({ auto: false });
    void session.start();
    await settle();
    clients.last.describe();
    clients.last.tell({ type: 'recovering' });
    await settle();
    clients.last.connect();
    assert.equal(session.state, 'reconnecting');
    clients.last.tell({ type: 'recovered' });
    assert.equal(session.state, 'live');
  });
});

describe('a picture that freezes', () => {
  it('is told, and is over when it goes on', async () => {
    const { session, stage } = makeHarness();
    await session.start();
    stage.observer?.onStall();
    assert.equal(session.stalled, true);
    assert.equal(session.state, 'reconnecting');
    stage.observer?.onResume();
    assert.equal(session.stalled, false);
    assert.equal(session.state, 'live');
  });

  it('is waited for 15 seconds, then the session is replaced', async () => {
    const { session, clients, clock, stage } = makeHarness();
    await session.start();
    stage.observer?.onStall();
    await clock.advance(15_000);
    assert.equal(session.retry?.error.code, 'picture-frozen');
    assert.equal(session.stalled, false);
    await clock.advance(1_000);
    assert.equal(clients.clients.length, 2);
  });

  it('has the patience of a recovery while the SDK repairs', async () => {
    const { session, clients, clock, stage } = makeHarness();
    await session.start();
    clients.last.tell({ type: 'recovering' });
    stage.observer?.onStall();
    await clock.advance(20_000);
    assert.equal(clients.clients.length, 1);
    clients.last.tell({ type: 'recovered' });
    assert.equal(session.state, 'reconnecting', 'the picture still stands');
    stage.observer?.onResume();
    assert.equal(session.state, 'live');
    await session.stop();
  });
});

describe('a lost session', () => {
  it('is replaced, with a pair of start and end each', async () => {
    const { session, clients, clock, of, states } = makeHarness();
    await session.start();
    const first = session.sessionId;
    const { timings } = session;
    const milestones = of('milestone').length;
    clients.last.tell(lost);
    await clock.advance(1_000);
    const second = session.sessionId;
    assert.deepEqual(session.timings, timings, 'the start is over, a replacement does not rewrite it');
    assert.equal(of('milestone').length, milestones);
    assert.notEqual(first, second);
    assert.deepEqual(states().slice(-2), ['reconnecting', 'live']);
    assert.deepEqual(
      of('session-start').map(({ sessionId }) => sessionId),
      [first, second],
    );
    assert.deepEqual(
      of('session-end').map(({ sessionId, reason }) => [sessionId, reason]),
      [[first, 'error']],
    );
    assert.equal(of('error').length, 0, 'it healed');
    await clock.advance(9_000);
    assert.equal(session.duration, 9.5, 'the second was there after half a second');
    await session.stop();
  });

  it('hands the conversation over, then what was said meanwhile, in that order', async () => {
    const { session, clients, clock } = makeHarness();
    await session.start();
    clients.last.say('Hello there.', { role: 'persona' });
    clients.last.say('What is a harp?', { role: 'user' });
    clients.last.tell(lost);
    await settle();
    const sent = session.sendUserMessage('Are you there?');
    await clock.advance(1_000);
    await sent;
    const [context, message] = clients.last.sent;
    assert.ok(context?.what === 'context');
    assert.match(context.text, /persona: Hello there\.\nuser: What is a harp\?$/);
    assert.deepEqual(message, { what: 'message', text: 'Are you there?' });
    assert.deepEqual(
      session.messages.map(({ content }) => content),
      ['Hello there.', 'What is a harp?', 'Are you there?'],
    );
  });

  it('keeps the microphone that was granted', async () => {
    const { session, clients, clock, microphone } = makeHarness();
    await session.start();
    clients.last.tell(lost);
    await clock.advance(1_000);
    assert.equal(microphone.asked, 1);
    assert.equal(clients.last.voice, microphone.lent[0]);
    assert.equal(microphone.liveTracks, 1);
    await session.stop();
    assert.equal(microphone.liveTracks, 0);
  });

  it('tells why each token is wanted', async () => {
    const contexts: TokenContext[] = [];
    const tokenProvider = (context: TokenContext): string => {
      contexts.push(context);
      return makeToken();
    };
    const { session, clients, clock } = makeHarness({
      settings: { tokenProvider },
      refusals: [new PersonaError('engine-busy', 'test')],
    });
    void session.start();
    await clock.advance(4_000);
    clients.last.tell(lost);
    await clock.advance(1_000);
    assert.deepEqual(
      contexts.map(({ attempt, reason }) => [attempt, reason]),
      [
        [1, 'start'],
        [2, 'retry'],
        [3, 'reconnect'],
      ],
    );
  });

  it('is given up after as many tries as are allowed', async () => {
    const refused = (): PersonaError => new PersonaError('engine-error', 'test');
    const { session, clients, clock, of } = makeHarness({ refusals: [] });
    await session.start();
    clients.options.refusals?.push(refused(), refused(), refused());
    clients.last.tell(lost);
    await clock.advance(10_000);
    assert.equal(clients.clients.length, 3, 'one and two replacements');
    assert.equal(session.state, 'failed');
    assert.equal(session.error?.code, 'engine-error');
    assert.equal(of('error').length, 1);
    assert.deepEqual(
      of('retry').map(({ retry }) => retry && [retry.attempt, retry.attempts, retry.seconds]),
      [[1, 2, 0.5], null, [2, 2, 1], null],
    );
  });

  it('forgets its failures after half a minute of being live', async () => {
    const { session, clients, clock } = makeHarness({ settings: { reconnect: 1 } });
    await session.start();
    for (let round = 0; round < 3; round++) {
      await clock.advance(30_000);
      clients.last.tell(lost);
      await clock.advance(1_000);
      assert.equal(session.state, 'live', `round ${round}`);
    }
    clients.last.tell(lost);
    await clock.advance(1_000);
    assert.equal(session.state, 'failed', 'twice within half a minute is once too often');
  });

  it('is not replaced with reconnect 0, nor with a literal token, which is spent', async () => {
    for (const settings of [{ reconnect: 0 }, { sessionToken: makeToken() }]) {
      const { session, clients } = makeHarness({ settings });
      await session.start();
      clients.last.tell(lost);
      await settle();
      assert.equal(session.state, 'failed');
      assert.equal(clients.clients.length, 1);
    }
  });

  it('is replaced at once when the network comes back while the lost one still closes', async () => {
    const harness = makeHarness();
    const { session, clients } = harness;
    await session.start();
    const { last } = clients;
    const close = last.close.bind(last);
    let closed: () => void = () => undefined;
    last.close = () => new Promise((resolve) => (closed = () => void close().then(resolve)));
    harness.online = false;
    last.tell({ type: 'closed', error: new PersonaError('signalling-lost', 'test') });
    await settle();
    harness.online = true;
    session.online();
    closed();
    await settle();
    assert.equal(session.state, 'live');
    assert.equal(clients.clients.length, 2);
  });

  it('is replaced at once when the network comes back', async () => {
    const harness = makeHarness();
    const { session, clients, clock } = harness;
    await session.start();
    harness.online = false;
    clients.last.tell({ type: 'closed', error: new PersonaError('signalling-lost', 'test') });
    await settle();
    assert.equal(session.retry?.seconds, 60);
    await clock.advance(20_000);
    assert.equal(clients.clients.length, 1);
    harness.online = true;
    session.online();
    await settle();
    assert.equal(session.state, 'live');
    assert.equal(clients.clients.length, 2);
    assert.equal(clock.pending, LIVE_TIMERS);
  });
});

describe('a full service at the start', () => {
  it('is asked again, with a countdown that can be seen', async () => {
    const { session, clients, clock, states } = makeHarness({
      refusals: [
        new PersonaError('engine-busy', 'test'),
        new PersonaError('engine-concurrency-limit', 'test'),
      ],
    });
    const started = session.start();
    await settle();
    assert.equal(session.state, 'authorizing');
    assert.deepEqual(session.retry && [session.retry.attempt, session.retry.seconds], [1, 4]);
    await clock.advance(4_000);
    assert.deepEqual(session.retry && [session.retry.attempt, session.retry.seconds], [2, 8]);
    await clock.advance(8_000);
    await started;
    assert.equal(session.retry, null);
    assert.equal(clients.clients.length, 3);
    assert.deepEqual(states(), [
      'authorizing', 'connecting', 'authorizing', 'connecting', 'authorizing', 'connecting', 'live',
    ]); // prettier-ignore
  });
});

describe('the network that comes back', () => {
  it('does not hurry a service that is full', async () => {
    const refusals = [new PersonaError('engine-busy', 'full')];
    const { session, clients, clock } = makeHarness({ refusals });
    void session.start();
    await clock.advance(0);
    session.online();
    await clock.advance(3_999);
    assert.equal(clients.clients.length, 1);
    await clock.advance(1);
    assert.equal(clients.clients.length, 2);
  });

  it('takes along the notice that did not get through', async () => {
    const stop = { url: 'https://example.com/stop', handle: 'handle' };
    let up = false;
    const { session, requests } = makeHarness({
      settings: { tokenProvider: () => ({ sessionToken: makeToken(), stop }) },
      fetch: () => (up ? Promise.resolve(new Response(null)) : Promise.reject(new TypeError('no network'))),
    });
    await session.start();
    const { sessionId } = session;
    await session.stop();
    await settle();
    session.online();
    await settle();
    assert.equal(requests.length, 2);
    up = true;
    session.online();
    await settle();
    session.online();
    assert.equal(requests.length, 3, 'once it got through it is not sent again');
    for (const request of requests) assert.deepEqual(bodyOf(request), { handle: 'handle', sessionId });
  });

  it('is not needed: the next try takes it along too, a few times', async () => {
    const stop = { url: 'https://example.com/stop', handle: 'handle' };
    const { session, clients, clock, requests } = makeHarness({
      settings: { tokenProvider: () => ({ sessionToken: makeToken(), stop }), reconnect: 9 },
      fetch: () => Promise.reject(new TypeError('no network')),
    });
    await session.start();
    const { sessionId: first } = session;
    clients.last.tell(lost);
    await clock.advance(1_000);
    assert.deepEqual(requests.map(bodyOf), Array(2).fill({ handle: 'handle', sessionId: first }));
    for (let round = 0; round < 9; round++) session.online();
    await settle();
    for (let round = 0; round < 9; round++) {
      session.online();
      await settle();
    }
    assert.equal(requests.length, 5, 'then it is given up');
  });
});

describe('retryDelay()', () => {
  const delay = (
    code: ErrorCode,
    more: Partial<Parameters<typeof retryDelay>[0]> = {},
    retryAfter?: number,
  ) =>
    retryDelay({
      error: new PersonaError(code, 'test', { retryAfter }),
      failures: 1,
      budget: 2,
      wasLive: true,
      random: () => 1,
      ...more,
    });

  it('never repeats what cannot heal', () => {
    const codes: readonly ErrorCode[] = [
      'engine-unauthorized', 'engine-no-plan', 'engine-forbidden', 'engine-not-found', 'engine-spend-cap',
      'engine-usage-limit', 'engine-bad-request', 'token-unauthorized', 'token-is-api-key', 'server-ended', 'unknown',
      'misconfigured', 'quota', 'browser-unsupported',
    ]; // prettier-ignore
    for (const code of codes) assert.equal(delay(code), null, code);
  });

  it('repeats a first start only when the service is full', () => {
    assert.equal(delay('engine-error', { wasLive: false }), null);
    assert.equal(delay('connect-timeout', { wasLive: false }), null);
    for (const code of ['engine-busy', 'engine-concurrency-limit', 'busy'] as const) {
      assert.equal(delay(code, { wasLive: false }), 4, code);
    }
  });

  it('doubles, spreads and caps', () => {
    const many = (failures: number, random: number) =>
      delay('webrtc-failed', { failures, budget: 99, random: () => random });
    assert.deepEqual(
      [1, 2, 3, 4].map((failures) => many(failures, 1)),
      [0.5, 1, 2, 4],
    );
    assert.equal(many(2, 0), 0.5);
    assert.equal(many(20, 1), 30);
  });

  it('waits as long as it is told, but not longer than a visitor would', () => {
    assert.equal(delay('busy', {}, 20), 20);
    assert.equal(delay('busy', {}, 1), 4);
    assert.equal(delay('busy', {}, 61), null);
  });

  it('stops when the tries are used up', () => {
    assert.equal(delay('webrtc-failed', { failures: 3 }), null);
  });
});

/** The seven laws of the session (docs/session.md), each by its name. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PersonaError } from '../../src/session/error.js';
import {
  bodyOf,
  FakeMicrophone,
  FakeStage,
  isPending,
  makeHarness,
  settle,
  type Harness,
} from '../support/session-harness.js';
import { makeToken } from '../support/tokens.js';

/** A session that the service is being asked for, with a way to tell the token server of its end. */
const allocating = async (): Promise<Harness> => {
  const stop = { url: 'https://example.com/stop', handle: 'handle' };
  const harness = makeHarness({
    auto: false,
    settings: { tokenProvider: () => ({ sessionToken: makeToken(), stop }), reconnect: 0 },
  });
  harness.session.start().catch(() => undefined);
  await settle();
  return harness;
};

describe('law 1: one attempt, one client, one signal', () => {
  it('every start makes a client of its own, with a token of its own', async () => {
    const tokens: string[] = [];
    const { session, clients } = makeHarness({
      settings: {
        tokenProvider: ({ attempt }) => {
          const token = makeToken({ jti: tokens.length, attempt });
          tokens.push(token);
          return token;
        },
      },
    });
    await session.start();
    await session.stop();
    await session.start();
    assert.equal(clients.clients.length, 2);
    assert.deepEqual(
      clients.clients.map(({ request }) => request.token),
      tokens,
    );
    assert.notEqual(tokens[0], tokens[1]);
  });

  it('a replacement is a new client, never the old one again', async () => {
    const { session, clients, clock } = makeHarness();
    await session.start();
    clients.last.tell({ type: 'closed', error: new PersonaError('signalling-lost', 'test') });
    await clock.advance(1_000);
    assert.equal(session.state, 'live');
    assert.equal(clients.clients.length, 2);
    assert.equal(clients.clients[0]?.phase, 'closed');
    assert.equal(clients.open.length, 1);
  });
});

describe('law 2: late is silent', () => {
  it('nothing a client tells after the end changes or tells anything', async () => {
    const { session, clients, events } = makeHarness();
    await session.start();
    const { request } = clients.last;
    await session.stop();
    const told = events.length;
    request.onEvent({ type: 'session', sessionId: 'late' });
    request.onEvent({ type: 'connected' });
    request.onEvent({ type: 'data-channel-open' });
    request.onEvent({ type: 'warning', message: 'late' });
    request.onEvent({ type: 'recovering' });
    request.onEvent({ type: 'closed', error: new PersonaError('webrtc-failed', 'late') });
    await settle();
    assert.equal(events.length, told);
    assert.equal(session.state, 'ended');
  });

  it('a token that comes after the stop opens nothing', async () => {
    let deliver!: (token: string) => void;
    const { session, clients } = makeHarness({
      settings: { tokenProvider: () => new Promise<string>((resolve) => (deliver = resolve)) },
    });
    const started = session.start();
    await session.stop();
    deliver(makeToken());
    await started;
    assert.equal(clients.clients.length, 0);
    assert.equal(session.state, 'ended');
  });

  it('a late stall of an earlier picture is not the present one', async () => {
    const { session, clients, clock, stage } = makeHarness();
    await session.start();
    const old = stage.observer;
    clients.last.tell({ type: 'closed', error: new PersonaError('webrtc-failed', 'test') });
    await clock.advance(1_000);
    old?.onStall();
    assert.equal(session.state, 'live');
    assert.equal(session.stalled, false);
  });
});

describe('law 3: one ending', () => {
  it('the first reason is kept', async () => {
    const { session, clients, of } = makeHarness();
    await session.start();
    const { request } = clients.last;
    const stopped = session.stop('idle');
    request.onEvent({ type: 'closed', error: new PersonaError('webrtc-failed', 'test') });
    await Promise.all([stopped, session.stop('user'), session.stop('page-close')]);
    assert.equal(session.endReason, 'idle');
    assert.equal(session.error, null);
    assert.deepEqual(
      of('session-end').map(({ reason }) => reason),
      ['idle'],
    );
    assert.equal(of('error').length, 0);
  });

  it('a start that has failed rejects, also when the user stops it while it closes', async () => {
    const { session, clients, clock } = makeHarness({ auto: false });
    const started = session.start();
    await clock.advance(20_000);
    const stopped = session.stop();
    clients.last.allocate();
    await stopped;
    await assert.rejects(started, { code: 'connect-timeout' });
  });

  it('the stop endpoint is told once, also when the user stops a session that is just lost', async () => {
    const stop = { url: 'https://example.com/stop', handle: 'handle' };
    const { session, clients, requests } = makeHarness({
      settings: { tokenProvider: () => ({ sessionToken: makeToken(), stop }) },
    });
    await session.start();
    clients.last.tell({ type: 'closed', error: new PersonaError('webrtc-failed', 'test') });
    await session.stop();
    assert.equal(session.endReason, 'user');
    assert.equal(session.retry, null);
    assert.equal(requests.length, 1);
  });

  it('a session that is allocated after the end is told to the stop endpoint, and told as begun and ended', async () => {
    const stop = { url: 'https://example.com/stop', handle: 'handle' };
    const { session, clients, clock, requests, of } = makeHarness({
      auto: false,
      settings: { tokenProvider: () => ({ sessionToken: makeToken(), stop }) },
    });
    session.start().catch(() => undefined);
    await settle();
    const stopped = session.stop();
    assert.equal(requests.length, 0, 'nothing is known that could be stopped');
    await clock.advance(300);
    clients.last.allocate('late');
    await stopped;
    assert.deepEqual(requests.map(bodyOf), [{ handle: 'handle', sessionId: 'late' }]);
    assert.deepEqual(
      of('session-start').map(({ sessionId }) => sessionId),
      ['late'],
    );
    assert.deepEqual(
      of('session-end').map(({ sessionId, reason, duration }) => [sessionId, reason, duration]),
      [['late', 'user', 0.3]],
    );
  });

  it('a failure is told also when a listener starts anew at once', async () => {
    const refusals = [new PersonaError('engine-not-found', 'test')];
    const { session, of } = makeHarness({ refusals });
    let restarted: Promise<void> | undefined;
    session.subscribe((event) => {
      if (event.type === 'state-change' && event.state === 'failed') restarted ??= session.start();
    });
    await assert.rejects(session.start(), { code: 'engine-not-found' });
    await restarted;
    assert.deepEqual(
      of('error').map(({ error }) => error.code),
      ['engine-not-found'],
    );
    assert.equal(session.state, 'live');
  });

  it('a failure stays a failure when the user stops while it closes', async () => {
    const { session, clients, of } = makeHarness({ settings: { reconnect: 0 } });
    await session.start();
    clients.last.tell({ type: 'closed', error: new PersonaError('webrtc-failed', 'test') });
    await session.stop();
    assert.equal(session.state, 'failed');
    assert.equal(session.error?.code, 'webrtc-failed');
    assert.equal(of('error').length, 1);
  });
});

describe('law 4: stop is a promise to pay', () => {
  it('resolves only when a client that was being opened is closed', async () => {
    const { session, clients } = makeHarness({ auto: false });
    void session.start();
    await settle();
    assert.equal(clients.last.phase, 'opening');
    const stopped = session.stop();
    assert.equal(await isPending(stopped), true, 'the request for a session is still under way');
    assert.equal(session.state, 'ending');
    clients.last.allocate();
    await stopped;
    assert.equal(clients.last.phase, 'closed');
    assert.equal(clients.open.length, 0);
    assert.equal(session.state, 'ended');
  });

  for (const phase of ['authorizing', 'connecting', 'live', 'reconnecting'] as const) {
    it(`works while ${phase}`, async () => {
      const harness = makeHarness({ auto: phase === 'live' || phase === 'reconnecting' });
      const { session, clients, microphone, clock } = harness;
      void session.start();
      if (phase !== 'authorizing') await settle();
      if (phase === 'reconnecting') clients.last.tell({ type: 'recovering' });
      assert.equal(session.state, phase);
      const stopped = session.stop();
      if (phase === 'connecting') clients.last.allocate();
      await stopped;
      assert.equal(session.state, 'ended');
      assert.equal(clients.open.length, 0);
      assert.equal(microphone.liveTracks, 0);
      assert.equal(clock.pending, 0, 'no timer is left');
    });
  }

  it('stops at once between two tries', async () => {
    const { session, clients, clock, of } = makeHarness();
    await session.start();
    clients.last.tell({ type: 'closed', error: new PersonaError('webrtc-failed', 'test') });
    await settle();
    assert.ok(session.retry);
    await session.stop();
    assert.equal(session.retry, null);
    assert.equal(clients.clients.length, 1);
    assert.equal(clock.pending, 0);
    assert.equal(of('retry').at(-1)?.retry, null);
  });

  it('aborts the request for a token', async () => {
    let signal: AbortSignal | undefined;
    const { session } = makeHarness({
      settings: {
        tokenProvider: (context) => {
          signal = context.signal;
          return new Promise<string>(() => undefined);
        },
      },
    });
    void session.start();
    await session.stop();
    assert.equal(signal?.aborted, true);
  });
});

describe('law 5: newer wins', () => {
  it('a start while starting or live is the same start', async () => {
    const { session, clients, microphone } = makeHarness();
    const first = session.start();
    assert.equal(session.start(), first);
    await first;
    assert.equal(session.start(), first);
    assert.equal(clients.clients.length, 1);
    assert.equal(microphone.asked, 1);
  });

  it('a start while ending waits for the close and is then a new session', async () => {
    const { session, clients } = makeHarness({ auto: false });
    void session.start();
    await settle();
    const stopped = session.stop();
    const again = session.start();
    assert.equal(session.start(), again);
    await settle();
    assert.equal(clients.clients.length, 1, 'the old one is not closed yet');
    clients.last.allocate();
    await stopped;
    await settle();
    assert.equal(clients.clients.length, 2);
    assert.equal(clients.open.length, 1);
    clients.last.describe();
    clients.last.connect();
    await again;
    assert.equal(session.state, 'live');
  });

  it('a stop after that start takes it back', async () => {
    const { session, clients } = makeHarness({ auto: false });
    void session.start();
    await settle();
    void session.stop();
    const again = session.start();
    const stopped = session.stop();
    clients.last.allocate();
    await Promise.all([stopped, again]);
    await settle();
    assert.equal(clients.clients.length, 1);
    assert.equal(session.state, 'ended');
  });

  it('a listener that stops at the very first change is obeyed', async () => {
    const { session, clients, microphone } = makeHarness();
    session.subscribe((event) => {
      if (event.type === 'state-change' && event.state === 'authorizing') void session.stop();
    });
    await session.start();
    await settle();
    assert.equal(session.state, 'ended');
    assert.equal(clients.clients.length, 0);
    assert.equal(microphone.asked, 0);
  });

  it('a token provider that stops the session is obeyed', async () => {
    const { session, clients } = makeHarness({
      settings: {
        tokenProvider: () => {
          void session.stop();
          return makeToken();
        },
      },
    });
    await session.start();
    await session.stop();
    assert.equal(session.state, 'ended');
    assert.equal(clients.open.length, 0);
  });

  it('a listener that stops when the stream is about to open saves its price', async () => {
    const { session, clients } = makeHarness();
    session.subscribe((event) => {
      if (event.type === 'state-change' && event.state === 'connecting') void session.stop();
    });
    await session.start();
    assert.equal(clients.clients.length, 0);
  });
});

describe('law 6: the client owns the truth', () => {
  it('is live only when connected and when the first picture is shown, in any order', async () => {
    for (const order of ['connected first', 'picture first']) {
      const stage = new FakeStage(false);
      const { session, clients } = makeHarness({ auto: false, stage });
      void session.start();
      await settle();
      clients.last.describe();
      await settle();
      const steps = [() => clients.last.connect(), () => stage.frame()];
      if (order === 'picture first') steps.reverse();
      steps[0]?.();
      await settle();
      assert.equal(session.state, 'connecting', order);
      steps[1]?.();
      await settle();
      assert.equal(session.state, 'live', order);
    }
  });

  it('believes the end when the client tells it', async () => {
    const { session, clients, of } = makeHarness();
    await session.start();
    clients.last.tell({ type: 'closed', error: new PersonaError('server-ended', 'Time is up.') });
    await settle();
    assert.equal(session.state, 'ended');
    assert.equal(session.endReason, 'server');
    assert.deepEqual(of('warning'), [{ type: 'warning', message: 'Time is up.' }]);
    assert.equal(of('error').length, 0);
  });

  it('waits no longer than it says', async () => {
    const { session, clock } = makeHarness({ auto: false });
    const started = session.start();
    await clock.advance(19_999);
    assert.equal(session.state, 'connecting');
    await clock.advance(1);
    assert.equal(session.state, 'ending', 'the request for a session cannot be taken back');
    assert.equal(await isPending(started), true);
  });
});

describe('law 7: policy before mechanism when dying', () => {
  it('aborts, then closes, then tells', async () => {
    const order: string[] = [];
    const { session, clients } = makeHarness();
    await session.start();
    const client = clients.last;
    const close = client.close.bind(client);
    client.close = () => {
      order.push('close');
      // What the client tells while it closes is not heard any more.
      client.tell({ type: 'warning', message: 'dying' });
      return close();
    };
    session.subscribe((event) => order.push(event.type === 'state-change' ? event.state : event.type));
    await session.stop();
    assert.deepEqual(order, ['close', 'ending', 'session-end', 'ended']);
  });

  it('a page that closes is left in the same task', async () => {
    const { session, clients, microphone, requests, stage } = makeHarness({
      settings: {
        tokenProvider: () => ({
          sessionToken: makeToken(),
          stop: { url: 'https://example.com/stop', handle: 'handle' },
        }),
      },
    });
    await session.start();
    const client = clients.last;
    const { sessionId } = session;
    let closed = false;
    const close = client.close.bind(client);
    client.close = () => {
      closed = true;
      return close();
    };
    session.leave();
    assert.equal(closed, true);
    assert.equal(microphone.liveTracks, 0);
    assert.equal(stage.shown, null);
    assert.equal(requests.length, 1);
    assert.equal(requests[0]?.url, 'https://example.com/stop');
    assert.equal(requests.at(0)?.init.keepalive, true);
    assert.deepEqual(bodyOf(requests[0]), { handle: 'handle', sessionId });
    await settle();
    assert.equal(session.endReason, 'page-close');
  });

  it('a page that closes while its session is being allocated leaves the handle, with which the server finds it', async () => {
    const { session, clients, requests } = await allocating();
    session.leave();
    assert.deepEqual(requests.map(bodyOf), [{ handle: 'handle' }]);
    // The page may live on in the back/forward cache: what is known by then is told as well.
    clients.last.allocate('late');
    await settle();
    assert.deepEqual(bodyOf(requests[1]), { handle: 'handle', sessionId: 'late' });
  });

  for (const reason of ['user', 'removed'] as const)
    it(`a page that closes after stop('${reason}'), while the session is still being allocated, leaves the handle too`, async () => {
      const { session, clients, requests } = await allocating();
      void session.stop(reason);
      await settle();
      assert.deepEqual(requests, []);
      session.leave();
      session.leave();
      assert.deepEqual(requests.map(bodyOf), [{ handle: 'handle' }]);
      clients.last.allocate('late');
      await settle();
      assert.deepEqual(requests.map(bodyOf), [{ handle: 'handle' }, { handle: 'handle', sessionId: 'late' }]);
      assert.equal(session.endReason, reason);
    });

  it('a page that closes when the start took too long, while it is still being allocated, leaves the handle too', async () => {
    const { session, clock, requests } = await allocating();
    await clock.advance(20_000);
    session.leave();
    assert.deepEqual(requests.map(bodyOf), [{ handle: 'handle' }]);
  });

  it('a stage that fails to clear does not keep the session from ending', async (t) => {
    const complaint = t.mock.method(console, 'error', () => undefined);
    const stage = new FakeStage();
    stage.clear = () => {
      throw new Error('test');
    };
    const { session } = makeHarness({ stage });
    await session.start();
    await session.stop();
    assert.equal(session.state, 'ended');
    assert.equal(complaint.mock.callCount(), 1);
  });

  it('a client that fails to close does not keep the session from ending', async () => {
    const { session, clients } = makeHarness();
    await session.start();
    clients.last.close = () => Promise.reject(new Error('test'));
    await session.stop();
    assert.equal(session.state, 'ended');
  });
});

describe('the microphone and the laws', () => {
  it('is let go at once when the visitor is not to be heard any more', async () => {
    const { session, clients, microphone } = makeHarness();
    await session.start();
    assert.equal(session.hasVoice, true);
    session.configure({ disableInputAudio: true });
    await settle();
    assert.equal(clients.last.voice, null);
    assert.equal(microphone.liveTracks, 0);
    assert.equal(session.hasVoice, false);
    // Another device, a late answer: nobody listens any more.
    microphone.change();
    assert.equal(microphone.liveTracks, 0);
    assert.equal(session.state, 'live');
    await session.stop();
    session.configure({ disableInputAudio: false });
    assert.equal(session.hasVoice, true);
  });

  it('not wanted any more while it is asked for, the session opens without it', async () => {
    const microphone = new FakeMicrophone(false);
    const { session, clients } = makeHarness({ microphone });
    const started = session.start();
    await settle();
    session.configure({ disableInputAudio: true });
    await started;
    assert.equal(clients.last.request.voice, false);
    microphone.grant();
    await settle();
    assert.equal(microphone.liveTracks, 0);
    await session.stop();
  });

  it('is asked in the task of start(), before anything is awaited', () => {
    const { session, microphone, clients } = makeHarness();
    void session.start();
    assert.equal(microphone.asked, 1);
    assert.equal(clients.loads, 1);
  });

  it('an answer that comes after the end leaves no live track', async () => {
    const microphone = new FakeMicrophone(false);
    const { session, clients } = makeHarness({ microphone });
    void session.start();
    await settle();
    await session.stop();
    microphone.grant();
    await settle();
    assert.equal(microphone.liveTracks, 0);
    assert.equal(clients.clients.length, 0);
  });
});

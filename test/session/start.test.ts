import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PersonaError } from '../../src/session/error.js';
import { PersonaSession } from '../../src/session/session.js';
import { FakeClients } from '../support/fake-client.js';
import { FakeMicrophone, FakeStage, isPending, makeHarness, settle } from '../support/session-harness.js';
import { makeToken } from '../support/tokens.js';

describe('start()', () => {
  it('goes through its states and tells each once', async () => {
    const { session, states, of } = makeHarness();
    assert.equal(session.state, 'idle');
    await session.start();
    await session.stop();
    assert.deepEqual(states(), ['authorizing', 'connecting', 'live', 'ending', 'ended']);
    assert.deepEqual(
      of('state-change').map(({ previousState }) => previousState),
      ['idle', 'authorizing', 'connecting', 'live', 'ending'],
    );
    assert.deepEqual(
      of('state-change').map(({ reason }) => reason),
      [undefined, undefined, undefined, 'user', 'user'],
    );
  });

  it('rejects with the error that is also told, once, when it failed', async () => {
    const error = new PersonaError('engine-not-found', 'test');
    const { session, of, clients } = makeHarness({ refusals: [error] });
    await assert.rejects(session.start(), error);
    assert.equal(session.state, 'failed');
    assert.equal(session.error, error);
    assert.equal(session.endReason, 'error');
    assert.deepEqual(of('error'), [{ type: 'error', error }]);
    assert.equal(clients.open.length, 0);
    assert.equal(session.duration, 0, 'nobody pays for a refusal');
  });

  it('starts anew after a failure', async () => {
    const { session } = makeHarness({ refusals: [new PersonaError('engine-not-found', 'test')] });
    await assert.rejects(session.start());
    await session.start();
    assert.equal(session.state, 'live');
    assert.equal(session.error, null);
    assert.equal(session.endReason, null);
  });

  it('resolves when it is ended on purpose before it is live', async () => {
    const { session } = makeHarness({ auto: false });
    const started = session.start();
    session.leave();
    await started;
    assert.equal(session.endReason, 'page-close');
  });

  it('fails when the service ends the session before it is live', async () => {
    const { session, clients } = makeHarness({ auto: false });
    const started = session.start();
    await settle();
    clients.last.allocate();
    clients.last.tell({ type: 'closed', error: new PersonaError('server-ended', 'No.') });
    await assert.rejects(started, { code: 'server-ended', message: 'No.' });
  });

  it('ends as by the user when the page closes the client through its own door', async () => {
    const { session, clients } = makeHarness();
    await session.start();
    clients.last.tell({ type: 'closed' });
    await settle();
    assert.equal(session.endReason, 'user');
  });

  it('passes on that the SDK could not be loaded, and tries again at the next start', async () => {
    const { session, clients } = makeHarness();
    clients.loadError = new PersonaError('sdk-load-failed', 'test');
    await assert.rejects(session.start(), { code: 'sdk-load-failed' });
    assert.equal(clients.clients.length, 0);
    clients.loadError = undefined;
    await session.start();
    assert.equal(session.state, 'live');
  });

  it('calls it offline where there is no network', async () => {
    const harness = makeHarness();
    harness.online = false;
    harness.clients.loadError = new PersonaError('sdk-load-failed', 'test');
    await assert.rejects(harness.session.start(), { code: 'offline' });
  });

  it('wraps what nobody foresaw', async () => {
    const { session, clients } = makeHarness();
    const cause = new TypeError('oops');
    clients.create = () => {
      throw cause;
    };
    await assert.rejects(session.start(), { code: 'unknown', cause });
  });
});

describe('the connect timeout', () => {
  it('says when nothing connected', async () => {
    const { session, clients, clock } = makeHarness({ auto: false });
    const started = session.start();
    await settle();
    clients.last.allocate();
    await clock.advance(20_000);
    await assert.rejects(started, { code: 'connect-timeout' });
    assert.equal(clients.open.length, 0);
  });

  it('says when it connected and no picture came', async () => {
    const { session, clients, clock } = makeHarness({ auto: false, stage: new FakeStage(false) });
    const started = session.start();
    await settle();
    clients.last.describe();
    clients.last.connect();
    await clock.advance(20_000);
    await assert.rejects(started, { code: 'no-picture' });
  });

  it('covers a token that never comes', async () => {
    const { session, clock } = makeHarness({
      settings: { tokenProvider: () => new Promise<string>(() => undefined), connectTimeout: 3 },
    });
    const started = session.start();
    await clock.advance(3_000);
    await assert.rejects(started, { code: 'connect-timeout' });
  });

  it('does not count the time at the question for the microphone', async () => {
    const microphone = new FakeMicrophone(false);
    const { session, clock, clients } = makeHarness({
      microphone,
      auto: false,
      settings: { connectTimeout: 5 },
    });
    void session.start();
    await clock.advance(7_000);
    assert.equal(session.state, 'authorizing', 'nothing is billed while the visitor reads');
    microphone.grant();
    await clock.advance(4_999);
    assert.equal(session.state, 'connecting');
    clients.last.allocate();
    await clock.advance(1);
    assert.equal(session.state, 'failed');
  });
});

describe('the microphone', () => {
  it('is sent when it is granted', async () => {
    const { session, clients, microphone } = makeHarness();
    await session.start();
    assert.equal(clients.last.voice, microphone.lent[0]);
    assert.equal(clients.last.request.voice, true);
  });

  it('refused, the session goes on without', async () => {
    const microphone = new FakeMicrophone(false);
    const { session, clients } = makeHarness({ microphone });
    const started = session.start();
    await settle();
    assert.equal(clients.clients.length, 0);
    microphone.refuse();
    await started;
    assert.equal(clients.last.voice, null);
    assert.equal(clients.last.request.voice, true, 'it may still come');
  });

  it('unanswered for 8 seconds, the session opens with silence and the voice joins later', async () => {
    const microphone = new FakeMicrophone(false);
    const { session, clients, clock } = makeHarness({ microphone });
    void session.start();
    await clock.advance(7_999);
    assert.equal(clients.clients.length, 0);
    await clock.advance(1);
    assert.equal(session.state, 'live');
    assert.equal(clients.last.voice, null);
    microphone.grant();
    await settle();
    assert.equal(clients.last.voice, microphone.lent[0]);
  });

  it('granted while the stream opens, it is handed on when it is open', async () => {
    const microphone = new FakeMicrophone(false);
    const { session, clients, clock } = makeHarness({ microphone, auto: false });
    void session.start();
    await clock.advance(8_000);
    microphone.grant();
    await settle();
    assert.equal(clients.last.voice, null);
    clients.last.describe();
    await settle();
    assert.equal(clients.last.voice, microphone.lent[0]);
  });

  it('changed, the new track is sent and the old one stopped', async () => {
    const { session, clients, microphone } = makeHarness();
    await session.start();
    const changed = microphone.change();
    assert.equal(clients.last.voice, changed);
    assert.equal(microphone.liveTracks, 1);
    microphone.observer?.onTrack(null);
    assert.equal(clients.last.voice, null);
    assert.equal(microphone.liveTracks, 0);
    await session.stop();
  });

  it('changed after the end, the track is stopped at once', async () => {
    const { session, microphone } = makeHarness();
    await session.start();
    await session.stop();
    microphone.change();
    assert.equal(microphone.liveTracks, 0);
  });

  it('that cannot be changed is told as a warning', async () => {
    const { session, clients, microphone, of } = makeHarness();
    await session.start();
    clients.last.setVoice = () => Promise.reject(new Error('replaceTrack failed'));
    microphone.change();
    await settle();
    assert.match(of('warning')[0]?.message ?? '', /replaceTrack failed/);
  });

  it('that breaks its promise not to reject is a microphone that is not there', async () => {
    const microphone = new FakeMicrophone();
    const breaks = [
      () => Promise.reject(new Error('test')),
      () => {
        throw new Error('test');
      },
    ];
    for (const open of breaks) {
      microphone.open = open;
      const { session, clients } = makeHarness({ microphone });
      await session.start();
      assert.equal(clients.last.voice, null);
    }
  });

  it('is not asked with disableInputAudio, and no voice is negotiated', async () => {
    const { session, clients, microphone } = makeHarness({ settings: { disableInputAudio: true } });
    await session.start();
    assert.equal(microphone.asked, 0);
    assert.equal(clients.last.request.voice, false);
  });
});

describe('what a running session tells of itself', () => {
  it('milestones once each, in milliseconds since the start', async () => {
    const { session, of, clock, clients } = makeHarness({ auto: false });
    void session.start();
    await clock.advance(100);
    clients.last.allocate();
    await clock.advance(100);
    clients.last.describe();
    await clock.advance(100);
    clients.last.connect();
    clients.last.connect();
    clients.last.tell({ type: 'session', sessionId: 'twice' });
    await clock.advance(100);
    clients.last.tell({ type: 'ready' });
    assert.deepEqual(session.timings, {
      token: 0,
      session: 100,
      firstFrame: 200,
      connected: 300,
      ready: 400,
    });
    assert.deepEqual(
      of('milestone').map(({ name }) => name),
      ['token', 'session', 'first-frame', 'connected', 'ready'],
    );
    assert.equal(of('session-start').length, 1);
  });

  it('a pair of start and end with the billed time', async () => {
    const { session, of, clock } = makeHarness();
    await session.start();
    const { sessionId } = session;
    assert.deepEqual(of('session-start'), [{ type: 'session-start', sessionId }]);
    await clock.advance(12_000);
    assert.equal(session.duration, 12);
    await session.stop();
    await clock.advance(5_000);
    assert.equal(session.duration, 12);
    assert.deepEqual(of('session-end'), [{ type: 'session-end', sessionId, reason: 'user', duration: 12 }]);
    assert.equal(session.sessionId, null);
  });

  it('its client and media while it has them', async () => {
    const { session, clients, stage } = makeHarness();
    assert.equal(session.client, null);
    assert.equal(session.media, null);
    await session.start();
    assert.equal(session.client, clients.last.raw);
    assert.equal(session.media, stage.shown);
    await session.stop();
    assert.equal(session.client, null);
    assert.equal(session.media, null);
  });

  it('only what comes after one began to listen', () => {
    const { session } = makeHarness();
    const heard: string[] = [];
    const stop = session.subscribe(() => {
      stop();
      session.subscribe((event) => heard.push(event.type));
    });
    void session.start();
    assert.deepEqual(heard, []);
  });

  it('nothing to one who no longer listens, and everything to the others when one throws', async () => {
    const { session, events } = makeHarness();
    const heard: string[] = [];
    const stop = session.subscribe((event) => heard.push(event.type));
    stop();
    const errors: unknown[] = [];
    const scope = globalThis as { reportError?: (error: unknown) => void };
    scope.reportError = (error) => errors.push(error);
    session.subscribe(() => {
      throw new Error('a listener of the page');
    });
    session.subscribe((event) => heard.push(event.type));
    await session.start();
    delete scope.reportError;
    assert.equal(session.state, 'live');
    assert.equal(heard.length, events.length);
    assert.equal(errors.length, events.length);
    await session.stop();
  });
});

describe('with the real clock and nothing around it', () => {
  it('is live as soon as it is connected, and on the timeline of the page', async () => {
    const clients = new FakeClients();
    const session = new PersonaSession({ clients }, { sessionToken: makeToken() });
    performance.clearMeasures();
    const began = performance.now();
    await session.start();
    const took = performance.now() - began;
    assert.equal(session.state, 'live');
    assert.equal(session.timings.firstFrame, undefined);
    assert.equal(clients.last.request.voice, false);
    const { connected } = session.timings;
    const [entry] = performance.getEntriesByName('anam-persona:connected');
    assert.equal(entry?.duration, connected);
    assert.ok(connected !== undefined && connected <= took, 'in milliseconds since the start');
    await session.stop();
    assert.ok(session.duration <= (performance.now() - began) / 1000, 'in seconds');
  });

  it('fetches with the page’s own fetch, and believes the browser that it is offline', async (t) => {
    t.mock.method(globalThis, 'fetch', () => Promise.reject(new TypeError('fetch failed')));
    const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    Object.defineProperty(globalThis, 'navigator', { value: { onLine: false }, configurable: true });
    t.after(() => {
      if (before) Object.defineProperty(globalThis, 'navigator', before);
      else Reflect.deleteProperty(globalThis, 'navigator');
    });
    const session = new PersonaSession(
      { clients: new FakeClients() },
      { tokenUrl: 'https://example.com/token' },
    );
    await assert.rejects(session.start(), { code: 'offline' });
  });
});

describe('preload()', () => {
  it('gets the code once it is asked to', () => {
    const { session, clients } = makeHarness();
    session.preload('code');
    assert.equal(clients.loads, 1);
  });

  it('swallows what fails: the start will tell', async () => {
    const { session, clients, events } = makeHarness();
    clients.loadError = new PersonaError('sdk-load-failed', 'test');
    session.preload('code');
    await settle();
    assert.deepEqual(events, []);
  });

  it('gets a token ahead, for one start and for five minutes', async () => {
    let minted = 0;
    const tokenProvider = () => makeToken({ jti: ++minted });
    const { session, clock } = makeHarness({ settings: { tokenProvider } });
    session.preload('token');
    session.preload('token');
    await session.start();
    assert.equal(minted, 1);
    await session.stop();
    await session.start();
    assert.equal(minted, 2);
    session.preload('token');
    await session.stop();
    assert.equal(minted, 2, 'not while a session runs');
    session.preload('token');
    await clock.advance(300_000);
    await session.start();
    assert.equal(minted, 4, 'the one fetched ahead is too old');
    await session.stop();
  });

  it('asks again when the settings changed or the early answer was none', async () => {
    const asked: string[] = [];
    const { session } = makeHarness({
      settings: {
        tokenProvider: () => {
          asked.push('first');
          throw new Error('not yet');
        },
      },
    });
    session.preload('token');
    await settle();
    session.configure({ tokenProvider: () => (asked.push('second'), makeToken()) });
    await session.start();
    assert.deepEqual(asked, ['first', 'second']);
    await session.stop();
    session.configure({
      tokenProvider: () => {
        asked.push('third');
        if (asked.length < 4) throw new Error('not yet');
        return makeToken();
      },
    });
    session.preload('token');
    await session.start();
    assert.deepEqual(asked, ['first', 'second', 'third', 'third']);
  });
});

describe('promises', () => {
  it('stop() before any start resolves at once', async () => {
    const { session, events } = makeHarness();
    assert.equal(await isPending(session.stop()), false);
    session.online();
    session.activity();
    assert.deepEqual(events, []);
  });
});

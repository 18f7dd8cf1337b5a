/** What the token server is told, so that nothing it gave stays taken. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PersonaError } from '../../src/session/error.js';
import type { TokenResponse } from '../../src/session/settings.js';
import {
  bodyOf,
  FakeMicrophone,
  makeHarness,
  settle,
  type Harness,
  type HarnessOptions,
} from '../support/session-harness.js';
import { makeToken } from '../support/tokens.js';

/** A harness whose tokens come with the handles `handle-1`, `handle-2`, … */
const withHandles = ({ settings, ...options }: HarnessOptions = {}): Harness => {
  let count = 0;
  const tokenProvider = (): TokenResponse => ({
    sessionToken: makeToken(),
    stop: { url: 'https://example.com/stop', handle: `handle-${++count}` },
  });
  return makeHarness({ ...options, settings: { tokenProvider, ...settings } });
};

const told = ({ requests }: Harness): unknown[] => requests.map(bodyOf);

describe('a token that was got is given back', () => {
  it('by its handle alone, when the answer with the session was lost', async () => {
    const harness = withHandles({ auto: false });
    const { session, clients } = harness;
    const started = session.start();
    await settle();
    // The engine may well have made a session; its answer did not come.
    clients.last.refuse(new PersonaError('engine-error', 'test'));
    await assert.rejects(started, { code: 'engine-error' });
    assert.deepEqual(told(harness), [{ handle: 'handle-1' }]);
  });

  it('when the start is cancelled while the microphone is asked for', async () => {
    const harness = withHandles({ microphone: new FakeMicrophone(false) });
    void harness.session.start();
    await settle();
    await harness.session.stop();
    assert.equal(harness.clients.clients.length, 0);
    assert.deepEqual(told(harness), [{ handle: 'handle-1' }]);
  });

  it('in the task in which the page goes away', async () => {
    const harness = withHandles({ microphone: new FakeMicrophone(false) });
    void harness.session.start();
    await settle();
    harness.session.leave();
    assert.deepEqual(told(harness), [{ handle: 'handle-1' }]);
    await settle();
    assert.equal(harness.requests.length, 1, 'nothing more is known later');
  });

  it('when the SDK does not take it, or does not come', async () => {
    const refusing = withHandles();
    refusing.clients.create = () => {
      throw new PersonaError('invalid-configuration', 'test');
    };
    await assert.rejects(refusing.session.start(), { code: 'invalid-configuration' });
    assert.deepEqual(told(refusing), [{ handle: 'handle-1' }]);

    const missing = withHandles();
    missing.clients.loadError = new PersonaError('sdk-load-failed', 'test');
    await assert.rejects(missing.session.start(), { code: 'sdk-load-failed' });
    await settle();
    assert.deepEqual(told(missing), [{ handle: 'handle-1' }]);
  });

  it('one for each try at a service that is full', async () => {
    const harness = withHandles({ refusals: [new PersonaError('engine-busy', 'test')] });
    const { session, clock } = harness;
    void session.start();
    await clock.advance(4_000);
    const { sessionId } = session;
    await session.stop();
    assert.deepEqual(told(harness), [{ handle: 'handle-1' }, { handle: 'handle-2', sessionId }]);
  });

  it('also when it comes after the end', async () => {
    let deliver!: (answer: TokenResponse) => void;
    const harness = withHandles({
      settings: { tokenProvider: () => new Promise((resolve) => (deliver = resolve)) },
    });
    const { session, events } = harness;
    const started = session.start();
    await session.stop();
    await started;
    const before = events.length;
    deliver({ sessionToken: makeToken(), stop: { url: 'https://example.com/stop', handle: 'late' } });
    await settle();
    assert.deepEqual(told(harness), [{ handle: 'late' }]);
    assert.equal(events.length, before, 'law 2: the page hears nothing of it');
  });
});

describe('a token that was got ahead', () => {
  const prefetched = async (options: HarnessOptions = {}): Promise<Harness> => {
    const harness = withHandles(options);
    harness.session.preload('token');
    await settle();
    assert.deepEqual(told(harness), []);
    return harness;
  };

  it('is given back when the element is removed, the page goes away, or nobody wants it any more', async () => {
    for (const reason of ['removed', 'page-close', 'user'] as const) {
      const harness = await prefetched({ settings: { tokenCredentials: 'include' } });
      await harness.session.stop(reason);
      await settle();
      assert.deepEqual(told(harness), [{ handle: 'handle-1' }], reason);
      assert.equal(harness.requests[0]?.init.credentials, 'include');
      assert.equal(harness.clock.pending, 0);
      await harness.session.stop();
      await settle();
      assert.equal(harness.requests.length, 1, 'once');
    }
  });

  it('is given back after five minutes', async () => {
    const harness = await prefetched();
    await harness.clock.advance(299_999);
    assert.deepEqual(told(harness), []);
    await harness.clock.advance(1);
    assert.deepEqual(told(harness), [{ handle: 'handle-1' }]);
  });

  it('is given back when another persona is wanted, and not when it is the same one, said anew', async () => {
    const settings = { tokenParams: { persona: 'cara' }, tokenHeaders: { 'x-csrf': 'yes' } };
    const harness = await prefetched({ settings });
    harness.session.configure({ tokenParams: { persona: 'cara' }, tokenHeaders: { 'x-csrf': 'yes' } });
    await settle();
    assert.deepEqual(told(harness), []);
    harness.session.configure({ tokenParams: { persona: 'leo' } });
    await settle();
    assert.deepEqual(told(harness), [{ handle: 'handle-1' }]);
  });

  it('is given back when it only comes afterwards', async () => {
    const harness = withHandles();
    harness.session.preload('token');
    harness.session.leave();
    await settle();
    assert.deepEqual(told(harness), [{ handle: 'handle-1' }]);
  });

  it('is kept by the session that it opened, until that ends', async () => {
    const harness = await prefetched();
    const { session } = harness;
    await session.start();
    assert.deepEqual(told(harness), []);
    const { sessionId } = session;
    await session.stop();
    assert.deepEqual(told(harness), [{ handle: 'handle-1', sessionId }]);
  });
});

describe('a notice', () => {
  it('goes again when the server cannot take it now, and not when it took or refused it', async () => {
    for (const status of [204, 401, 429, 500, 503]) {
      const times = status === 204 || status === 401 ? 1 : 2;
      const answers = [status, 204];
      const harness = withHandles({
        fetch: () => Promise.resolve(new Response(null, { status: answers.shift() ?? 204 })),
      });
      const { session } = harness;
      await session.start();
      const { sessionId } = session;
      await session.stop();
      await settle();
      for (let round = 0; round < 2; round++) {
        session.online();
        await settle();
      }
      assert.deepEqual(told(harness), Array(times).fill({ handle: 'handle-1', sessionId }), `${status}`);
    }
  });
});

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

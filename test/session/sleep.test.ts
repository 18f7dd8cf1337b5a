/** A device that sleeps: no session goes on, or begins, before the eyes of nobody. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PersonaError } from '../../src/session/error.js';
import { makeHarness, settle } from '../support/session-harness.js';

const HOUR = 3_600_000;
const lost = { type: 'closed', error: new PersonaError('signalling-lost', 'test') } as const;

describe('a device that slept for minutes', () => {
  it('finds its session lost, and opens no other', async () => {
    const { session, clients, clock, microphone, of } = makeHarness();
    await session.start();
    clock.sleep(HOUR);
    clients.last.tell(lost);
    await clock.advance(HOUR);
    assert.equal(session.state, 'ended');
    assert.equal(session.endReason, 'hidden');
    assert.equal(clients.clients.length, 1);
    assert.equal(microphone.liveTracks, 0);
    assert.equal(of('error').length, 0);
    assert.deepEqual(
      of('session-end').map(({ reason }) => reason),
      ['hidden'],
    );
    assert.equal(clock.pending, 0);
  });

  it('ends a session that seems to go on', async () => {
    const { session, clients, clock } = makeHarness();
    await session.start();
    await clock.advance(45_000);
    clock.sleep(HOUR);
    await clock.advance(15_000);
    assert.equal(session.endReason, 'hidden');
    assert.equal(clients.open.length, 0);
  });

  it('does not go on with a replacement that it waited for, also when the network is back', async () => {
    for (const wake of ['timer', 'network'] as const) {
      const harness = makeHarness();
      const { session, clients, clock } = harness;
      await session.start();
      harness.online = false;
      clients.last.tell(lost);
      await settle();
      assert.ok(session.retry);
      clock.sleep(HOUR);
      harness.online = true;
      if (wake === 'network') session.online();
      await clock.advance(60_000);
      assert.equal(session.endReason, 'hidden', wake);
      assert.equal(clients.clients.length, 1, wake);
    }
  });

  it('starts nothing that it was about to start', async () => {
    const refusals = [new PersonaError('engine-busy', 'test')];
    const { session, clients, clock } = makeHarness({ refusals });
    const started = session.start();
    await settle();
    clock.sleep(HOUR);
    await Promise.all([started, clock.advance(4_000)]);
    assert.equal(session.endReason, 'hidden');
    assert.equal(clients.clients.length, 1);
  });
});

describe('a nap', () => {
  it('of less than two minutes is a loss like any other', async () => {
    const { session, clients, clock } = makeHarness();
    await session.start();
    await clock.advance(HOUR);
    assert.equal(session.state, 'live', 'a long conversation is no sleep');
    clock.sleep(89_000);
    clients.last.tell(lost);
    await clock.advance(1_000);
    assert.equal(session.state, 'live');
    assert.equal(clients.clients.length, 2);
    await session.stop();
  });
});

describe('a token that was got ahead', () => {
  it('is too old after a sleep, in which its timer stood still', async () => {
    let minted = 0;
    const stop = { url: 'https://example.com/stop', handle: 'handle' };
    const { session, clock, requests } = makeHarness({
      settings: { tokenProvider: () => ({ sessionToken: `${++minted}.e30.`, stop }) },
    });
    session.preload('token');
    await settle();
    clock.sleep(HOUR);
    await session.start();
    assert.equal(minted, 2);
    assert.equal(requests.length, 1);
    await session.stop();
  });
});

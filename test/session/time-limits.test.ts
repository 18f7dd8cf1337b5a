import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PersonaError } from '../../src/session/error.js';
import type { EndWarningEvent } from '../../src/session/events.js';
import type { PersonaSession } from '../../src/session/session.js';
import { LIVE_TIMERS, makeHarness } from '../support/session-harness.js';

/** Asked anew each time. */
const warning = ({ endWarning }: PersonaSession): EndWarningEvent | null => endWarning;

describe('idle', () => {
  const settings = { idleTimeout: 60 };

  it('warns 20 seconds before, and ends', async () => {
    const { session, clock, of } = makeHarness({ settings });
    await session.start();
    await clock.advance(39_999);
    assert.equal(warning(session), null);
    await clock.advance(1);
    assert.equal(warning(session)?.reason, 'idle');
    assert.equal(warning(session)?.secondsLeft, 20);
    assert.equal(of('end-warning').length, 1);
    await clock.advance(20_000);
    assert.equal(session.endReason, 'idle');
    assert.equal(warning(session), null);
    assert.equal(of('end-warning-over').length, 1);
  });

  it('warns at half of a short limit', async () => {
    const { session, clock } = makeHarness({ settings: { idleTimeout: 10 } });
    await session.start();
    await clock.advance(5_000);
    assert.equal(warning(session)?.secondsLeft, 5);
    await session.stop();
    assert.equal(clock.pending, 0);
  });

  it('does not wait for ever for the end of a speech that is never told', async () => {
    const { session, clients, clock } = makeHarness({ settings });
    await session.start();
    clients.last.tell({ type: 'user-speech', speaking: true });
    await clock.advance(150_000);
    assert.equal(warning(session), null);
    await clock.advance(30_000);
    assert.equal(session.endReason, 'idle');
  });

  it('begins again with every sign of life', async () => {
    const { session, clock, clients, of } = makeHarness({ settings });
    await session.start();
    const signs: (() => Promise<void> | undefined)[] = [
      () => {
        session.activity();
        return undefined;
      },
      () => session.sendUserMessage('Hi'),
      () => session.talk('Hi'),
      () => {
        clients.last.say('Hi', { role: 'user' });
        return undefined;
      },
    ];
    for (const sign of signs) {
      await clock.advance(50_000);
      assert.equal(warning(session)?.reason, 'idle');
      await sign();
      assert.equal(warning(session), null);
    }
    assert.equal(of('end-warning-over').length, signs.length);
    assert.equal(session.state, 'live');
    await session.stop();
  });

  it('does not count while somebody speaks', async () => {
    const { session, clock, clients } = makeHarness({ settings });
    await session.start();
    clients.last.tell({ type: 'user-speech', speaking: true });
    await clock.advance(100_000);
    assert.equal(warning(session), null);
    clients.last.tell({ type: 'user-speech', speaking: false });
    clients.last.say('A long', { id: 'persona::1', endOfSpeech: false });
    await clock.advance(100_000);
    assert.equal(session.state, 'live');
    clients.last.say(' story.', { id: 'persona::1' });
    await clock.advance(60_000);
    assert.equal(session.endReason, 'idle');
  });

  it('is extended by whoever is warned', async () => {
    const { session, clock } = makeHarness({ settings });
    session.subscribe((event) => event.type === 'end-warning' && event.extend());
    await session.start();
    await clock.advance(300_000);
    assert.equal(session.state, 'live');
    await session.stop();
  });

  it('an old warning extends nothing', async () => {
    const { session, clock } = makeHarness({ settings });
    await session.start();
    await clock.advance(45_000);
    const announced = warning(session);
    session.activity();
    await clock.advance(50_000);
    announced?.extend();
    await clock.advance(10_000);
    assert.equal(session.endReason, 'idle');
  });

  it('goes on over a replacement: a lost session that nobody uses ends too', async () => {
    const { session, clock, clients } = makeHarness({ settings });
    await session.start();
    await clock.advance(40_000);
    clients.last.tell({ type: 'closed', error: new PersonaError('webrtc-failed', 'test') });
    await clock.advance(20_000);
    assert.equal(session.endReason, 'idle');
  });
});

describe('hidden', () => {
  const settings = { hiddenTimeout: 30 };

  it('counts only while hidden', async () => {
    const { session, clock } = makeHarness({ settings });
    await session.start();
    await clock.advance(100_000);
    session.setHidden(true);
    session.setHidden(true);
    await clock.advance(20_000);
    assert.equal(warning(session)?.reason, 'hidden');
    session.setHidden(false);
    assert.equal(warning(session), null);
    await clock.advance(100_000);
    assert.equal(session.state, 'live');
    session.setHidden(true);
    await clock.advance(30_000);
    assert.equal(session.endReason, 'hidden');
  });

  it('counts for a session that became live in a hidden tab', async () => {
    const { session, clock } = makeHarness({ settings });
    session.setHidden(true);
    await session.start();
    await clock.advance(30_000);
    assert.equal(session.endReason, 'hidden');
  });
});

describe('maximum duration', () => {
  it('counts billed time, activity or not', async () => {
    const { session, clock } = makeHarness({ settings: { maxDuration: 100 } });
    await session.start();
    for (let second = 0; second < 80; second++) {
      await clock.advance(1_000);
      session.activity();
    }
    assert.equal(warning(session)?.secondsLeft, 20);
    await clock.advance(20_000);
    assert.equal(session.endReason, 'max-duration');
    assert.equal(session.duration, 100);
  });

  it('counts from the opening of the stream, not from the first picture', async () => {
    const { session, clock, clients } = makeHarness({ auto: false, settings: { maxDuration: 100 } });
    void session.start();
    await clock.advance(0);
    clients.last.allocate();
    await clock.advance(10_000);
    clients.last.describe();
    await clock.advance(0);
    clients.last.connect();
    await clock.advance(90_000);
    assert.equal(session.duration, 100);
    assert.equal(session.endReason, 'max-duration');
  });

  it('extended, begins again', async () => {
    const { session, clock } = makeHarness({ settings: { maxDuration: 100 } });
    await session.start();
    await clock.advance(90_000);
    warning(session)?.extend();
    assert.equal(warning(session), null);
    await clock.advance(99_000);
    assert.equal(warning(session)?.secondsLeft, 20);
    await clock.advance(1_000);
    assert.equal(session.duration, 190);
    assert.equal(session.endReason, 'max-duration');
  });
});

describe('changing the limits while live', () => {
  it('counts from the change', async () => {
    const { session, clock } = makeHarness();
    await session.start();
    await clock.advance(100_000);
    session.configure({ idleTimeout: 20 });
    await clock.advance(19_999);
    assert.equal(session.state, 'live');
    await clock.advance(1);
    assert.equal(session.endReason, 'idle');
  });

  it('a limit that is passed already warns before it ends', async () => {
    const { session, clock, of } = makeHarness();
    await session.start();
    await clock.advance(100_000);
    session.configure({ maxDuration: 50 });
    await clock.advance(0);
    assert.equal(of('end-warning').length, 1);
    assert.equal(session.state, 'live');
    await clock.advance(20_000);
    assert.equal(session.endReason, 'max-duration');
  });

  it('switched off, nothing ends', async () => {
    const { session, clock } = makeHarness({ settings: { idleTimeout: 20 } });
    await session.start();
    await clock.advance(15_000);
    session.configure({ idleTimeout: 0 });
    assert.equal(warning(session), null);
    await clock.advance(100_000);
    assert.equal(session.state, 'live');
    assert.equal(clock.pending, LIVE_TIMERS);
  });

  it('a change of something else does not begin them again', async () => {
    const { session, clock } = makeHarness({ settings: { idleTimeout: 20 } });
    await session.start();
    await clock.advance(15_000);
    session.configure({ reconnect: 1 });
    await clock.advance(5_000);
    assert.equal(session.endReason, 'idle');
  });
});

describe('two limits at once', () => {
  it('the end that comes first is the one that is announced', async () => {
    const { session, clock } = makeHarness({ settings: { idleTimeout: 40, maxDuration: 30 } });
    await session.start();
    await clock.advance(26_000);
    const announced = warning(session);
    assert.equal(announced?.reason, 'max-duration');
    announced.extend();
    assert.equal(warning(session)?.reason, 'idle');
    await session.stop();
  });
});

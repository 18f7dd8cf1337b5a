import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from '../../src/session/clock.js';

const DAY = 24 * 60 * 60 * 1000;
/** Milliseconds that a timer of the platform can wait at most. */
const LONGEST = 2 ** 31 - 1;

describe('the system clock', () => {
  it('rings after a time that is longer than a timer of the platform knows, and not at once', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    let rang = 0;
    systemClock.after(30 * DAY, () => rang++);
    const cancel = systemClock.after(30 * DAY, () => assert.fail('cancelled'));
    t.mock.timers.tick(LONGEST);
    cancel();
    t.mock.timers.tick(30 * DAY - LONGEST - 1);
    assert.equal(rang, 0);
    t.mock.timers.tick(1);
    assert.equal(rang, 1);
  });
});

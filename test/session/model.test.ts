/**
 * Random lives of a session: commands of the page, answers of token, microphone and service, events late, doubled and out
 * of order, and time. After every step the laws hold, and at the end nothing is left. `MODEL_SEED` repeats a run.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SessionModel, type Action } from '../support/session-model.js';

const RUNS = Number(process.env['MODEL_RUNS'] ?? 10_000);
const seed = Number(process.env['MODEL_SEED'] ?? Date.now() % 2 ** 31);

const word = (...words: string[]): fc.Arbitrary<string> => fc.constantFrom(...words);
const which = fc.nat({ max: 3 });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(word('start', 'stop', 'go live')) },
  {
    weight: 1,
    arbitrary: fc.tuple(word('restart when over', 'restart when failed', 'stop when live', 'no reflex')),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(word('leave', 'stop twice', 'online', 'offline', 'hide', 'show', 'activity')),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(word('message', 'context', 'talk', 'talk stream', 'interrupt', 'cue', 'update')),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(
      word(
        'token',
        'bad token',
        'token refused',
        'token fails',
        'grant',
        'refuse',
        'change voice',
        'lose voice',
      ),
    ),
  },
  { weight: 6, arbitrary: fc.tuple(word('allocate', 'describe', 'connect', 'channel', 'ready'), which) },
  { weight: 3, arbitrary: fc.tuple(word('busy', 'not found', 'lost', 'server ended', 'closed'), which) },
  {
    weight: 3,
    arbitrary: fc.tuple(
      word(
        'recovering',
        'recovered',
        'chunk',
        'speech',
        'silence',
        'interruption',
        'tool',
        'tool result',
        'warning',
      ),
      which,
    ),
  },
  { weight: 3, arbitrary: fc.tuple(word('frame', 'stall', 'resume'), which) },
  {
    weight: 5,
    arbitrary: fc.tuple(
      word('wait'),
      fc.constantFrom(0, 100, 500, 1_000, 4_000, 8_000, 15_000, 20_000, 30_000, 60_000),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      word(
        'limits',
        'no limits',
        'mute input',
        'allow input',
        'sensitivity',
        'extend',
        'preload',
        'other persona',
      ),
    ),
  },
);

describe('random lives of a session', () => {
  it(`keep the seven laws (${RUNS} sequences, seed ${seed})`, async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 25 }), async (actions) => {
        const model = new SessionModel();
        for (const step of actions) await model.do(step);
        await model.finish();
        for (const state of model.states) reached.add(state);
      }),
      { numRuns: RUNS, seed, verbose: fc.VerbosityLevel.None },
    );
    // A generator that never gets anywhere would prove nothing.
    const all = ['authorizing', 'connecting', 'live', 'reconnecting', 'ending', 'ended', 'failed'];
    assert.deepEqual(
      all.filter((state) => !reached.has(state)),
      [],
    );
  });
});

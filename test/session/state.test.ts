import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PersonaError } from '../../src/session/error.js';
import type { PersonaState } from '../../src/session/events.js';
import { reasonOf, transition, type State, type Step } from '../../src/session/state.js';

const error = new PersonaError('webrtc-failed', 'test');
const user = { reason: 'user' } as const;

const STATES: readonly State[] = [
  { name: 'idle' },
  { name: 'authorizing' },
  { name: 'connecting' },
  { name: 'live' },
  { name: 'reconnecting', replacing: false },
  { name: 'reconnecting', replacing: true },
  { name: 'ending', ending: user },
  { name: 'ending', ending: { reason: 'error', error } },
  { name: 'ended', reason: 'user' },
  { name: 'failed', error },
];

const STEPS: readonly Step[] = [
  { type: 'start' },
  { type: 'open' },
  { type: 'shown' },
  { type: 'trouble' },
  { type: 'healed' },
  { type: 'lost' },
  { type: 'end', ending: user },
  { type: 'closed' },
];

const label = (state: State): string => {
  if (state.name === 'reconnecting') return state.replacing ? 'reconnecting (replacing)' : 'reconnecting';
  if (state.name === 'ending') return `ending (${state.ending.reason})`;
  return state.name;
};

/** Every row that changes something; `-` where nothing does. Columns as STEPS. */
const TABLE: Record<string, readonly string[]> = {
  //                          start          open          shown   trouble         healed  lost                        end              closed
  'idle':                     ['authorizing', '-',          '-',    '-',            '-',    '-',                        '-',             '-'],
  'authorizing':              ['-',           'connecting', '-',    '-',            '-',    '-',                        'ending (user)', '-'],
  'connecting':               ['-',           '-',          'live', '-',            '-',    'authorizing',              'ending (user)', '-'],
  'live':                     ['-',           '-',          '-',    'reconnecting', '-',    'reconnecting (replacing)', 'ending (user)', '-'],
  'reconnecting':             ['-',           '-',          '-',    '-',            'live', 'reconnecting (replacing)', 'ending (user)', '-'],
  'reconnecting (replacing)': ['-',           '-',          'live', '-',            '-',    '-',                        'ending (user)', '-'],
  'ending (user)':            ['-',           '-',          '-',    '-',            '-',    '-',                        '-',             'ended'],
  'ending (error)':           ['-',           '-',          '-',    '-',            '-',    '-',                        '-',             'failed'],
  'ended':                    ['authorizing', '-',          '-',    '-',            '-',    '-',                        '-',             '-'],
  'failed':                   ['authorizing', '-',          '-',    '-',            '-',    '-',                        '-',             '-'],
}; // prettier-ignore

describe('the state table', () => {
  for (const state of STATES) {
    for (const [column, step] of STEPS.entries()) {
      const expected = TABLE[label(state)]?.[column] ?? 'missing';
      it(`${label(state)} + ${step.type} → ${expected === '-' ? 'unchanged' : expected}`, () => {
        const next = transition(state, step);
        if (expected === '-') assert.equal(next, state, 'the very same object');
        else assert.equal(label(next), expected);
      });
    }
  }

  it('keeps the reason and the error of the ending', () => {
    const ended = transition({ name: 'ending', ending: { reason: 'idle' } }, { type: 'closed' });
    assert.deepEqual(ended, { name: 'ended', reason: 'idle' });
    const failed = transition({ name: 'ending', ending: { reason: 'error', error } }, { type: 'closed' });
    assert.deepEqual(failed, { name: 'failed', error });
  });

  it('tells the reason of every state that has one', () => {
    const reasons = STATES.map((state) => reasonOf(state) ?? '-');
    assert.deepEqual(reasons, ['-', '-', '-', '-', '-', '-', 'user', 'error', 'user', 'error']);
  });

  it('has a row for every public state', () => {
    const names: readonly PersonaState[] = [
      'idle', 'authorizing', 'connecting', 'live', 'reconnecting', 'ending', 'ended', 'failed',
    ]; // prettier-ignore
    assert.deepEqual([...new Set(STATES.map(({ name }) => name))], names);
  });
});

/** What may be changed of a fault: each parameter, where it makes sense, and the values that can work. */

import { MOMENTS, type Effect, type Fault, type Moment } from './fault.js';

/** Values by parameter. */
export type Parameters = Readonly<Record<string, unknown>>;

interface Parameter {
  /** The effect with this value; undefined where the parameter makes no sense. */
  change(effect: Effect, value: never): Effect | undefined;
  /** What the value must be, in words, when it cannot work for this effect. */
  problem(value: unknown, effect: Effect): string | undefined;
}

/** The longest time that timers of Node know. */
const LONGEST = 2_147_483_647;

const milliseconds = (value: unknown): string | undefined =>
  isBetween(value, 0, LONGEST) ? undefined : `a number from 0 to ${LONGEST}`;

const whole =
  (least: number, most: number) =>
  (value: unknown): string | undefined =>
    Number.isInteger(value) && isBetween(value, least, most)
      ? undefined
      : `a whole number from ${least} to ${most}`;

const PARAMETERS: Readonly<Record<string, Parameter>> = {
  after: {
    change: (effect, after: number) =>
      'when' in effect ? { ...effect, when: { ...effect.when, after } } : undefined,
    problem: milliseconds,
  },
  moment: {
    change: (effect, moment: Moment) =>
      'when' in effect ? { ...effect, when: { ...effect.when, moment } } : undefined,
    problem: (value) =>
      MOMENTS.includes(value as Moment) ? undefined : `a text, one of ${MOMENTS.join(', ')}`,
  },
  times: {
    change: (effect, times: number) =>
      effect.on === 'http' || effect.on === 'socket' ? { ...effect, times } : undefined,
    problem: whole(1, 1_000_000),
  },
  status: {
    change: (effect, status: number) =>
      effect.on === 'http' || (effect.on === 'socket' && effect.do === 'refuse')
        ? { ...effect, status }
        : undefined,
    problem: whole(200, 599),
  },
  delay: {
    change: (effect, delay: number) => {
      if (effect.on === 'link') return { ...effect, conditions: { ...effect.conditions, delay } };
      return effect.on === 'http' || effect.on === 'answer' || effect.on === 'ready'
        ? { ...effect, delay }
        : undefined;
    },
    problem: milliseconds,
  },
  loss: {
    change: (effect, loss: number) =>
      effect.on === 'link' ? { ...effect, conditions: { ...effect.conditions, loss } } : undefined,
    problem: (value) => (isBetween(value, 0, 1) ? undefined : 'a number from 0 to 1'),
  },
  milliseconds: {
    change: (effect, milliseconds: number) =>
      effect.on === 'link' || effect.on === 'media' ? { ...effect, milliseconds } : undefined,
    problem: milliseconds,
  },
  count: {
    change: (effect, count: number) =>
      effect.on === 'socket' || effect.on === 'channel' ? { ...effect, count } : undefined,
    problem: whole(1, 100_000),
  },
  code: {
    change: (effect, code: number) => (effect.on === 'socket' ? { ...effect, code } : undefined),
    problem: (value) =>
      isCloseCode(value) ? undefined : 'a number: 1000 to 1014 without 1004 to 1006, or 3000 to 4999',
  },
  seconds: {
    change: (effect, seconds: number) => (effect.on === 'clock' ? { ...effect, seconds } : undefined),
    problem: (value) => (isBetween(value, -1e9, 1e9) ? undefined : 'a number from -1000000000 to 1000000000'),
  },
  reason: {
    change: (effect, reason: string) => {
      if (effect.on === 'socket') return { ...effect, reason };
      if (effect.on === 'action' && effect.action.do === 'end') {
        return { ...effect, action: { ...effect.action, reason } };
      }
      return undefined;
    },
    // The protocol leaves a closing frame 123 bytes for it.
    problem: (value, effect) => {
      if (typeof value !== 'string') return 'a text';
      return effect.on === 'socket' && Buffer.byteLength(value) > 123
        ? 'a text of at most 123 bytes'
        : undefined;
    },
  },
};

/** The effects of a fault with these parameters. Throws a RangeError on those that do not exist or cannot work. */
export function changeEffects(fault: Fault, parameters: Parameters): Effect[] {
  // Copies, so that one entry applied twice is counted twice.
  let effects: Effect[] = fault.effects.map((effect) => ({ ...effect }));
  for (const [key, value] of Object.entries(parameters)) {
    const parameter = Object.hasOwn(PARAMETERS, key) ? PARAMETERS[key] : undefined;
    const changed = effects.map((effect) => parameter?.change(effect, value as never));
    if (!changed.some((effect) => effect !== undefined)) {
      const possible = Object.entries(PARAMETERS)
        .filter(([, candidate]) => effects.some((effect) => candidate.change(effect, 0 as never)))
        .map(([name]) => name);
      const hint = possible.length > 0 ? `it has ${possible.join(', ')}` : 'it has none';
      throw new RangeError(`The fault "${fault.name}" has no parameter "${key}": ${hint}.`);
    }
    for (const effect of changed) {
      const problem = effect && parameter?.problem(value, effect);
      if (problem) throw new RangeError(`The parameter "${key}" of "${fault.name}" must be ${problem}.`);
    }
    effects = effects.map((effect, index) => changed[index] ?? effect);
  }
  return effects;
}

function isBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

/** The codes that a program may close a WebSocket with. */
function isCloseCode(value: unknown): boolean {
  if (!Number.isInteger(value)) return false;
  return (isBetween(value, 1000, 1014) && !isBetween(value, 1004, 1006)) || isBetween(value, 3000, 4999);
}

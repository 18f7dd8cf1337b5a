/** The faults that are switched on: applied by name, changed by parameters, counted where they strike only so often. */

import type { Effect, Fault, FaultRequest, HttpEffect, Moment, TokenEffect } from './fault.js';
import { faultByName } from './table.js';

type Parameters = Readonly<Record<string, unknown>>;

/** A fault that is on. */
export interface ActiveFault {
  name: string;
  /** What was changed of the entry in the table. */
  parameters: Parameters;
}

interface Entry extends ActiveFault {
  effects: readonly Effect[];
}

/** Told when faults come and go. */
export interface FaultObserver {
  applied(effects: readonly Effect[]): void;
  cleared(): void;
}

/** One set of faults: that of a simulator, or that of one token. */
export class ActiveFaults {
  #entries: Entry[] = [];
  #struck = new Map<Effect, number>();
  #observers = new Set<FaultObserver>();

  /** Switches faults on. Throws a RangeError on names and parameters that do not exist, before anything is on. */
  apply(requests: FaultRequest | readonly FaultRequest[]): ActiveFault[] {
    const list = Array.isArray(requests) ? (requests as readonly FaultRequest[]) : [requests as FaultRequest];
    const entries = list.map((request) => {
      const { name, parameters } = readRequest(request);
      const fault = faultByName(name);
      return { name, parameters, effects: changeEffects(fault, parameters) };
    });
    this.#entries.push(...entries);
    for (const { effects } of entries) for (const observer of this.#observers) observer.applied(effects);
    return entries.map(({ name, parameters }) => ({ name, parameters }));
  }

  /** Switches all off. What has already happened to a session stays; conditions such as a lossy network end. */
  clear(): void {
    this.#entries = [];
    this.#struck.clear();
    for (const observer of this.#observers) observer.cleared();
  }

  list(): ActiveFault[] {
    return this.#entries.map(({ name, parameters }) => ({ name, parameters }));
  }

  get effects(): readonly Effect[] {
    return this.#entries.flatMap(({ effects }) => effects);
  }

  /** The fault of an HTTP call, if one strikes now; counts it. */
  http(call: HttpEffect['call']): HttpEffect | undefined {
    const effect = this.effects.find(
      (candidate): candidate is HttpEffect =>
        candidate.on === 'http' && candidate.call === call && this.#mayStrike(candidate, candidate.times),
    );
    if (effect) this.#struck.set(effect, (this.#struck.get(effect) ?? 0) + 1);
    return effect;
  }

  /** The fault of a minted token. */
  token(): TokenEffect['token'] | undefined {
    return this.effects.find((effect): effect is TokenEffect => effect.on === 'token')?.token;
  }

  observe(observer: FaultObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  #mayStrike(effect: Effect, times: number | undefined): boolean {
    return times === undefined || (this.#struck.get(effect) ?? 0) < times;
  }
}

/** Reads `name`, `name:key=value,key=value`, or `{ name, …parameters }`. */
export function readRequest(request: FaultRequest): { name: string; parameters: Parameters } {
  if (typeof request !== 'string') {
    const { name, ...parameters } = request;
    if (typeof name !== 'string') throw new RangeError('A fault is asked for by its name: { "name": "…" }.');
    return { name, parameters };
  }
  const [name = '', rest] = request.split(':', 2);
  const pairs = (rest ?? '').split(',').filter((pair) => pair !== '');
  const parameters = Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', value = ''] = pair.split('=', 2);
      return [key, value !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
    }),
  );
  return { name, parameters };
}

/** What may be changed, and in which effects. */
const CHANGES: Readonly<Record<string, (effect: Effect, value: unknown) => Effect | undefined>> = {
  after: (effect, value) =>
    'when' in effect ? { ...effect, when: { ...effect.when, after: value as number } } : undefined,
  moment: (effect, value) =>
    'when' in effect ? { ...effect, when: { ...effect.when, moment: value as Moment } } : undefined,
  times: (effect, value) =>
    effect.on === 'http' || effect.on === 'socket' ? { ...effect, times: value as number } : undefined,
  status: (effect, value) =>
    effect.on === 'http' || effect.on === 'socket' ? { ...effect, status: value as number } : undefined,
  delay: (effect, value) => {
    if (effect.on === 'link')
      return { ...effect, conditions: { ...effect.conditions, delay: value as number } };
    return effect.on === 'http' || effect.on === 'answer' || effect.on === 'ready'
      ? { ...effect, delay: value as number }
      : undefined;
  },
  loss: (effect, value) =>
    effect.on === 'link'
      ? { ...effect, conditions: { ...effect.conditions, loss: value as number } }
      : undefined,
  milliseconds: (effect, value) =>
    effect.on === 'link' || effect.on === 'media' ? { ...effect, milliseconds: value as number } : undefined,
  count: (effect, value) =>
    effect.on === 'socket' || effect.on === 'channel' ? { ...effect, count: value as number } : undefined,
  code: (effect, value) => (effect.on === 'socket' ? { ...effect, code: value as number } : undefined),
  seconds: (effect, value) => (effect.on === 'clock' ? { ...effect, seconds: value as number } : undefined),
  reason: (effect, value) => {
    if (effect.on === 'socket') return { ...effect, reason: value as string };
    if (effect.on === 'action' && effect.action.do === 'end') {
      return { ...effect, action: { ...effect.action, reason: value as string } };
    }
    return undefined;
  },
};

const TEXTS = new Set(['moment', 'reason']);

function changeEffects(fault: Fault, parameters: Parameters): Effect[] {
  // Copies, so that one entry applied twice is counted twice.
  let effects: Effect[] = fault.effects.map((effect) => ({ ...effect }));
  for (const [key, value] of Object.entries(parameters)) {
    const change = CHANGES[key];
    const changed = effects.map((effect) => change?.(effect, value));
    if (!changed.some((effect) => effect !== undefined)) {
      const possible = Object.keys(CHANGES).filter((name) =>
        effects.some((effect) => CHANGES[name]?.(effect, 0)),
      );
      const hint = possible.length > 0 ? `it has ${possible.join(', ')}` : 'it has none';
      throw new RangeError(`The fault "${fault.name}" has no parameter "${key}": ${hint}.`);
    }
    if (typeof value !== (TEXTS.has(key) ? 'string' : 'number')) {
      throw new RangeError(
        `The parameter "${key}" of "${fault.name}" must be a ${TEXTS.has(key) ? 'text' : 'number'}.`,
      );
    }
    effects = effects.map((effect, index) => changed[index] ?? effect);
  }
  return effects;
}

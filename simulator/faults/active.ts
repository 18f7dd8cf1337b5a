/** The faults that are switched on: applied by name, changed by parameters, counted where they strike only so often. */

import type { Effect, FaultRequest, HttpEffect, TokenEffect } from './fault.js';
import { changeEffects, type Parameters } from './parameters.js';
import { faultByName } from './table.js';
import type { FaultTally } from './tally.js';

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
  #tally: FaultTally | undefined;

  /** `tally` counts what strikes. */
  constructor(tally?: FaultTally) {
    this.#tally = tally;
  }

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
    if (effect) this.strike(effect);
    return effect;
  }

  /** The fault of a token that is being minted; counts it. */
  token(): TokenEffect['token'] | undefined {
    const effect = this.effects.find((candidate): candidate is TokenEffect => candidate.on === 'token');
    if (effect) this.strike(effect);
    return effect?.token;
  }

  /** An effect of this set has struck. */
  strike(effect: Effect): void {
    const entry = this.#entries.find(({ effects }) => effects.includes(effect));
    if (!entry) return;
    this.#struck.set(effect, (this.#struck.get(effect) ?? 0) + 1);
    this.#tally?.count(entry.name);
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
    // It may have come over the network, as anything.
    const { name, ...parameters } = Object(request) as Readonly<Record<string, unknown>>;
    if (typeof name !== 'string') throw new RangeError('A fault is asked for by its name: { "name": "…" }.');
    return { name, parameters };
  }
  const [name = '', ...rest] = request.split(':');
  const pairs = rest
    .join(':')
    .split(',')
    .filter((pair) => pair !== '');
  const parameters = Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', value = ''] = pair.split('=', 2);
      return [key, value !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
    }),
  );
  return { name, parameters };
}

/** Carries the faults of one session to their moment: knows what has passed, waits, and counts. */

import type { ActiveFaults } from './active.js';
import type { Effect, Moment, SocketEffect } from './fault.js';

/** An effect that waits for a moment. */
export type TimedEffect = Extract<Effect, { when: unknown }>;

/** Does what a fault says, and takes back what can be taken back. */
export interface Hands {
  /** False when it cannot be done yet, such as a message on a channel that is not open. */
  strike(effect: TimedEffect): boolean;
  restore(): void;
}

/** Milliseconds until something that could not be done yet is tried again. */
const RETRY = 50;

/** The faults of one session. */
export class SessionFaults {
  #sources: readonly ActiveFaults[];
  #hands: Hands;
  #passed = new Map<Moment, number>();
  #timers = new Set<NodeJS.Timeout>();
  #struck = new Map<Effect, number>();
  #refusal: SocketEffect | undefined;
  #unsubscribe: (() => void)[];
  #closed = false;

  constructor(sources: readonly ActiveFaults[], hands: Hands) {
    this.#sources = sources;
    this.#hands = hands;
    this.#unsubscribe = sources.map((source) =>
      source.observe({ applied: (effects) => this.#catchUp(effects), cleared: () => this.#clear() }),
    );
  }

  /** A moment has come. */
  moment(moment: Moment): void {
    if (this.#closed) return;
    this.#passed.set(moment, Date.now());
    for (const effect of this.#effects()) {
      if ('when' in effect && effect.when.moment === moment) this.#schedule(effect, effect.when.after ?? 0);
    }
  }

  /** The effect of a kind that lasts, if one is on. Who acts on it says so by `struck`. */
  find<Kind extends Effect['on']>(on: Kind): Extract<Effect, { on: Kind }> | undefined {
    return this.#effects().find((effect): effect is Extract<Effect, { on: Kind }> => effect.on === on);
  }

  /** An effect has changed something. */
  struck(effect: Effect): void {
    this.#struck.set(effect, (this.#struck.get(effect) ?? 0) + 1);
    for (const source of this.#sources) source.strike(effect);
  }

  /** The status a new socket is refused with, or undefined to let it in. */
  refusal(): number | undefined {
    const effect =
      this.#effects().find(
        (candidate): candidate is SocketEffect =>
          candidate.on === 'socket' &&
          candidate.do === 'refuse' &&
          candidate.when.moment === 'socket-open' &&
          this.#mayStrike(candidate),
      ) ?? this.#refusal;
    if (!effect) return undefined;
    this.struck(effect);
    return effect.status ?? 503;
  }

  close(): void {
    this.#closed = true;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#stopTimers();
  }

  #effects(): Effect[] {
    return this.#sources.flatMap(({ effects }) => effects);
  }

  /** A fault that is applied late strikes at once where its moment has passed. */
  #catchUp(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (!('when' in effect)) continue;
      if (this.#passed.has(effect.when.moment)) this.#schedule(effect, effect.when.after ?? 0);
    }
  }

  #schedule(effect: TimedEffect, after: number): void {
    if (after <= 0) {
      this.#strike(effect);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#strike(effect);
    }, after);
    this.#timers.add(timer);
  }

  #strike(effect: TimedEffect): void {
    if (this.#closed || !this.#mayStrike(effect)) return;
    if (effect.on === 'socket' && effect.do === 'refuse') {
      if (effect.when.moment !== 'socket-open') this.#refusal = effect;
    } else if (this.#hands.strike(effect)) this.struck(effect);
    else this.#schedule(effect, RETRY);
  }

  #mayStrike(effect: Effect): boolean {
    const times = 'times' in effect ? effect.times : undefined;
    return times === undefined || (this.#struck.get(effect) ?? 0) < times;
  }

  #clear(): void {
    this.#stopTimers();
    this.#refusal = undefined;
    this.#hands.restore();
  }

  #stopTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

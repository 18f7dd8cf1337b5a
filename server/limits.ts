/**
 * Owns how many sessions may be asked for: per caller and in total, per minute and per day, and how many may be
 * outstanding. Per-caller limits fall back to memory when the shared store is gone; totals then refuse, for they
 * guard the bill.
 */
import { positive } from './options-checks.js';
import { MemoryPlaces, type Places } from './places.js';
import { Problem } from './problems.js';
import { memoryCounter, type Counter } from './counters.js';
import type { SharedStore } from './redis.js';

/** How many sessions may be asked for; `false` in place of a number switches that limit off. */
export interface LimitOptions {
  /** Mints per caller and minute. Default 10. */
  clientPerMinute?: number | false | undefined;
  /** Mints of all callers per minute. Default 120. */
  totalPerMinute?: number | false | undefined;
  /** Mints of all callers per day. Default 2,000. */
  totalPerDay?: number | false | undefined;
  /** Sessions of one caller that may be running or about to. Default 5. */
  clientOutstanding?: number | false | undefined;
  /** Sessions of all callers that may be running or about to. Default 100. */
  totalOutstanding?: number | false | undefined;
}

/** A place that was taken for one mint. */
export interface Admission {
  /** Gives the place back; the mint did not happen, or its session has ended. */
  release(): Promise<void>;
}

/** The limits of one endpoint. */
export interface Limits {
  /** @throws Problem `rate-limited`, `busy` or `store-unavailable`. */
  admit(mint: string, client: string, seconds: number): Promise<Admission>;
  release(mint: string, client: string): Promise<void>;
  /** @throws Problem `rate-limited` when one mint's handle is used too often. */
  countStop(mint: string): Promise<void>;
}

const MINUTE = 60;
const DAY = 86_400;
/** A place may come free at any moment, by a stop: nobody is told to wait longer than this, in seconds. */
const LONGEST_WAIT = 30;
const STOPS_PER_MINUTE = 10;

/** Makes the limits, in memory or shared through a store. @throws Error naming the limit that is wrong. */
export function createLimits(
  options: LimitOptions | false,
  store: SharedStore | undefined,
  now: () => number,
): Limits {
  const limit = (name: keyof LimitOptions, fallback: number): number | undefined => {
    if (options === false || options[name] === false) return undefined;
    return positive(`limits.${name}`, options[name] ?? fallback);
  };
  const perClient = fallingBack('client', limit('clientPerMinute', 10), MINUTE, store);
  const perMinute = failingClosed('minute', limit('totalPerMinute', 120), MINUTE, store);
  const perDay = failingClosed('day', limit('totalPerDay', 2000), DAY, store);
  const stops = memoryCounter('stop', STOPS_PER_MINUTE, MINUTE);
  const places = { client: limit('clientOutstanding', 5), total: limit('totalOutstanding', 100) };
  const memory = new MemoryPlaces(places, now);

  async function onPlaces<T>(use: (where: Places) => Promise<T>): Promise<T> {
    if (!store) return await use(memory);
    try {
      return await use(store.places(places));
    } catch (error) {
      if (places.total !== undefined) throw storeUnavailable(error);
      return await use(memory);
    }
  }

  return {
    async admit(mint, client, seconds) {
      refuseAfter(await perClient?.(client), 'This visitor has asked for too many sessions.');
      refuseAfter(await perMinute?.('all'), 'The site has reached its sessions per minute.');
      refuseAfter(await perDay?.('all'), 'The site has reached its sessions per day.');
      if (places.client === undefined && places.total === undefined)
        return { release: () => Promise.resolve() };
      const taken = await onPlaces((where) => where.take(mint, client, seconds));
      if (!taken.ok) {
        const retryAfterSeconds = Math.min(taken.waitMs / 1000, LONGEST_WAIT);
        throw taken.full === 'client'
          ? new Problem('rate-limited', 'This visitor has too many sessions open.', { retryAfterSeconds })
          : new Problem('busy', 'All sessions of the site are in use. Try again in a moment.', {
              retryAfterSeconds,
            });
      }
      return { release: () => this.release(mint, client) };
    },
    async release(mint, client) {
      // A place that cannot be given back now comes free by itself, so this never fails a request.
      await onPlaces((where) => where.giveBack(mint, client)).catch(() => undefined);
    },
    async countStop(mint) {
      refuseAfter(await stops(mint), 'This session was stopped already.');
    },
  };
}

function refuseAfter(waitMs: number | undefined, detail: string): void {
  if (waitMs === undefined) return;
  throw new Problem('rate-limited', `${detail} Try again later.`, { retryAfterSeconds: waitMs / 1000 });
}

function fallingBack(
  name: string,
  points: number | undefined,
  seconds: number,
  store?: SharedStore,
): Counter | undefined {
  if (points === undefined) return undefined;
  const memory = memoryCounter(name, points, seconds);
  if (!store) return memory;
  const shared = store.counter(name, points, seconds);
  return (key) => shared(key).catch(() => memory(key));
}

function failingClosed(
  name: string,
  points: number | undefined,
  seconds: number,
  store?: SharedStore,
): Counter | undefined {
  if (points === undefined) return undefined;
  if (!store) return memoryCounter(name, points, seconds);
  const shared = store.counter(name, points, seconds);
  return (key) =>
    shared(key).catch((error: unknown) => {
      throw storeUnavailable(error);
    });
}

function storeUnavailable(error: unknown): Problem {
  const reason = `shared store: ${error instanceof Error ? error.message : 'failure'}`;
  return new Problem('store-unavailable', 'The limits cannot be checked just now. Try again in a moment.', {
    retryAfterSeconds: 5,
    reason,
  });
}

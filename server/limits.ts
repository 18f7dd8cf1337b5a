/**
 * Owns how many sessions may be asked for: per caller and in total, per minute and per day, and how many may be
 * outstanding. Per-caller limits fall back to memory when the shared store is gone; totals then refuse, for they
 * guard the bill.
 */
import { assertKnown, positive } from './options-checks.js';
import { MemoryPlaces, type Places } from './places.js';
import { Problem } from './problems.js';
import { memoryCounter, type Counted, type Counter } from './counters.js';
import type { SharedStore } from './redis.js';

/**
 * How many sessions may be asked for; `false` in place of a number switches that limit off. A session is outstanding
 * from its mint until a stop was answered for it, or until its longest length and a minute have passed. A token that is
 * kept unused can start later than that: the outstanding limits bound recent mints, not what runs at Anam.
 */
export interface LimitOptions {
  /** Mints per caller and minute, failed ones too. Default 10. */
  clientPerMinute?: number | false | undefined;
  /** Mints of all callers per minute. Default 120. */
  totalPerMinute?: number | false | undefined;
  /** Mints of all callers per day. Default 2,000. */
  totalPerDay?: number | false | undefined;
  /** Outstanding sessions of one caller. Default 5. */
  clientOutstanding?: number | false | undefined;
  /** Outstanding sessions of all callers. Default 100. */
  totalOutstanding?: number | false | undefined;
}

/** The limits as numbers; undefined is none. */
export type LimitNumbers = Readonly<
  Partial<Record<keyof LimitOptions | 'stopsPerMinute', number | undefined>>
>;

/** What was counted for one mint. */
export interface Admission {
  /** Gives the place back: no page has the token. */
  release(): Promise<void>;
  /** Gives back the place and what was counted for all callers: nothing was minted. */
  cancel(): Promise<void>;
}

/** The limits of one endpoint. */
export interface Limits {
  /** @throws Problem `rate-limited`, `busy` or `store-unavailable`; then nothing stays counted for all callers. */
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

const DEFAULTS = {
  clientPerMinute: 10,
  totalPerMinute: 120,
  totalPerDay: 2000,
  clientOutstanding: 5,
  totalOutstanding: 100,
} as const satisfies Record<keyof LimitOptions, number>;

/** Checks the limits and fills in the defaults. @throws Error naming the limit that is wrong. */
export function readLimits(options: LimitOptions | false = {}): LimitNumbers {
  if (options === false) return {};
  assertKnown('limits.', options, Object.keys(DEFAULTS));
  const limit = (name: keyof LimitOptions): number | undefined =>
    options[name] === false ? undefined : positive(`limits.${name}`, options[name] ?? DEFAULTS[name]);
  return {
    clientPerMinute: limit('clientPerMinute'),
    totalPerMinute: limit('totalPerMinute'),
    totalPerDay: limit('totalPerDay'),
    clientOutstanding: limit('clientOutstanding'),
    totalOutstanding: limit('totalOutstanding'),
    stopsPerMinute: STOPS_PER_MINUTE,
  };
}

/** Makes the limits, in memory or shared through a store. */
export function createLimits(
  limits: LimitNumbers,
  store: SharedStore | undefined,
  now: () => number,
): Limits {
  const perClient = fallingBack('client', limits.clientPerMinute, MINUTE, store);
  const totals = [
    {
      count: failingClosed('minute', limits.totalPerMinute, MINUTE, store),
      detail: 'The site has reached its sessions per minute.',
    },
    {
      count: failingClosed('day', limits.totalPerDay, DAY, store),
      detail: 'The site has reached its sessions per day.',
    },
  ];
  const stops = fallingBack('stop', limits.stopsPerMinute, MINUTE);
  const places = { client: limits.clientOutstanding, total: limits.totalOutstanding };
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

  async function takePlace(mint: string, client: string, seconds: number): Promise<void> {
    if (places.client === undefined && places.total === undefined) return;
    const taken = await onPlaces((where) => where.take(mint, client, seconds));
    if (taken.ok) return;
    const retryAfterSeconds = Math.min(taken.waitMs / 1000, LONGEST_WAIT);
    throw taken.full === 'client'
      ? new Problem('rate-limited', 'This visitor has too many sessions open.', { retryAfterSeconds })
      : new Problem('busy', 'All sessions of the site are in use. Try again in a moment.', {
          retryAfterSeconds,
        });
  }

  async function release(mint: string, client: string): Promise<void> {
    if (places.client === undefined && places.total === undefined) return;
    // A place that cannot be given back now comes free by itself, so this never fails a request.
    await onPlaces((where) => where.giveBack(mint, client)).catch(() => undefined);
  }

  return {
    async admit(mint, client, seconds) {
      const undo: (() => Promise<unknown>)[] = [];
      const cancel = async (): Promise<void> => {
        await Promise.allSettled(undo.map((step) => step()));
      };
      // What one caller alone may use up comes first, so that a caller who is refused takes nothing from the others.
      refuseAfter(await perClient?.(client), 'This visitor has asked for too many sessions.');
      await takePlace(mint, client, seconds);
      undo.push(() => release(mint, client));
      try {
        for (const { count, detail } of totals) {
          const counted = await count?.('all');
          if (counted) undo.push(counted.giveBack);
          refuseAfter(counted, detail);
        }
      } catch (error) {
        await cancel();
        throw error;
      }
      return { release: () => release(mint, client), cancel };
    },
    release,
    async countStop(mint) {
      refuseAfter(await stops?.(mint), 'This session was stopped often enough.');
    },
  };
}

function refuseAfter({ waitMs }: Partial<Counted> = {}, detail: string): void {
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

/** Owns counting in fixed windows with rate-limiter-flexible, in memory or in Redis. */
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js';
import type { RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import type { RedisClient } from './redis.js';

/** What became of counting one. */
export interface Counted {
  /** The milliseconds to wait when there were too many, else undefined. */
  waitMs: number | undefined;
  /** Takes the one off again, as long as its window lasts: refused ones count as well. */
  giveBack: () => Promise<unknown>;
}

/** Counts one. Rejects when it cannot count. */
export type Counter = (key: string) => Promise<Counted>;

/** Counts in this process. */
export function memoryCounter(keyPrefix: string, points: number, duration: number): Counter {
  const limiter = new RateLimiterMemory({ keyPrefix, points, duration });
  return countWith(limiter, (key) => limiter.reward(key));
}

/** A window that ends just now must not begin anew with one too many. */
const TAKE_OFF = `return redis.call('EXISTS', KEYS[1]) == 1 and redis.call('DECR', KEYS[1])`;

/** Counts in Redis, atomically, so that several processes share one count. */
export function redisCounter(
  storeClient: Pick<RedisClient, 'eval' | 'defineCommand' | 'status'>,
  keyPrefix: string,
  points: number,
  duration: number,
): Counter {
  const limiter = new RateLimiterRedis({
    storeClient,
    keyPrefix,
    points,
    duration,
    rejectIfRedisNotReady: true,
  });
  const takeOff = (key: string): Promise<unknown> => storeClient.eval(TAKE_OFF, 1, limiter.getKey(key));
  const count = countWith(limiter, takeOff);
  return (key) =>
    count(key).catch((error: unknown) => {
      // A Redis that hangs may still read it, and reads this after it. Over another connection it would take off too much.
      if (storeClient.status === 'ready') takeOff(key).catch(() => undefined);
      throw error;
    });
}

function countWith(limiter: RateLimiterAbstract, takeOff: (key: string) => Promise<unknown>): Counter {
  return async (key) => {
    const [counted, refused] = await consume(limiter, key);
    const windowEnds = Date.now() + counted.msBeforeNext;
    return {
      waitMs: refused ? counted.msBeforeNext : undefined,
      giveBack: async () => (Date.now() < windowEnds ? await takeOff(key) : undefined),
    };
  };
}

async function consume(
  limiter: RateLimiterAbstract,
  key: string,
): Promise<[counted: RateLimiterRes, refused: boolean]> {
  try {
    return [await limiter.consume(key), false];
  } catch (error) {
    // Too many is told by a plain object with the time to wait; an Error is a failure of the store.
    if (error instanceof Error || typeof error !== 'object' || error === null) throw error;
    return [error as RateLimiterRes, true];
  }
}

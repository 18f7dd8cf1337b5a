/** Owns counting in fixed windows with rate-limiter-flexible, in memory or in Redis. */
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';

/** Counts one. Resolves to undefined, or to the milliseconds to wait when there were too many. Rejects when it cannot count. */
export type Counter = (key: string) => Promise<number | undefined>;

/** Counts in this process. */
export function memoryCounter(keyPrefix: string, points: number, duration: number): Counter {
  return countWith(new RateLimiterMemory({ keyPrefix, points, duration }));
}

/** Counts in Redis, atomically, so that several processes share one count. */
export function redisCounter(
  storeClient: unknown,
  keyPrefix: string,
  points: number,
  duration: number,
): Counter {
  return countWith(
    new RateLimiterRedis({ storeClient, keyPrefix, points, duration, rejectIfRedisNotReady: true }),
  );
}

function countWith(limiter: RateLimiterAbstract): Counter {
  return async (key) => {
    try {
      await limiter.consume(key);
      return undefined;
    } catch (refused) {
      // Too many is told by a plain object with the time to wait; an Error is a failure of the store.
      if (refused instanceof Error || typeof refused !== 'object' || refused === null) throw refused;
      return 'msBeforeNext' in refused && typeof refused.msBeforeNext === 'number'
        ? refused.msBeforeNext
        : 1000;
    }
  };
}

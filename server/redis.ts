/** Owns sharing the limits between replicas through Redis, with the caller's own ioredis. */
import { redisCounter, type Counted, type Counter } from './counters.js';
import type { PlaceLimits, Places, Taken } from './places.js';

/** The part of an ioredis client that is used. */
export interface RedisClient {
  readonly status: string;
  eval(script: string, numberOfKeys: number, ...rest: (string | number)[]): Promise<unknown>;
  /** The counters define their script as a command of the client. */
  defineCommand(name: string, definition: { lua: string; numberOfKeys?: number }): void;
  ping(): Promise<unknown>;
}

/** What several replicas count together. Its promises reject, soon, when Redis is gone or hangs. */
export interface SharedStore {
  counter(name: string, points: number, seconds: number): Counter;
  places(limits: PlaceLimits): Places;
  /** Resolves when Redis answers. */
  ping(): Promise<void>;
  /** Ends the connection if it was opened here. */
  close(): Promise<void>;
}

/** How long Redis may take for one answer, in milliseconds. */
const PATIENCE = 2000;

/**
 * Sites that share one Redis are told apart by their label. The braces make one hash slot of a site's keys, so that
 * the script runs on a cluster as well.
 */
const prefixOf = (label: string): string => `{anam-persona:${label}}:`;

/**
 * Takes a place in one step, by Redis' own clock. Keys: total, client. Arguments: mint, milliseconds, limits (0 is none).
 * Answers nothing when the place is taken, else whose places are full and the wait.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limits = { tonumber(ARGV[4]), tonumber(ARGV[3]) }
for i = 2, 1, -1 do
  redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now)
  if limits[i] > 0 and redis.call('ZCARD', KEYS[i]) >= limits[i] then
    local first = redis.call('ZRANGE', KEYS[i], 0, 0, 'WITHSCORES')
    return { i == 2 and 'client' or 'total', tonumber(first[2]) - now }
  end
end
for i = 1, 2 do
  redis.call('ZADD', KEYS[i], now + ARGV[2], ARGV[1])
  local last = redis.call('ZRANGE', KEYS[i], -1, -1, 'WITHSCORES')
  redis.call('PEXPIREAT', KEYS[i], math.ceil(tonumber(last[2])))
end
return false`;

const GIVE_BACK = `redis.call('ZREM', KEYS[1], ARGV[1]) redis.call('ZREM', KEYS[2], ARGV[1]) return 1`;

/**
 * Shares the limits of one label through a client of yours, or through one opened for a `redis://` or `rediss://`
 * address.
 */
export function createSharedStore(redis: string | RedisClient, label: string): SharedStore {
  const prefix = prefixOf(label);
  if (typeof redis === 'string' && !/^rediss?:\/\//.test(redis)) {
    throw new Error('redis must be an ioredis client or an address that begins with redis:// or rediss://.');
  }
  const opened = typeof redis === 'string' ? open(redis) : undefined;
  // Whoever waits for the client hears of a failure; until then it is nobody's unhandled rejection.
  opened?.catch(() => undefined);
  // A client of `lazyConnect` waits for its first command, and only one that is connected is asked for more.
  const greeted = typeof redis === 'string' ? undefined : redis.ping().catch(() => undefined);
  const client = async (): Promise<RedisClient> => {
    if (typeof redis === 'string') return await (opened ?? open(redis));
    await greeted;
    return redis;
  };

  return {
    counter(name, points, seconds) {
      let counter: Counter | undefined;
      return async (key) => {
        const count = (ready: RedisClient): Promise<Counted> => {
          counter ??= redisCounter(ready, prefix + name, points, seconds);
          return counter(key);
        };
        const counted = await soonOrNotAtAll(client(), count, (late) => late?.giveBack());
        return { ...counted, giveBack: () => soon(counted.giveBack()) };
      };
    },
    places: (limits) => new RedisPlaces(client, prefix, limits),
    ping: async () => {
      await soon(client().then((ready) => ready.ping()));
    },
    close: async () => {
      const ended = await opened?.catch(() => undefined);
      ended?.disconnect();
    },
  };
}

class RedisPlaces implements Places {
  readonly #client: () => Promise<RedisClient>;
  readonly #prefix: string;
  readonly #limits: PlaceLimits;

  constructor(client: () => Promise<RedisClient>, prefix: string, limits: PlaceLimits) {
    this.#client = client;
    this.#prefix = prefix;
    this.#limits = limits;
  }

  async take(mint: string, client: string, seconds: number): Promise<Taken> {
    const { client: ownLimit = 0, total = 0 } = this.#limits;
    const take = [TAKE, client, mint, Math.ceil(seconds * 1000), ownLimit, total] as const;
    const answer = await soonOrNotAtAll(
      this.#client(),
      (redis) => this.#ask(redis, ...take),
      () => this.giveBack(mint, client),
    );
    if (!Array.isArray(answer)) return { ok: true };
    const [full, waitMs] = answer as [unknown, unknown];
    return { ok: false, full: full === 'client' ? 'client' : 'total', waitMs: Number(waitMs) };
  }

  async giveBack(mint: string, client: string): Promise<void> {
    await soon(this.#client().then((redis) => this.#ask(redis, GIVE_BACK, client, mint)));
  }

  async #ask(
    redis: RedisClient,
    script: string,
    client: string,
    ...values: (string | number)[]
  ): Promise<unknown> {
    if (redis.status !== 'ready') throw new Error('Redis is not connected');
    return await redis.eval(script, 2, `${this.#prefix}places`, `${this.#prefix}places:${client}`, ...values);
  }
}

/** The store was asked for, but the package that reaches it is not installed. */
export class MissingPackage extends Error {}

async function open(address: string): Promise<RedisClient & { disconnect(): void }> {
  const { Redis } = await import('ioredis').catch((error: unknown) => {
    throw new MissingPackage('Limits shared through Redis need the package ioredis: npm install ioredis', {
      cause: error,
    });
  });
  const client = new Redis(address, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: PATIENCE,
    connectTimeout: PATIENCE * 2,
  });
  // A lost connection shows in the answers; without a listener it would end the process.
  client.on('error', () => undefined);
  // The first requests wait for the connection instead of being refused.
  await Promise.race([
    new Promise((resolve) => client.once('ready', resolve)),
    new Promise((resolve) => client.once('close', resolve)),
  ]);
  return client;
}

/** As `soon`. What was on its way by then, and is done after all, is undone: nobody knows of it. */
async function soonOrNotAtAll<T>(
  client: Promise<RedisClient>,
  work: (ready: RedisClient) => Promise<T>,
  undo: (done: T | undefined) => Promise<unknown> | undefined,
): Promise<T> {
  let late = false;
  const done = client.then((ready) => {
    if (late) throw new Error('Redis came too late');
    return work(ready);
  });
  try {
    return await soon(done);
  } catch (error) {
    late = true;
    // Also where it failed: a command that the client gave up is one that Redis may still have read.
    done
      .catch(() => undefined)
      .then(undo)
      .catch(() => undefined);
    throw error;
  }
}

/** Gives up on a promise of Redis after a while: a store that hangs is a store that is gone. */
async function soon<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis does not answer')), PATIENCE);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Owns the places of outstanding sessions: taken by a mint, free again when its session ends or must have ended. */

/** How many places there are; undefined is without limit. */
export interface PlaceLimits {
  client: number | undefined;
  total: number | undefined;
}

/** Whether a place was to be had; when not, whose places are full and how long the oldest lasts at most. */
export type Taken = { ok: true } | { ok: false; full: 'client' | 'total'; waitMs: number };

/** Where places are kept. */
export interface Places {
  take(mint: string, client: string, seconds: number): Promise<Taken>;
  giveBack(mint: string, client: string): Promise<void>;
}

/** How often, in takes, places of callers that never came back are looked through. */
const SWEEP = 1000;

/** Places of this process. */
export class MemoryPlaces implements Places {
  readonly #limits: PlaceLimits;
  readonly #now: () => number;
  /** Caller → mint → the moment its place comes free by itself. */
  readonly #places = new Map<string, Map<string, number>>();
  #count = 0;
  #takes = 0;

  constructor(limits: PlaceLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** How many places are taken, as far as was looked. */
  get size(): number {
    return this.#count;
  }

  take(mint: string, client: string, seconds: number): Promise<Taken> {
    const now = this.#now();
    const { client: clientLimit = Number.POSITIVE_INFINITY, total = Number.POSITIVE_INFINITY } = this.#limits;
    this.#takes += 1;
    this.#free(client, now);
    if (this.#count >= total || this.#takes % SWEEP === 0) {
      for (const each of this.#places.keys()) this.#free(each, now);
    }
    const own = this.#places.get(client) ?? new Map<string, number>();
    if (own.size >= clientLimit) {
      return Promise.resolve({ ok: false, full: 'client', waitMs: Math.min(...own.values()) - now });
    }
    if (this.#count >= total) {
      const first = Math.min(...[...this.#places.values()].map((places) => Math.min(...places.values())));
      return Promise.resolve({ ok: false, full: 'total', waitMs: first - now });
    }
    own.set(mint, now + seconds * 1000);
    this.#places.set(client, own);
    this.#count += 1;
    return Promise.resolve({ ok: true });
  }

  giveBack(mint: string, client: string): Promise<void> {
    const own = this.#places.get(client);
    if (own?.delete(mint)) this.#count -= 1;
    if (own?.size === 0) this.#places.delete(client);
    return Promise.resolve();
  }

  /** Frees the places of one caller whose sessions must have ended. */
  #free(client: string, now: number): void {
    for (const [mint, until] of this.#places.get(client) ?? []) {
      if (until <= now) void this.giveBack(mint, client);
    }
  }
}

/** Owns the options of the token endpoint: their public shape, their defaults, and refusing bad ones at creation. */
import { ALWAYS_ASK, type BreakerOptions } from './breaker.js';
import type { AddressRules } from './client-address.js';
import {
  readConfiguration,
  readSessionLength,
  type Configuration,
  type PersonaConfig,
} from './configurations.js';
import { readLimits, type LimitNumbers, type LimitOptions } from './limits.js';
import type { Log } from './log.js';
import { OPTION_NAMES } from './option-names.js';
import {
  assertFunctions,
  assertKnown,
  positive,
  readApiKey,
  readBaseUrl,
  readLabel,
  readStopUrl,
} from './options-checks.js';
import { readOrigins } from './origins.js';
import type { RedisClient } from './redis.js';
import type { Timeouts } from './upstream.js';

/** Anam's own address. */
export const ANAM_API_URL = 'https://api.anam.ai';

/** Who the caller is, as `authorize` found out: limits count per subject instead of per address. */
export interface Authorization {
  subject: string;
}

/** Options of {@link createTokenHandler}. */
export interface TokenHandlerOptions {
  /** The Anam API key. It stays here: it is sent to `apiBaseUrl` and nowhere else. */
  apiKey: string;
  /** Where Anam is, https or loopback. Default `https://api.anam.ai`. */
  apiBaseUrl?: string | undefined;
  /** The personas pages may ask for, by name. A request without a name gets `default`, or the only one. */
  configurations?: Readonly<Record<string, Configuration>> | undefined;
  /** Short for `configurations: { default: { persona } }`. */
  persona?: PersonaConfig | undefined;
  /** Exact origins that may call besides the endpoint's own, such as `https://shop.example`. Default none. */
  allowedOrigins?: readonly string[] | undefined;
  /**
   * Vouches for a request: `{ subject }` lets it in, `null` refuses it with 401, a `Response` is sent instead.
   * It is given the request without its body. A cross-origin request stays refused whatever it says.
   */
  authorize?:
    | ((request: Request) => Promise<Authorization | Response | null> | Authorization | Response | null)
    | undefined;
  /** Length of sessions whose persona says none, in seconds, 10 to 86,400. Default 600. */
  maxSessionLengthSeconds?: number | undefined;
  /** Begins the `clientLabel` under which Anam files the sessions, one per site. Default `anam-persona`. */
  clientLabel?: string | undefined;
  /** Tell the page `apiBaseUrl` when it is not Anam's own, so that its SDK goes there as well. Default false. */
  exposeApiBaseUrl?: boolean | undefined;
  /** How many sessions may be asked for; false switches every limit off. See {@link LimitOptions} for the defaults. */
  limits?: LimitOptions | false | undefined;
  /** Shares the limits between replicas: an ioredis client, or an address (which needs the package ioredis). */
  redis?: string | RedisClient | undefined;
  /** Proxies of yours in front that append to `X-Forwarded-For`. Default 0: the header is not believed. */
  trustedProxies?: number | undefined;
  /** A header in which your platform itself puts the caller's address, such as `cf-connecting-ip`. */
  clientAddressHeader?: string | undefined;
  /** Signs stop handles and hashes callers, at least 16 characters, the same on every replica. Default: `apiKey`. */
  stopSecret?: string | undefined;
  /** Address of the stop endpoint as pages see it. Default: the request's own path with `/stop` behind it. */
  stopUrl?: string | undefined;
  /** How long Anam may take, in milliseconds. */
  timeouts?: Partial<Timeouts> | undefined;
  /** When to leave a failing Anam alone; false never does. Stops are always passed on. */
  breaker?: BreakerOptions | false | undefined;
  /** Receives one record per request. Default: notices and failures go to the console; false is silence. */
  log?: Log | false | undefined;
  /** Default: the global `fetch`; the ready server has one with a time limit for connecting. */
  fetch?: typeof fetch | undefined;
  /** Milliseconds since 1970. Default `Date.now`. */
  clock?: (() => number) | undefined;
  /** Resolves after so many milliseconds. Default: a timer. */
  wait?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

/** Options that were checked, with every default filled in. */
export interface Settings {
  apiKey: string;
  apiBaseUrl: string;
  configurations: ReadonlyMap<string, Configuration>;
  allowedOrigins: ReadonlySet<string>;
  authorize: TokenHandlerOptions['authorize'];
  clientLabel: string;
  exposedApiBaseUrl: string | undefined;
  limits: LimitNumbers;
  address: AddressRules;
  secret: string;
  stopUrl: string | undefined;
  timeouts: Timeouts;
  breaker: BreakerOptions;
  fetch: typeof fetch;
  now: () => number;
  wait: (milliseconds: number) => Promise<unknown>;
}

/**
 * Checks the options.
 *
 * @throws Error with one sentence that names the field and says what to do; a key is never repeated in it.
 */
export function readOptions(options: TokenHandlerOptions, warn: (message: string) => void): Settings {
  assertKnown('', options, OPTION_NAMES);
  const { authorize, fetch: ownFetch, clock, wait, log, timeouts = {} } = options;
  assertFunctions({ authorize, fetch: ownFetch, clock, wait, log: log === false ? undefined : log });
  assertKnown('timeouts.', timeouts, ['connect', 'answer', 'total']);
  const apiBaseUrl = readBaseUrl(options.apiBaseUrl ?? ANAM_API_URL);
  return {
    apiKey: readApiKey(options.apiKey),
    apiBaseUrl,
    configurations: readConfigurations(options, warn),
    allowedOrigins: readOrigins(options.allowedOrigins ?? []),
    authorize,
    clientLabel: readLabel('clientLabel', options.clientLabel ?? 'anam-persona'),
    exposedApiBaseUrl: options.exposeApiBaseUrl && apiBaseUrl !== ANAM_API_URL ? apiBaseUrl : undefined,
    limits: readLimits(options.limits),
    address: readAddressRules(options),
    secret: readSecret(options),
    stopUrl: readStopUrl(options.stopUrl),
    timeouts: {
      connect: positive('timeouts.connect', timeouts.connect ?? 3000),
      answer: positive('timeouts.answer', timeouts.answer ?? 8000),
      total: positive('timeouts.total', timeouts.total ?? 10_000),
    },
    breaker: readBreaker(options.breaker),
    // Looked up per call, so that a test or a tracer that replaces the global one is honoured.
    fetch: ownFetch ?? ((input, init) => fetch(input, init)),
    now: clock ?? Date.now,
    wait: wait ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))),
  };
}

function readBreaker(options: TokenHandlerOptions['breaker'] = {}): BreakerOptions {
  if (options === false) return ALWAYS_ASK;
  assertKnown('breaker.', options, ['failures', 'openSeconds']);
  const { failures = 5, openSeconds = 10 } = options;
  if (!Number.isInteger(failures)) throw new Error('breaker.failures must be a whole number.');
  return {
    failures: positive('breaker.failures', failures),
    openSeconds: positive('breaker.openSeconds', openSeconds),
  };
}

function readAddressRules({ trustedProxies = 0, clientAddressHeader }: TokenHandlerOptions): AddressRules {
  if (!Number.isInteger(trustedProxies) || trustedProxies < 0 || trustedProxies > 10) {
    throw new Error('trustedProxies must be the number of your proxies, 0 to 10.');
  }
  if (clientAddressHeader !== undefined && !/^[\w-]+$/.test(clientAddressHeader)) {
    throw new Error('clientAddressHeader must be the name of a header, such as cf-connecting-ip.');
  }
  return { trustedProxies, header: clientAddressHeader };
}

function readSecret({ stopSecret, apiKey }: TokenHandlerOptions): string {
  if (stopSecret === undefined) return apiKey;
  if (typeof stopSecret !== 'string' || stopSecret.length < 16)
    throw new Error('stopSecret must have at least 16 characters: make a random one.');
  return stopSecret;
}

function readConfigurations(
  options: TokenHandlerOptions,
  warn: (message: string) => void,
): ReadonlyMap<string, Configuration> {
  const { persona, configurations } = options;
  if (persona && configurations) throw new Error('Give persona or configurations, not both.');
  const named = Object.entries(persona ? { default: { persona } } : (configurations ?? {}));
  if (named.length === 0) {
    throw new Error(
      'configurations is missing: name at least one persona, for example { default: { persona: { personaId } } }.',
    );
  }
  const length = readSessionLength('maxSessionLengthSeconds', options.maxSessionLengthSeconds);
  const read = new Map(named.map(([name, input]) => [name, readConfiguration(name, input, length, warn)]));
  const stored = [...read].filter(([, { persona: each }]) => 'personaId' in each).map(([name]) => name);
  if (stored.length > 0) {
    warn(
      `Anam may ignore maxSessionLengthSeconds for a persona that is kept there (configurations: ${stored.join(', ')}): to be sure of a length, describe the persona here.`,
    );
  }
  return read;
}

/** Owns the options of the token endpoint: their public shape, their defaults, and refusing bad ones at creation. */
import type { BreakerOptions } from './breaker.js';
import type { AddressRules } from './client-address.js';
import {
  DEFAULT_SESSION_SECONDS,
  readConfiguration,
  type Configuration,
  type PersonaConfig,
} from './configurations.js';
import type { LimitOptions } from './limits.js';
import type { Log } from './log.js';
import { positive } from './options-checks.js';
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
  /** Length of sessions whose persona says none, in seconds. Default 600. */
  maxSessionLengthSeconds?: number | undefined;
  /** Begins the `clientLabel` under which Anam files the sessions. Default `anam-persona`. */
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
  /** Signs stop handles and hashes callers, at least 16 characters. Default: derived from `apiKey`. */
  stopSecret?: string | undefined;
  /** Address of the stop endpoint as pages see it. Default: the request's own path with `/stop` behind it. */
  stopUrl?: string | undefined;
  /** How long Anam may take, in milliseconds. */
  timeouts?: Partial<Timeouts> | undefined;
  /** When to leave a failing Anam alone; false never does. */
  breaker?: BreakerOptions | false | undefined;
  /** Receives one record per request. Default: nothing is logged. */
  log?: Log | undefined;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** Milliseconds since 1970. Default `Date.now`. */
  clock?: (() => number) | undefined;
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
  address: AddressRules;
  secret: string;
  stopUrl: string | undefined;
  timeouts: Timeouts;
  breaker: BreakerOptions;
  fetch: typeof fetch;
  now: () => number;
}

/**
 * Checks the options.
 *
 * @throws Error with one sentence that names the field and says what to do; a key is never repeated in it.
 */
export function readOptions(options: TokenHandlerOptions, warn: (message: string) => void): Settings {
  const apiBaseUrl = readBaseUrl(options.apiBaseUrl ?? ANAM_API_URL);
  const clientLabel = options.clientLabel ?? 'anam-persona';
  if (!/^[\w.:-]{1,64}$/.test(clientLabel)) {
    throw new Error('clientLabel: use 1 to 64 letters, digits, and . _ : -');
  }
  return {
    apiKey: readApiKey(options.apiKey),
    apiBaseUrl,
    configurations: readConfigurations(options, warn),
    allowedOrigins: readOrigins(options.allowedOrigins ?? []),
    authorize: options.authorize,
    clientLabel,
    exposedApiBaseUrl: options.exposeApiBaseUrl && apiBaseUrl !== ANAM_API_URL ? apiBaseUrl : undefined,
    address: readAddressRules(options),
    secret: readSecret(options),
    stopUrl: options.stopUrl,
    timeouts: {
      answer: positive('timeouts.answer', options.timeouts?.answer ?? 8000),
      total: positive('timeouts.total', options.timeouts?.total ?? 10_000),
    },
    breaker: options.breaker === false ? { failures: Number.POSITIVE_INFINITY } : (options.breaker ?? {}),
    // Looked up per call, so that a test or a tracer that replaces the global one is honoured.
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    now: options.clock ?? Date.now,
  };
}

/** @throws Error unless this can be an API key. */
export function readApiKey(apiKey: unknown): string {
  if (typeof apiKey !== 'string' || apiKey.trim() === '') {
    throw new Error('apiKey is missing: set ANAM_API_KEY to the key from the Anam Lab.');
  }
  if (/\s/.test(apiKey))
    throw new Error('apiKey has a space or a line break in it: set ANAM_API_KEY to the bare key.');
  if (
    /^(your|example|placeholder|change|xxx|<|\$|todo)|^(anam[-_])?api[-_]?key$|\.\.\.|…/i.test(apiKey) ||
    apiKey.length < 8
  ) {
    throw new Error('apiKey looks like a placeholder: set ANAM_API_KEY to the key from the Anam Lab.');
  }
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw new Error('apiKey has a character that no key has: copy it again.');
  if (/^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(apiKey)) {
    throw new Error(
      'apiKey looks like a session token: set ANAM_API_KEY to the API key, which mints such tokens.',
    );
  }
  return apiKey;
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
  if (stopSecret.length < 16)
    throw new Error('stopSecret must have at least 16 characters: make a random one.');
  return stopSecret;
}

/** @throws Error unless this is an address the key may be sent to. */
export function readBaseUrl(value: string): string {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw new Error('apiBaseUrl is not a URL: leave it out, or write one such as https://api.anam.ai.');
  }
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    throw new Error(
      'apiBaseUrl must begin with https:// (http:// is for loopback only), for the API key is sent there.',
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new Error('apiBaseUrl takes no user, password, query or fragment.');
  }
  return url.href.replace(/\/+$/, '');
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
  const length = positive(
    'maxSessionLengthSeconds',
    options.maxSessionLengthSeconds ?? DEFAULT_SESSION_SECONDS,
  );
  return new Map(named.map(([name, input]) => [name, readConfiguration(name, input, length, warn)]));
}

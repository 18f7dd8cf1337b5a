/** Owns configuration by environment and file: names, formats, and messages that name the variable that is wrong. */
import { readFile } from 'node:fs/promises';
import type { Configuration } from './configurations.js';
import type { LimitOptions } from './limits.js';
import type { TokenServerOptions } from './serve.js';

/** The environment variables that are read, with what they mean: also the text of `--help`. */
export const ENVIRONMENT = {
  ANAM_API_KEY: 'the API key of the Anam Lab (required)',
  ANAM_API_KEY_FILE: 'a file that holds the key, instead of ANAM_API_KEY',
  ANAM_PERSONA_ID: 'the id of one persona kept at Anam',
  ANAM_PERSONA_FILE: 'a JSON file of named configurations: { "<name>": { "persona": { … } } }',
  ANAM_API_URL: 'another address of Anam: the simulator or a gateway (https, or loopback)',
  ALLOWED_ORIGINS: 'exact origins of pages on other hosts, separated by commas',
  PORT: 'the port, 8787 when not set',
  HOST: 'the address to listen on, 127.0.0.1 when not set',
  TOKEN_PATH: 'the path, /api/session-token when not set',
  CLIENT_LABEL: 'begins the label under which Anam files the sessions, anam-persona when not set',
  MAX_SESSION_SECONDS: 'seconds a session of a persona that says nothing may last, 600 when not set',
  CHECK_IDS: '1 asks Anam at the start whether it knows every id; only with serve',
  TRUSTED_PROXIES: 'how many proxies of yours append to X-Forwarded-For, 0 when not set',
  CLIENT_ADDRESS_HEADER: 'a header in which your platform itself puts the address of the caller',
  REDIS_URL: 'shares the limits between replicas (needs the package ioredis)',
  STOP_SECRET: 'signs stop handles, at least 16 characters; the API key does when not set',
  STOP_URL: 'the stop endpoint as pages see it, when a proxy renames paths',
  LIMIT_CLIENT_PER_MINUTE: 'mints per caller and minute, 10 when not set; off is none, for every limit',
  LIMIT_TOTAL_PER_MINUTE: 'mints of all callers per minute, 120 when not set',
  LIMIT_TOTAL_PER_DAY: 'mints of all callers per day, 2000 when not set',
  LIMIT_CLIENT_OUTSTANDING: 'sessions of one caller, minted and not known to be over, 5 when not set',
  LIMIT_TOTAL_OUTSTANDING: 'the same of all callers, 100 when not set',
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the options of the ready server from environment variables and, when there is one, a JSON file of
 * configurations (`file`, or `ANAM_PERSONA_FILE`).
 *
 * @throws Error naming the variable or file that is missing or wrong; the key is never repeated in it.
 */
export async function loadConfiguration(env: Environment, file?: string): Promise<TokenServerOptions> {
  const read = (name: keyof typeof ENVIRONMENT): string | undefined => {
    const value = env[name]?.trim();
    return value === '' ? undefined : value;
  };
  const apiUrl = read('ANAM_API_URL');
  return {
    apiKey: await loadKey(env),
    configurations: await readConfigurations(file ?? read('ANAM_PERSONA_FILE'), read('ANAM_PERSONA_ID')),
    apiBaseUrl: apiUrl,
    exposeApiBaseUrl: apiUrl !== undefined,
    allowedOrigins: (read('ALLOWED_ORIGINS') ?? '').split(/[\s,]+/).filter(Boolean),
    clientLabel: read('CLIENT_LABEL'),
    maxSessionLengthSeconds: readNumber('MAX_SESSION_SECONDS', read('MAX_SESSION_SECONDS')),
    checkIds: read('CHECK_IDS') === '1',
    trustedProxies: readNumber('TRUSTED_PROXIES', read('TRUSTED_PROXIES'), 10),
    clientAddressHeader: read('CLIENT_ADDRESS_HEADER'),
    redis: read('REDIS_URL'),
    stopSecret: read('STOP_SECRET'),
    stopUrl: read('STOP_URL'),
    limits: readLimits(read),
    path: read('TOKEN_PATH'),
    host: read('HOST'),
    port: readNumber('PORT', read('PORT'), 65_535),
  };
}

const LIMITS = {
  clientPerMinute: 'LIMIT_CLIENT_PER_MINUTE',
  totalPerMinute: 'LIMIT_TOTAL_PER_MINUTE',
  totalPerDay: 'LIMIT_TOTAL_PER_DAY',
  clientOutstanding: 'LIMIT_CLIENT_OUTSTANDING',
  totalOutstanding: 'LIMIT_TOTAL_OUTSTANDING',
} as const satisfies Record<keyof LimitOptions, string>;

function readLimits(read: (name: keyof typeof ENVIRONMENT) => string | undefined): LimitOptions {
  const named = Object.entries(LIMITS).map(([limit, name]) => {
    const text = read(name);
    return [limit, text === 'off' ? false : readNumber(name, text)];
  });
  return Object.fromEntries(named) as LimitOptions;
}

/** Reads the API key from `ANAM_API_KEY` or the file `ANAM_API_KEY_FILE`. @throws Error when there is none. */
export async function loadKey(env: Environment): Promise<string> {
  const key = env['ANAM_API_KEY']?.trim();
  if (key) return key;
  const file = env['ANAM_API_KEY_FILE']?.trim();
  if (!file) throw new Error('ANAM_API_KEY is missing: set it to the API key of the Anam Lab.');
  return (await readText('ANAM_API_KEY_FILE', file)).trim();
}

async function readConfigurations(
  file: string | undefined,
  personaId: string | undefined,
): Promise<Record<string, Configuration>> {
  if (file === undefined) {
    if (personaId !== undefined) return { default: { persona: { personaId } } };
    throw new Error(
      'No persona: set ANAM_PERSONA_ID to a persona of the Anam Lab, or ANAM_PERSONA_FILE to a JSON file.',
    );
  }
  if (personaId !== undefined) throw new Error('Set ANAM_PERSONA_ID or ANAM_PERSONA_FILE, not both.');
  const text = await readText('ANAM_PERSONA_FILE', file);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not valid JSON: ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Error(`${file} must hold an object: { "<name>": { "persona": { … } } }.`);
  }
  // Their fields are checked, by name, where every configuration is.
  return parsed as Record<string, Configuration>;
}

async function readText(variable: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`${variable}: the file ${file} cannot be read.`, { cause: error });
  }
}

function readNumber(
  name: string,
  text: string | undefined,
  max = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  throw new Error(`${name} must be a whole number${max < Number.MAX_SAFE_INTEGER ? ` up to ${max}` : ''}.`);
}

/** Owns the names of all options, so that one that is misspelt is refused instead of being passed over. */
import type { TokenServerOptions } from './serve.js';

/** Those of the ready server are taken by the handler too, for `loadConfiguration` reads both. */
export const OPTION_NAMES = Object.keys({
  apiKey: true,
  apiBaseUrl: true,
  configurations: true,
  persona: true,
  allowedOrigins: true,
  authorize: true,
  maxSessionLengthSeconds: true,
  clientLabel: true,
  exposeApiBaseUrl: true,
  limits: true,
  redis: true,
  trustedProxies: true,
  clientAddressHeader: true,
  stopSecret: true,
  stopUrl: true,
  timeouts: true,
  breaker: true,
  log: true,
  fetch: true,
  clock: true,
  wait: true,
  path: true,
  port: true,
  host: true,
  checkIds: true,
  graceSeconds: true,
} satisfies Record<keyof TokenServerOptions, true>);

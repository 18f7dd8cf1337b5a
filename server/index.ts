/** The public door of the token endpoint: `anam-persona/server`. */
export { createTokenHandler, type RequestContext, type TokenHandler } from './handler.js';
export { ANAM_API_URL, type Authorization, type TokenHandlerOptions } from './options.js';
export type { Configuration, PersonaConfig, VariableDeclaration } from './configurations.js';
export type { TokenResponse } from './mint.js';
export type { LimitOptions } from './limits.js';
export type { RedisClient } from './redis.js';
export type { BreakerOptions } from './breaker.js';
export type { Log, LogRecord } from './log.js';
export type { Timeouts } from './upstream.js';
export { PROBLEM_BASE, PROBLEMS, type ProblemCode, type ProblemDetails } from './problems.js';
export { UPSTREAM_MAPPING } from './upstream-mapping.js';
export { findUnknownIds } from './lookup.js';
export { stopLabel, type StopLabelOptions, type StopLabelResult } from './operator.js';
export { toNodeListener } from './node.js';
export { createTokenServer, serve, type TokenServer, type TokenServerOptions } from './serve.js';
export { loadConfiguration } from './config.js';

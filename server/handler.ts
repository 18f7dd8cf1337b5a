/** Owns the token endpoint as one function from `Request` to `Response`: which step comes when, and the log line. */
import { authorizeRequest } from './authorization.js';
import { ALWAYS_ASK } from './breaker.js';
import { clientAddress, normalise } from './client-address.js';
import { createLimits } from './limits.js';
import { createRedactor, safeLog, type LogRecord } from './log.js';
import { createMint } from './mint.js';
import { readOptions, type Settings, type TokenHandlerOptions } from './options.js';
import { answerPreflight, corsHeaders, decideOrigin } from './origins.js';
import { Problem } from './problems.js';
import { createSharedStore } from './redis.js';
import { Signer } from './signing.js';
import { createStop } from './stop.js';
import { createUpstream } from './upstream.js';

/** What the runtime knows about a request beside the request. */
export interface RequestContext {
  /** Address of the peer at the other end of the connection. */
  clientAddress?: string | undefined;
}

/** The token endpoint. It never rejects: whatever goes wrong is an answer. */
export interface TokenHandler {
  (request: Request, context?: RequestContext): Promise<Response>;
  /** For adapters: answers and logs what they refuse before there is a request to handle. */
  refuse(problem: Problem, context?: RequestContext): Promise<Response>;
  /** Resolves when the endpoint can do its work; rejects when the store that its limits share is out of reach. */
  ready(): Promise<void>;
  /** Ends the connection to the store if the endpoint opened it. */
  close(): Promise<void>;
}

/**
 * Makes the token endpoint. Under any path it answers `POST` (mint a session token), `OPTIONS` (preflight), and
 * `POST <path>/stop` (end the session of a mint).
 *
 * @throws Error when an option is missing or wrong, with a sentence that names it.
 */
export function createTokenHandler(options: TokenHandlerOptions): TokenHandler {
  const log = safeLog(options.log, createRedactor([options.apiKey, options.stopSecret]));
  const warn = (message: string): void =>
    log({ level: 'warn', event: 'notice', time: new Date().toISOString(), message });
  const settings = readOptions(options, warn);
  // Last of what may throw: a connection that nobody can close would keep the process alive.
  const store =
    options.redis === undefined ? undefined : createSharedStore(options.redis, settings.clientLabel);
  const limits = createLimits(settings.limits, store, settings.now);
  const signer = new Signer(settings.secret);
  const mint = createMint(settings, { upstream: createUpstream(settings), signer, limits });
  // No circuit stands before a stop: what it ends is billed, and stops have a limit of their own.
  const stop = createStop(settings, createUpstream({ ...settings, breaker: ALWAYS_ASK }), signer, limits);

  const hashed = async (caller: string): Promise<string> => await signer.hashClient(caller);

  async function answer(
    request: Request,
    peer: string | undefined,
    record: Partial<LogRecord>,
  ): Promise<Response> {
    const isStop = /\/stop\/*$/.test(new URL(request.url).pathname);
    record.event = request.method === 'OPTIONS' ? 'preflight' : isStop ? 'stop' : 'mint';
    let client = await hashed(clientAddress(request, peer, settings.address));
    record.client = shortened(client);
    if (request.method === 'OPTIONS') return answerPreflight(request, settings.allowedOrigins);
    if (request.method !== 'POST') throw methodNotAllowed(isStop);
    const authorization = await authorizeRequest(request, isStop ? withoutHook(request, settings) : settings);
    if (authorization instanceof Response) {
      record.outcome = 'authorize';
      return authorization;
    }
    if (authorization) client = await hashed(`subject ${authorization.subject}`);
    record.client = shortened(client);
    return isStop ? await stop(request) : await mint(request, client, record);
  }

  /** Whatever happens while the answer is made and sealed becomes an answer, and one record. */
  async function logged(
    make: (record: Partial<LogRecord>) => Promise<Response>,
    headers: Record<string, string>,
  ): Promise<Response> {
    const requestId = crypto.randomUUID();
    const startedAt = settings.now();
    const record: Partial<LogRecord> = {};
    const all = { 'x-request-id': requestId, ...headers };
    let response: Response;
    try {
      response = sealed(await make(record), all);
      record.outcome ??= 'ok';
    } catch (error) {
      const problem = error instanceof Problem ? error : unexpected(error);
      record.outcome = problem.code;
      record.message = problem.extras.reason;
      response = sealed(problem.toResponse(requestId), all);
    }
    log({
      level: response.status >= 500 ? 'error' : 'info',
      event: 'other',
      time: new Date(startedAt).toISOString(),
      requestId,
      status: response.status,
      durationMs: settings.now() - startedAt,
      ...record,
    });
    return response;
  }

  const handle = (request: Request, context?: RequestContext): Promise<Response> =>
    logged(
      (record) => answer(request, context?.clientAddress, record),
      corsHeaders(request, settings.allowedOrigins),
    );

  const refuse = (problem: Problem, context?: RequestContext): Promise<Response> =>
    logged(async (record) => {
      record.client = shortened(await hashed(normalise(context?.clientAddress ?? '')));
      throw problem;
    }, {});

  return Object.assign(handle, {
    refuse,
    ready: async () => await store?.ping(),
    close: async () => await store?.close(),
  });
}

/**
 * The hook is not asked about a stop from a known origin: a closing page cannot send the headers it may want, and
 * the signed handle says who it is. A caller without an origin still needs to be vouched for.
 */
function withoutHook(request: Request, settings: Settings): Pick<Settings, 'allowedOrigins' | 'authorize'> {
  const { allowedOrigins } = settings;
  return decideOrigin(request, allowedOrigins) === 'unknown'
    ? settings
    : { allowedOrigins, authorize: undefined };
}

/** As much of a caller's hash as the log needs. */
function shortened(hash: string): string {
  return hash.slice(0, 12);
}

/** The answer with the headers every answer has; those of a hook's own answer are kept beside them. */
function sealed(response: Response, headers: Record<string, string>): Response {
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'vary' && all.has('vary')) all.append(name, value);
    else all.set(name, value);
  }
  // No answer is a page, whoever opens it.
  if (!all.has('content-security-policy')) {
    all.set('content-security-policy', "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
  }
  all.set('cache-control', 'no-store');
  all.set('x-content-type-options', 'nosniff');
  all.set('referrer-policy', 'no-referrer');
  return new Response(response.body, { status: response.status, headers: all });
}

function methodNotAllowed(isStop: boolean): Problem {
  return new Problem(
    'method-not-allowed',
    isStop
      ? 'A session is ended by POST with the handle of its mint.'
      : 'A session token is minted by POST with a JSON body. Minting by GET is deprecated, and its tokens are refused by current SDKs.',
    { headers: { allow: 'POST, OPTIONS' } },
  );
}

/** A failure nobody foresaw is ours; its text goes to the log, redacted, and never to the caller. */
function unexpected(error: unknown): Problem {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown failure';
  return new Problem('misconfigured', 'The token endpoint failed: see its log for the request id.', {
    reason,
  });
}

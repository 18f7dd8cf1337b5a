/** Owns the ready server: the handler on a path, health, security headers, time limits and a graceful end. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTokenHandler, type TokenHandler } from './handler.js';
import { createRedactor, safeLog } from './log.js';
import { findUnknownIds } from './lookup.js';
import { createNodeFetch } from './node-fetch.js';
import { toNodeListener } from './node.js';
import type { TokenHandlerOptions } from './options.js';
import { positive } from './options-checks.js';
import { Problem } from './problems.js';
import { MissingPackage } from './redis.js';

/** Options of the ready server: those of the handler, and where it listens. */
export interface TokenServerOptions extends TokenHandlerOptions {
  /** Path of the token endpoint. Default `/api/session-token`; the stop endpoint is `/stop` below it. */
  path?: string | undefined;
  /** Default 8787; 0 takes a free one. */
  port?: number | undefined;
  /** Default `127.0.0.1`. */
  host?: string | undefined;
  /** Ask Anam at the start whether it knows every id of the configurations. Default false. */
  checkIds?: boolean | undefined;
  /** How long requests in flight may take once the server is told to end, in seconds. Default 15. */
  graceSeconds?: number | undefined;
}

/** A token endpoint that listens on its own. */
export interface TokenServer {
  readonly server: Server;
  readonly handler: TokenHandler;
  /**
   * Begins to listen. Rejects with a clear sentence when the port is taken, an id is unknown or a package is missing;
   * then the handler is closed.
   */
  listen(): Promise<{ url: string; port: number }>;
  /**
   * Lets requests in flight finish, then ends. For the seconds of `drain` (default 0) it still takes new ones while
   * `/readyz` answers 503, so that a load balancer turns away first. May be called twice.
   */
  close(drain?: number): Promise<void>;
}

const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Makes the server without listening yet. @throws Error as createTokenHandler does. */
export function createTokenServer(options: TokenServerOptions): TokenServer {
  const { path = '/api/session-token', port = 8787, host = '127.0.0.1', graceSeconds = 15 } = options;
  if (!/^(\/[\w.~-]+)+$/.test(path))
    throw new Error('path must begin with a slash, such as /api/session-token.');
  const connectMs = positive('timeouts.connect', options.timeouts?.connect ?? 3000);
  const asking = { ...options, fetch: options.fetch ?? createNodeFetch(connectMs) };
  const handler = createTokenHandler(asking);
  const listener = toNodeListener(handler);
  const refusal = toNodeListener((_, context) => handler.refuse(foreignHost(), context));
  const log = safeLog(options.log, createRedactor([options.apiKey, options.stopSecret]));
  const guarded = isLoopback(host) && !options.trustedProxies;
  let ending: Promise<void> | undefined;

  const server = createServer(
    { requestTimeout: 15_000, headersTimeout: 10_000, keepAliveTimeout: 5000 },
    (req, res) => {
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) res.setHeader(name, value);
      if (ending) res.setHeader('connection', 'close');
      // A connection that was busy when the end began falls idle with its answer, and would be kept open. While it drains
      // none is closed: somebody may be about to use it.
      res.once('close', () => {
        if (ending && !server.listening) setImmediate(() => server.closeIdleConnections());
      });
      const [pathname = ''] = (req.url ?? '').split('?');
      const isToken = pathname === path || pathname === `${path}/stop`;
      if (isToken) void (guarded && !isLoopback(req.headers.host ?? '') ? refusal : listener)(req, res);
      else if (pathname === '/healthz') sendStatus(req, res, 200, 'ok');
      else if (pathname === '/readyz')
        void readiness().then(([code, word]) => sendStatus(req, res, code, word));
      else {
        const requestId = crypto.randomUUID();
        const time = new Date().toISOString();
        log({ level: 'info', event: 'other', time, requestId, outcome: 'not-found', status: 404 });
        res.setHeader('x-request-id', requestId);
        sendStatus(req, res, 404, 'not-found');
      }
    },
  );

  async function readiness(): Promise<[code: number, word: string]> {
    if (ending) return [503, 'ending'];
    return await handler.ready().then(
      () => [200, 'ready'],
      () => [503, 'store-unavailable'],
    );
  }

  async function listen(): Promise<{ url: string; port: number }> {
    // A store that is merely down may come back; a package that is not there will not.
    await handler.ready().catch((error: unknown) => {
      if (error instanceof MissingPackage) throw error;
    });
    const unknown = options.checkIds ? await findUnknownIds(asking) : [];
    if (unknown.length > 0) throw new Error(unknown.join(' '));
    return await new Promise((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        reject(
          error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken: set PORT to another one.`) : error,
        );
      });
      server.listen(port, host, () => {
        const address = server.address() as AddressInfo;
        const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
        resolve({ url: `http://${name}:${address.port}${path}`, port: address.port });
      });
    });
  }

  return {
    server,
    handler,
    listen: () =>
      listen().catch(async (error: unknown) => {
        // An open connection to the store would keep a process alive that has nothing to do.
        await handler.close();
        throw error;
      }),
    close: (drain = 0) =>
      (ending ??= end(server, drain * 1000, graceSeconds * 1000).then(() => handler.close())),
  };
}

/** Makes the server and listens. */
export async function serve(
  options: TokenServerOptions,
): Promise<TokenServer & { url: string; port: number }> {
  const made = createTokenServer(options);
  return { ...made, ...(await made.listen()) };
}

/** Whether a host, with or without a port, is this machine and nothing else. */
function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[?::1\]?)(:\d+)?$/i.test(host);
}

/**
 * A server of this machine that is asked for under another name, with no proxy in front, is asked by a page whose name
 * was made to resolve to this machine: to a browser that page is of the same origin.
 */
function foreignHost(): Problem {
  return new Problem(
    'forbidden-origin',
    'This server is asked for under a foreign name. If a proxy of yours stands in front, set TRUSTED_PROXIES to 1.',
  );
}

function sendStatus(req: IncomingMessage, res: ServerResponse, code: number, status: string): void {
  res.writeHead(code, { 'content-type': 'application/json' });
  res.end(req.method === 'HEAD' ? undefined : JSON.stringify({ status }));
}

async function end(server: Server, drainMs: number, graceMs: number): Promise<void> {
  if (!server.listening) return;
  if (drainMs > 0) await new Promise((resolve) => setTimeout(resolve, drainMs));
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

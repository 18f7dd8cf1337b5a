/** Owns the way from Node's `(req, res)` to the handler and back, for `node:http`, Express and their kin. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BODY_LIMIT } from './body.js';
import type { RequestContext, TokenHandler } from './handler.js';
import { Problem } from './problems.js';

/** What frameworks add to Node's request. */
type FrameworkRequest = IncomingMessage & { originalUrl?: string; body?: unknown };

/** Any function that answers requests; one of `createTokenHandler` also logs what is refused here. */
type NodeHandler = ((request: Request, context?: RequestContext) => Promise<Response>) &
  Partial<Pick<TokenHandler, 'refuse'>>;

/**
 * Makes a Node listener of the handler. It works before or after a body parser and under any mount path.
 *
 * The returned promise never rejects and is there for tests: frameworks may ignore it.
 */
export function toNodeListener(
  handler: NodeHandler,
): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    const gone = new AbortController();
    res.once('close', () => {
      if (!res.writableFinished) gone.abort();
    });
    try {
      await write(req, res, await answer(handler, req, gone.signal));
    } catch {
      // The answer's body broke off while it was read; nothing of it was sent, and nothing true is left to send.
      res.destroy();
    }
  };
}

async function answer(handler: NodeHandler, req: IncomingMessage, signal: AbortSignal): Promise<Response> {
  const context = { clientAddress: req.socket.remoteAddress };
  let request: Request;
  try {
    request = await toRequest(req, signal);
  } catch (error) {
    const problem =
      error instanceof Problem ? error : new Problem('bad-request', 'The request is malformed.');
    return handler.refuse ? await handler.refuse(problem, context) : problem.toResponse(crypto.randomUUID());
  }
  try {
    return await handler(request, context);
  } catch {
    // Never the endpoint's own handler, which does not reject.
    return new Problem('misconfigured', 'The handler of this path failed.').toResponse(crypto.randomUUID());
  }
}

async function toRequest(req: FrameworkRequest, signal: AbortSignal): Promise<Request> {
  const method = req.method ?? 'GET';
  if (['CONNECT', 'TRACE', 'TRACK'].includes(method)) {
    // fetch has no such requests, so the handler cannot be asked.
    throw new Problem('method-not-allowed', 'A session token is minted by POST.', {
      headers: { allow: 'POST, OPTIONS' },
    });
  }
  const headers = new Headers();
  for (let i = 0; i + 1 < req.rawHeaders.length; i += 2) {
    const [name = '', value = ''] = req.rawHeaders.slice(i, i + 2);
    if (!name.startsWith(':')) headers.append(name, value);
  }
  const scheme = 'encrypted' in req.socket && req.socket.encrypted ? 'https' : 'http';
  const path = req.originalUrl ?? req.url ?? '/';
  // HTTP/2 has another name for it.
  const host = req.headers.host ?? req.headers[':authority'] ?? '';
  const origin = `${scheme}://${String(host)}`;
  const url = URL.canParse(origin) ? origin : `${scheme}://localhost`;
  const body = method === 'GET' || method === 'HEAD' ? undefined : await readBody(req);
  return new Request(new URL(path.startsWith('/') ? url + path : url), {
    method,
    headers,
    signal,
    ...(body === undefined ? {} : { body }),
  });
}

/** Some parsers leave `{}` also for a type that is not theirs, with the body still in the stream: Express 4's, for one. */
const isUnread = (parsed: object | number | boolean, req: IncomingMessage): boolean =>
  Object.keys(parsed).length === 0 && !req.readableDidRead && !req.readableEnded;

/** What a parser left, or the stream, up to one byte more than the handler takes: enough for it to say "too large". */
async function readBody(req: FrameworkRequest): Promise<string | Uint8Array<ArrayBuffer> | undefined> {
  // Some parsers leave `{}` where there was no body at all.
  if (!req.headers['transfer-encoding'] && Number(req.headers['content-length'] ?? 0) === 0) return undefined;
  const parsed = req.body;
  if (typeof parsed === 'string') return parsed;
  if (parsed instanceof Uint8Array) return new Uint8Array(parsed);
  if (parsed !== undefined && parsed !== null && !isUnread(parsed, req)) return JSON.stringify(parsed);
  const chunks: Buffer[] = [];
  let size = 0;
  if (!req.readableEnded) {
    for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > BODY_LIMIT) break;
    }
  }
  return size === 0 ? undefined : new Uint8Array(Buffer.concat(chunks).subarray(0, BODY_LIMIT + 1));
}

async function write(req: IncomingMessage, res: ServerResponse, response: Response): Promise<void> {
  if (res.destroyed || res.headersSent) return;
  const body = Buffer.from(await response.arrayBuffer());
  res.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') res.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) res.setHeader('set-cookie', cookies);
  if (response.status !== 204) res.setHeader('content-length', body.length);
  // A body that was not read to its end would be taken for the next request.
  if (!req.readableEnded && !req.complete && req.httpVersionMajor < 2) res.setHeader('connection', 'close');
  res.end(req.method === 'HEAD' ? undefined : body);
}

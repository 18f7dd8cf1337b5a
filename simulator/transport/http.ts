/** A small HTTP layer: routes by method and path, JSON in and out, CORS for any page, one error shape. */

import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request as handlers see it. */
export interface Call {
  method: string;
  url: URL;
  /** Values of `:name` parts of the path. */
  params: Readonly<Record<string, string>>;
  headers: IncomingMessage['headers'];
  /** The parsed JSON body; undefined when there was none or it was not JSON. */
  body: unknown;
  /** Set when the body was there and could not be parsed. */
  badJson: boolean;
}

/** What a handler answers: JSON unless `text` is given. */
export interface Answer {
  status: number;
  json?: unknown;
  text?: string;
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
}

/** A handler; it may also write the response by itself and give undefined. */
export type Handler = (
  call: Call,
  response: ServerResponse,
) => Answer | undefined | Promise<Answer | undefined>;

interface Route {
  method: string;
  pattern: RegExp;
  names: string[];
  handler: Handler;
}

const BODY_LIMIT = 1024 * 1024;

/** The platform's error body. */
export function failure(status: number, error: string, message?: string): Answer {
  return { status, json: { error, ...(message === undefined ? {} : { message }) } };
}

/** Routes of one server. */
export class Router {
  #routes: Route[] = [];

  /** Adds a route such as `GET /v1/sessions/:id`. A path that begins with `*` fits any prefix. */
  on(method: string, path: string, handler: Handler): void {
    const names: string[] = [];
    const source = path.replace(/^\*/, '(?:/.*)?').replace(/:(\w+)/g, (_, name: string) => {
      names.push(name);
      return '([^/]+)';
    });
    this.#routes.push({ method, pattern: new RegExp(`^${source}/?$`), names, handler });
  }

  /** Serves one request; never throws. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    allowAnyOrigin(request, response);
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    try {
      const answer = await this.#answer(request, response);
      if (answer) write(response, answer);
    } catch (error) {
      if (response.headersSent) return;
      if (error instanceof BodyTooLarge) write(response, failure(413, 'Payload Too Large', String(error)));
      else if (error instanceof URIError) write(response, failure(400, 'Bad Request', String(error)));
      else write(response, failure(500, 'Internal Server Error', String(error)));
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> {
    const url = urlOf(request);
    if (!url) return failure(400, 'Bad Request', 'The address makes no sense.');
    const fitting = this.#routes.filter(({ pattern }) => pattern.test(url.pathname));
    const route = fitting.find(({ method }) => method === request.method);
    if (!route) {
      if (fitting.length === 0) return failure(404, 'Not Found', `There is nothing at ${url.pathname}.`);
      return {
        ...failure(405, 'Method Not Allowed', `${request.method ?? ''} is not allowed here.`),
        headers: { allow: fitting.map(({ method }) => method).join(', ') },
      };
    }
    const values = route.pattern.exec(url.pathname)?.slice(1) ?? [];
    const params = Object.fromEntries(
      route.names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]),
    );
    const text = await readBody(request);
    const { body, badJson } = parse(text);
    return route.handler(
      { method: route.method, url, params, headers: request.headers, body, badJson },
      response,
    );
  }
}

/** Writes an answer. */
export function write(response: ServerResponse, answer: Answer): void {
  if (response.destroyed || response.headersSent) return;
  const text = answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json));
  const contentType =
    answer.contentType ??
    (answer.text === undefined ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8');
  response.writeHead(answer.status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...answer.headers,
  });
  response.end(text);
}

/** The address of a request; undefined when it makes none. */
export function urlOf(request: IncomingMessage): URL | undefined {
  const { url = '/' } = request;
  try {
    // Not as a base: a path that begins with two slashes would be taken for a host.
    return new URL(url.startsWith('/') ? `http://simulator${url}` : url);
  } catch {
    return undefined;
  }
}

/** The bearer token of a request. */
export function bearer(call: Call): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(call.headers.authorization ?? '')?.[1];
}

function allowAnyOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader('vary', 'origin');
  response.setHeader('access-control-allow-methods', 'GET, POST, PUT, DELETE, OPTIONS');
  response.setHeader(
    'access-control-allow-headers',
    request.headers['access-control-request-headers'] ?? 'authorization, content-type',
  );
  response.setHeader('access-control-max-age', '600');
}

class BodyTooLarge extends Error {}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_LIMIT) throw new BodyTooLarge(`A body may hold ${BODY_LIMIT} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): { body: unknown; badJson: boolean } {
  if (text === '') return { body: undefined, badJson: false };
  try {
    return { body: JSON.parse(text) as unknown, badJson: false };
  } catch {
    return { body: undefined, badJson: true };
  }
}

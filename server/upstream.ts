/**
 * Owns the conversation with Anam's REST interface: one fixed base, no redirects, bounded time and size, at most
 * one retry and only when nothing can have been minted. Every failure leaves as a Problem without upstream text.
 */
import { Breaker, type BreakerOptions } from './breaker.js';
import { Problem } from './problems.js';
import { mapUpstream } from './upstream-mapping.js';

/** The code of an error that says: no connection in time. */
export const CONNECT_TIMEOUT = 'CONNECT_TIMEOUT';

/** How long Anam may take, in milliseconds. */
export interface Timeouts {
  /** Until a connection stands. Default 3,000. The ready server keeps it; elsewhere connecting is up to `fetch`. */
  connect: number;
  /** Until the answer begins, connecting included. Default 8,000. */
  answer: number;
  /** Until the answer is complete, a retry included. Default 10,000. */
  total: number;
}

/** What an upstream call is made with. */
export interface UpstreamOptions {
  apiKey: string;
  /** Without a slash at the end. */
  apiBaseUrl: string;
  timeouts: Timeouts;
  fetch: typeof fetch;
  breaker: BreakerOptions;
  now: () => number;
}

/** An answer of Anam that was read whole. */
export interface UpstreamAnswer {
  status: number;
  /** The parsed JSON, or undefined when the text is none. */
  json: unknown;
  text: string;
}

/** The largest answer that is read when a call says nothing, in bytes: a token has one or two thousand. */
const ANSWER_LIMIT = 64 * 1024;

/**
 * Failures of connecting: not one byte of the request has left, so asking again cannot mint twice. Those of a time
 * limit come from the ready server and from a `fetch` that was given one: Node's own waits longer than we do.
 */
const NOTHING_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  CONNECT_TIMEOUT,
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
]);

/** One call. */
interface UpstreamCall {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  signal?: AbortSignal;
  /** The largest answer that is read, in bytes. Default 64 KiB. */
  answerLimit?: number;
}

/** Asks Anam and returns its answer, whatever its status. */
export type Upstream = (call: UpstreamCall) => Promise<UpstreamAnswer>;

/** Makes a function through which Anam is asked, with a circuit of its own. */
export function createUpstream(options: UpstreamOptions): Upstream {
  const breaker = new Breaker(options.breaker, options.now);
  return async (call) => {
    const { signal } = call;
    breaker.assertClosed();
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new Timeout()), options.timeouts.total);
    const giveUp = (): void => deadline.abort(new Problem('bad-request', 'The caller went away.'));
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      const answer = await askWithRetry(options, call, deadline);
      if (answer.status >= 500) breaker.failed();
      else breaker.succeeded();
      return answer;
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code !== 'bad-request') breaker.failed();
      else breaker.cancelled();
      throw problem;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
  };
}

/** The Problem for an answer that is not the one hoped for. Its reason is for the log: a status, no text. */
export function refusal({ status, text }: UpstreamAnswer): Problem {
  const { code, detail, retryAfterSeconds } = mapUpstream(status, text);
  const reason = `upstream status ${status}`;
  return new Problem(code, detail, { retryAfterSeconds, reason, nothingMinted: status >= 300 });
}

class Timeout extends Error {}

async function askWithRetry(
  options: UpstreamOptions,
  call: UpstreamCall,
  deadline: AbortController,
): Promise<UpstreamAnswer> {
  try {
    return await ask(options, call, deadline);
  } catch (error) {
    if (deadline.signal.aborted || !nothingSent(error)) throw error;
    return await ask(options, call, deadline);
  }
}

async function ask(
  { apiKey, apiBaseUrl, timeouts, fetch }: UpstreamOptions,
  { method, path, body, answerLimit = ANSWER_LIMIT }: UpstreamCall,
  deadline: AbortController,
): Promise<UpstreamAnswer> {
  const timer = setTimeout(() => deadline.abort(new Timeout()), timeouts.answer);
  try {
    const response = await fetch(apiBaseUrl + path, {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A redirect would carry the key elsewhere.
      redirect: 'manual',
      signal: deadline.signal,
    });
    clearTimeout(timer);
    const text = await readText(response, answerLimit);
    return { status: response.status, text, json: parse(text) };
  } catch (error) {
    // fetch rejects with its own error where the body is being read, so the reason of the deadline is asked first.
    throw deadline.signal.aborted ? deadline.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

async function readText(response: Response, limit: number): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > limit) {
      void reader.cancel().catch(() => undefined);
      throw new Problem('upstream-error', 'The persona service answered with far too much.', {
        reason: `upstream answer over ${limit} bytes`,
      });
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function nothingSent(error: unknown): boolean {
  return causes(error).some((cause) => NOTHING_SENT.has(cause));
}

/** The error codes along the chain of causes; several addresses of one host fail as an AggregateError. */
function causes(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors.slice(0, 8) : [error.cause];
  return [...own, ...inner.flatMap((cause) => causes(cause, depth + 1))];
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Timeout) {
    return new Problem('upstream-timeout', 'The persona service took too long. Try again in a moment.');
  }
  const reason = `upstream ${causes(error).join(', ') || (error instanceof Error ? error.name : 'failure')}`;
  return new Problem('upstream-error', 'The persona service could not be reached. Try again in a moment.', {
    reason,
    nothingMinted: nothingSent(error),
  });
}

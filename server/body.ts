/** Owns reading a request's body: its type, its size while it streams, and its shape. */
import { Problem } from './problems.js';

/** The largest body that is read, in bytes. */
export const BODY_LIMIT = 4096;

/** What a page may say when it asks for a token. */
export interface MintBody {
  persona?: string;
  variables?: Readonly<Record<string, unknown>>;
}

/** Reads the body of a mint request; no body at all is `{}`. */
export async function readMintBody(request: Request): Promise<MintBody> {
  const input = await readJson(request, ['application/json']);
  const body = input === undefined ? {} : input;
  // Own names are compared by hand: schema libraries pass over "__proto__", and unknown means refused here.
  if (isObject(body) && Object.keys(body).every((key) => key === 'persona' || key === 'variables')) {
    const { persona, variables } = body as { persona?: unknown; variables?: unknown };
    if (
      (persona === undefined || typeof persona === 'string') &&
      (variables === undefined || isObject(variables))
    ) {
      return {
        ...(persona === undefined ? {} : { persona }),
        ...(variables === undefined ? {} : { variables }),
      };
    }
  }
  throw new Problem(
    'bad-request',
    'The body may hold "persona" (the name of a configuration) and "variables" (an object), and nothing else.',
  );
}

/** Whether a parsed JSON value is an object with names. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a small JSON body.
 *
 * @returns the value, or undefined when there is no body.
 * @throws Problem `unsupported-media-type`, `body-too-large` or `bad-request`.
 */
export async function readJson(request: Request, types: readonly string[]): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').toLowerCase().split(';');
  const foreignCharset = parameters.some(
    (p) => p.trim().startsWith('charset=') && !/^charset="?utf-8"?$/.test(p.trim()),
  );
  if (!types.includes(type.trim()) || foreignCharset || request.headers.has('content-encoding')) {
    throw new Problem(
      'unsupported-media-type',
      `Send the body as ${types.join(' or ')} in UTF-8, without compression.`,
    );
  }
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return value;
  } catch {
    throw new Problem('bad-request', 'The body is not valid JSON.');
  }
}

/** Collects a body up to the limit and gives up there, whatever its headers say. */
async function readBytes(request: Request): Promise<Uint8Array> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > BODY_LIMIT) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > BODY_LIMIT) throw tooLarge();
      chunks.push(value);
    }
  } catch (error) {
    // The rest is not wanted, and a body that broke off has nothing more to give.
    void reader.cancel().catch(() => undefined);
    throw error instanceof Problem ? error : new Problem('bad-request', 'The body broke off.');
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function tooLarge(): Problem {
  return new Problem('body-too-large', `The body may have at most ${BODY_LIMIT} bytes.`);
}

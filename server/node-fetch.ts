/** Owns asking over Node's own http with a time limit for connecting, which the global fetch does not offer. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { CONNECT_TIMEOUT } from './upstream.js';

/** How long an idle connection is kept, in milliseconds: shorter than servers keep theirs, so that none is found closed. */
const KEEP_MS = 4000;

/** Makes a `fetch` that follows no redirect, and gives up a connection that does not stand in so many milliseconds. */
export function createNodeFetch(connectMs: number): typeof fetch {
  const http = { open: httpRequest, agent: new HttpAgent({ keepAlive: true, timeout: KEEP_MS }) };
  const https = { open: httpsRequest, agent: new HttpsAgent({ keepAlive: true, timeout: KEEP_MS }) };

  return async (input, init) => {
    const request = new Request(input, init);
    const body = Buffer.from(await request.arrayBuffer());
    const secure = request.url.startsWith('https:');
    const { open, agent } = secure ? https : http;
    return await new Promise((resolve, reject) => {
      const asked = open(request.url, {
        method: request.method,
        headers: {
          ...Object.fromEntries(request.headers),
          ...(init?.body ? { 'content-length': body.length } : {}),
        },
        agent,
        ...(init?.signal ? { signal: init.signal } : {}),
      });
      asked.once('socket', (socket) => {
        if (asked.reusedSocket) return;
        const timer = setTimeout(() => asked.destroy(late()), connectMs);
        socket.once(secure ? 'secureConnect' : 'connect', () => clearTimeout(timer));
        socket.once('close', () => clearTimeout(timer));
      });
      asked.once('error', reject);
      // Neither an error nor a response: what Node makes of a 101 that nobody asked for.
      asked.once('close', () => reject(new Error('The connection was closed without an answer.')));
      asked.once('response', (answer) => {
        try {
          resolve(toResponse(answer));
        } catch (error) {
          asked.destroy();
          reject(error instanceof Error ? error : new Error('No usable answer.'));
        }
      });
      asked.end(body);
    });
  };
}

function late(): Error {
  return Object.assign(new Error('No connection in time.'), { code: CONNECT_TIMEOUT });
}

/** @throws when the answer is none that the web knows, such as one of status 999. */
function toResponse(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  if (![204, 205, 304].includes(status)) {
    return new Response(Readable.toWeb(answer) as ReadableStream<Uint8Array>, { status, headers });
  }
  answer.resume();
  return new Response(null, { status, headers });
}

/** Owns a stand-in for Anam's REST interface that can be as bad as the internet. It knows nothing of the simulator. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that arrived, whole. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

type Answer = (request: Received, res: ServerResponse) => void;

export interface TestUpstream {
  url: string;
  received: Received[];
  /** How many connections were opened. */
  connections: number;
  /** Replaces what is answered. */
  answer: Answer;
  close(): Promise<void>;
}

/** Starts the stand-in on a free port of the loopback. */
export async function startUpstream(answer: Answer = mints()): Promise<TestUpstream> {
  const received: Received[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const request = {
        method: req.method ?? '',
        path: req.url ?? '',
        headers: req.headers,
        body: Buffer.concat(chunks).toString(),
      };
      received.push(request);
      upstream.answer(request, res);
    });
  });
  server.on('connection', () => (upstream.connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream: TestUpstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    connections: 0,
    answer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return upstream;
}

/** A JWT-shaped token made at run time; its signature is random. */
export function makeToken(claims: object = { exp: Math.floor(Date.now() / 1000) + 3600 }): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signature = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${signature}`;
}

/** Answers like Anam when all is well. */
export function mints(claims?: object): Answer {
  return (_, res) => sendJson(res, 200, { sessionToken: makeToken(claims) });
}

export function sendJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(JSON.stringify(body));
}

/** Answers one status with one body. */
export function answers(status: number, body: unknown, headers?: Record<string, string>): Answer {
  return (_, res) => sendJson(res, status, body, headers);
}

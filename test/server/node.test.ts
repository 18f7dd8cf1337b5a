import assert from 'node:assert/strict';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { createTokenHandler, toNodeListener, type LogRecord } from '../../server/index.js';
import { BODY_LIMIT, readJson } from '../../server/body.js';
import type { Problem } from '../../server/problems.js';
import { options } from './support/endpoint.js';

/** What the handler saw last, and what it answers. */
let seen: { request: Request; body: unknown; clientAddress: string | undefined } | undefined;
let respond: () => Response | Promise<Response> = () => new Response('ok');
/** Runs before the listener, as a framework's middleware would. */
let middleware: (req: IncomingMessage & { body?: unknown; originalUrl?: string }) => unknown = () =>
  undefined;

const listener = toNodeListener(async (request, context) => {
  try {
    seen = {
      request,
      body: await readJson(request, ['application/json']),
      clientAddress: context?.clientAddress,
    };
  } catch (error) {
    return (error as Problem).toResponse('id');
  }
  return await respond();
});
const server = createServer((req: IncomingMessage, res: ServerResponse) => {
  void Promise.resolve(middleware(req)).then(() => listener(req, res));
});
let port = 0;
let base = '';
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  base = `http://127.0.0.1:${port}`;
});
after(() => {
  server.close();
  server.closeAllConnections();
});

const post = (path: string, body?: string) =>
  fetch(base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });

/** Sends bytes as they are, and returns what comes back until the connection ends. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('end', () => resolve(answer));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

test('method, address, headers, body and peer arrive', async () => {
  const response = await post('/a/b?c=d', '{"x":1}');
  assert.equal(await response.text(), 'ok');
  assert.equal(seen!.request.method, 'POST');
  assert.equal(seen!.request.url, `${base}/a/b?c=d`);
  assert.equal(seen!.request.headers.get('content-type'), 'application/json');
  assert.deepEqual(seen!.body, { x: 1 });
  assert.equal(seen!.clientAddress, '127.0.0.1');
});

test('under a mount path the original address is seen', async () => {
  middleware = (req) => {
    req.originalUrl = req.url!;
    req.url = '/';
  };
  await post('/api/session-token');
  middleware = () => undefined;
  assert.equal(seen!.request.url, `${base}/api/session-token`);
});

test('after a body parser its result is used', async () => {
  middleware = async (req) => {
    req.resume();
    await once(req, 'end');
    req.body = { parsed: true };
  };
  await post('/', '{"parsed":false}');
  assert.deepEqual(seen!.body, { parsed: true });
  middleware = (req) => (req.body = {});
  await post('/');
  middleware = () => undefined;
  assert.equal(seen!.body, undefined);
});

test('after a body parser that left a type that is not its own, the stream is read', async () => {
  // As body-parser 1 does, for Express 4.
  middleware = (req) => (req.body = {});
  await post('/', '{"handle":"h"}');
  assert.deepEqual(seen!.body, { handle: 'h' });
  // It read an empty object itself: there is nothing more to come.
  middleware = async (req) => {
    req.resume();
    await once(req, 'end');
    req.body = {};
  };
  await post('/', '{ }');
  middleware = () => undefined;
  assert.deepEqual(seen!.body, {});
});

test('over HTTP/2 the page’s own host is known', async () => {
  const listener = toNodeListener((request) => Promise.resolve(new Response(request.url)));
  const server = createHttp2Server((req, res) => void listener(req as never, res as never));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = connectHttp2(`http://127.0.0.1:${port}`);
  const request = client.request({ ':method': 'POST', ':path': '/token' });
  let answer = '';
  for await (const chunk of request.end() as AsyncIterable<Buffer>) answer += chunk.toString();
  client.close();
  await new Promise((resolve) => server.close(resolve));
  assert.equal(answer, `http://127.0.0.1:${port}/token`);
});

test('a body over the limit is refused without being read to its end', async () => {
  assert.equal((await post('/', '{}'.padEnd(BODY_LIMIT))).status, 200);
  const head =
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
  const chunk = `${(2048).toString(16)}\r\n${' '.repeat(2048)}\r\n`;
  const answer = await raw(head + chunk.repeat(4));
  assert.match(answer, /^HTTP\/1\.1 413 /);
  assert.match(answer, /connection: close/i);
});

test('cookies stay apart, status and headers are kept, 204 has no body', async () => {
  respond = () => {
    const headers = new Headers({ 'x-one': '1' });
    headers.append('set-cookie', 'a=1');
    headers.append('set-cookie', 'b=2');
    return new Response(null, { status: 204, headers });
  };
  const response = await post('/');
  respond = () => new Response('ok');
  assert.equal(response.status, 204);
  assert.equal(response.headers.get('x-one'), '1');
  assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
  assert.equal(response.headers.has('content-length'), false);
});

test('a caller that goes away aborts the request', async () => {
  const aborted = new Promise<void>((resolve) => {
    respond = () => {
      seen!.request.signal.addEventListener('abort', () => resolve());
      req.destroy();
      return new Promise(() => undefined);
    };
  });
  const req = httpRequest(base, { method: 'POST' });
  req.on('error', () => undefined);
  req.end();
  await aborted;
  respond = () => new Response('ok');
});

test('odd requests get an answer: a bad host, TRACE, an absolute address, a handler that rejects', async () => {
  assert.match(await raw('POST / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 [24]00 /);
  assert.match(
    await raw('TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    /^HTTP\/1\.1 405 .*allow: POST/is,
  );
  assert.match(
    await raw('POST http://evil.example/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    /^HTTP\/1\.1 200 /,
  );
  assert.equal(new URL(seen!.request.url).host, 'x');
  respond = () => Promise.reject(new Error('unforeseen'));
  const response = await post('/');
  respond = () => new Response('ok');
  assert.equal(response.status, 500);
  assert.doesNotMatch(await response.text(), /unforeseen/);
});

test('an answer whose body fails ends its connection, and nothing else', async () => {
  respond = () =>
    new Response(new ReadableStream({ start: (controller) => controller.error(new Error('torn')) }));
  await assert.rejects(post('/'));
  respond = async () => {
    const used = new Response('used');
    await used.text();
    return used;
  };
  await assert.rejects(post('/'));
  respond = () => new Response('ok');
  assert.equal((await post('/')).status, 200);
});

test('what is refused before there is a request is logged by the handler, and has its id', async () => {
  const records: LogRecord[] = [];
  const endpoint = toNodeListener(createTokenHandler(options({ log: (record) => records.push(record) })));
  const own = createServer((req, res) => void endpoint(req, res)).listen(0, '127.0.0.1');
  await once(own, 'listening');
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const trace = httpRequest({ port: (own.address() as AddressInfo).port, method: 'TRACE' });
    trace.on('response', resolve).on('error', reject).end();
  });
  answer.resume();
  own.close();
  own.closeAllConnections();
  assert.equal(answer.statusCode, 405);
  assert.equal(records.length, 1);
  const [{ event, outcome, status, client, requestId }] = records as [LogRecord];
  assert.deepEqual([event, outcome, status], ['other', 'method-not-allowed', 405]);
  assert.match(client!, /^[\w-]{12}$/);
  assert.equal(requestId, answer.headers['x-request-id']);
});

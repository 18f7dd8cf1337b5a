/** Runs the examples as they stand, against the built package, each in the runtime or framework it is for. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { build, type Plugin } from 'esbuild';
import express from 'express';
import { createApp, createRouter, toNodeListener, type EventHandler } from 'h3';
import { Miniflare } from 'miniflare';
import {
  createTokenHandler,
  loadConfiguration,
  toNodeListener as listenTo,
  type TokenResponse,
} from '../../server/index.js';
import { API_KEY, assertProblem } from './support/endpoint.js';
import { mints, sendJson, startUpstream, type TestUpstream } from './support/upstream.js';

const folder = new URL('../../examples/token-endpoint/', import.meta.url);
const children: ChildProcess[] = [];
/** The examples that a test has run. */
const ran = new Set<string>();
const servers: Server[] = [];
let upstream: TestUpstream;
let env: Record<string, string> = {};

before(async () => {
  upstream = await startUpstream((request, res) => {
    if (request.path === '/v1/auth/session-token') mints()(request, res);
    else sendJson(res, 404, {});
  });
  env = { ANAM_API_KEY: API_KEY, ANAM_PERSONA_ID: 'persona-1', ANAM_API_URL: upstream.url };
  // Examples that are not processes of their own read the environment of this one.
  Object.assign(process.env, env);
});
after(async () => {
  for (const child of children) child.kill();
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await upstream.close();
});

/** Starts an example and returns the address it prints. */
async function start(file: string): Promise<string> {
  ran.add(file);
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, folder))], {
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
  });
  children.push(child);
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const exited = once(child, 'exit').then(() => {
    throw new Error(`${file} ended: ${printed}`);
  });
  for (;;) {
    const url = /http:\S+/.exec(printed)?.[0];
    if (url) return url;
    await Promise.race([once(child.stdout, 'data'), exited]);
  }
}

/** What every runtime has to show. */
async function assertWorks(endpoint: string, call: (request: Request) => Promise<Response>): Promise<void> {
  const ask = (
    init: { method?: string; headers?: Record<string, string>; body?: string } = {},
    url = endpoint,
  ) =>
    call(
      new Request(url, {
        method: 'POST',
        ...init,
        headers: { 'sec-fetch-site': 'same-origin', ...init.headers },
      }),
    );
  const json = { 'content-type': 'application/json' };

  const minted = await ask({ headers: json, body: '{}' });
  const token = (await minted.json()) as TokenResponse;
  assert.equal(minted.status, 200, JSON.stringify(token));
  assert.equal(minted.headers.get('cache-control'), 'no-store');
  assert.match(token.sessionToken, /^[\w-]+\.[\w-]+\.[\w-]+$/);
  assert.equal(token.stop.url, '/api/session-token/stop');
  assert.equal((await ask()).status, 200);

  await assertProblem(
    await ask({ headers: { ...json, 'sec-fetch-site': 'cross-site' }, body: '{}' }),
    'forbidden-origin',
  );
  await assertProblem(await ask({ headers: json, body: '{"personaId":"x"}' }), 'bad-request');
  await assertProblem(await ask({ headers: json, body: '{"persona":' }), 'bad-request');
  await assertProblem(
    await ask({ headers: json, body: JSON.stringify({ persona: 'x'.repeat(5000) }) }),
    'body-too-large',
  );
  await assertProblem(await ask({ method: 'GET' }), 'method-not-allowed');

  const body = JSON.stringify({ handle: token.stop.handle, sessionId: 'never-started' });
  const stopped = await ask({ headers: { 'content-type': 'text/plain' }, body }, `${endpoint}/stop`);
  assert.equal(stopped.status, 204);

  const preflight = await ask({
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  });
  await assertProblem(preflight, 'forbidden-origin');
}

for (const file of ['node-http.mjs', 'express.mjs', 'fastify.mjs', 'hono.mjs']) {
  test(`${file} runs`, async () => assertWorks(await start(file), fetch));
}

test('in Express it works behind express.json() as well; only what the parser refuses is Express’s to answer', async () => {
  const app = express().use(express.json());
  app.use('/api/session-token', listenTo(createTokenHandler(await loadConfiguration(env))));
  const server = createServer(app as RequestListener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/session-token`;
  const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  const ask = (body: string) => fetch(url, { method: 'POST', headers, body });
  assert.equal((await ask('{"persona":"default"}')).status, 200);
  await assertProblem(await ask('{"personaId":"x"}'), 'bad-request');
});

test('by-hand.mjs runs: same-origin pages get a token, others do not', async () => {
  const url = await start('by-hand.mjs');
  const minted = await fetch(url, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } });
  assert.equal(minted.status, 200);
  assert.deepEqual(Object.keys((await minted.json()) as object), ['sessionToken']);
  const sent = JSON.parse(upstream.received.at(-1)!.body) as unknown;
  assert.deepEqual(sent, { personaConfig: { personaId: 'persona-1', maxSessionLengthSeconds: 600 } });
  assert.equal(
    (await fetch(url, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })).status,
    403,
  );
  assert.equal((await fetch(url)).status, 404);
});

/** SvelteKit's module of environment variables. */
const svelteEnvironment: Plugin = {
  name: 'env',
  setup: (build) => {
    build.onResolve({ filter: /^\$env\// }, ({ path }) => ({ path, namespace: 'env' }));
    build.onLoad({ filter: /.*/, namespace: 'env' }, () => ({ contents: 'export const env = process.env;' }));
  },
};

/** The exports of an example that a framework's build would load. */
async function load(file: string): Promise<Record<string, unknown>> {
  ran.add(file);
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, folder))],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['h3', 'ioredis'],
    plugins: [svelteEnvironment],
    write: false,
  });
  const module = { exports: {} as Record<string, unknown> };
  const require = createRequire(import.meta.url);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the bundle is our own example, built a moment ago
  const run = new Function('module', 'exports', 'require', outputFiles[0]!.text) as (
    ...names: unknown[]
  ) => void;
  run(module, module.exports, require);
  return module.exports;
}

test('next-route.ts answers as a Next.js route handler is called', async () => {
  const route = (await load('next-route.ts')) as Record<string, (request: Request) => Promise<Response>>;
  assert.deepEqual(Object.keys(route).sort(), ['GET', 'OPTIONS', 'POST']);
  await assertWorks('https://shop.example/api/session-token', (request) => route[request.method]!(request));
});

test('sveltekit-server.ts answers as a SvelteKit endpoint is called', async () => {
  const { fallback } = (await load('sveltekit-server.ts')) as {
    fallback: (event: object) => Promise<Response>;
  };
  await assertWorks('https://shop.example/api/session-token', (request) =>
    fallback({ request, getClientAddress: () => '192.0.2.1' }),
  );
});

test('nitro.ts runs in h3', async () => {
  const { default: handler } = (await load('nitro.ts')) as { default: EventHandler };
  const router = createRouter().use('/api/session-token', handler).use('/api/session-token/**', handler);
  const server = createServer(toNodeListener(createApp().use(router))).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  await assertWorks(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/session-token`, fetch);
});

test('worker.mjs runs in workerd, without Node compatibility', async () => {
  ran.add('worker.mjs');
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('worker.mjs', folder))],
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    // As wrangler has it; what is not used must be gone from the result all the same.
    external: ['node:*', 'ioredis'],
    write: false,
  });
  const script = outputFiles[0]!.text;
  assert.doesNotMatch(script, /"node:/);
  const { default: module } = (await import(`data:text/javascript,${encodeURIComponent(script)}`)) as {
    default: { fetch(request: Request, env: object, ctx: object): Promise<Response> };
  };
  const kept: Promise<Response>[] = [];
  const ctx = { waitUntil: (promise: Promise<Response>) => void kept.push(promise) };
  const answer = await module.fetch(new Request('https://shop.example/api/session-token/stop'), env, ctx);
  assert.equal(await kept[0], answer, 'the platform was asked to wait for the answer');
  const worker = new Miniflare({
    modules: [{ type: 'ESModule', path: 'worker.mjs', contents: script }],
    compatibilityDate: '2025-06-01',
    bindings: env,
  });
  try {
    await worker.ready;
    await assertWorks('https://shop.example/api/session-token', async (request) => {
      const answer = await worker.dispatchFetch(request.url, {
        method: request.method,
        headers: [...request.headers],
        ...(request.body ? { body: await request.text() } : {}),
      });
      return new Response(answer.status === 204 ? null : await answer.text(), {
        status: answer.status,
        headers: [...answer.headers],
      });
    });
  } finally {
    await worker.dispose();
  }
});

test('every example is under 25 lines (the one by hand under 30) and is run here, but for Deno and Bun', () => {
  const files = readdirSync(folder).filter((file) => !file.endsWith('.md'));
  for (const file of files) {
    const lines = readFileSync(new URL(file, folder), 'utf8').trim().split('\n').length;
    assert.ok(lines < (file === 'by-hand.mjs' ? 30 : 25), `${file} has ${lines} lines`);
  }
  assert.deepEqual(
    files.filter((file) => !ran.has(file)),
    ['bun.ts', 'deno.ts'],
  );
});

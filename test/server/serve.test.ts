import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import {
  createTokenServer,
  loadConfiguration,
  serve,
  type LogRecord,
  type TokenServer,
} from '../../server/index.js';
import { API_KEY, options } from './support/endpoint.js';
import { mints, sendJson, startUpstream, type TestUpstream } from './support/upstream.js';

let upstream: TestUpstream;
let folder = '';
before(async () => {
  upstream = await startUpstream();
  folder = await mkdtemp(join(tmpdir(), 'token-endpoint-'));
});
after(async () => {
  await Promise.all(started.map((server) => server.close()));
  await upstream.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  upstream.answer = mints();
});

const started: TokenServer[] = [];

/** Starts a server that is closed at the end even if its test fails. */
async function start(changes: object = {}) {
  const server = await serve({ ...options({ apiBaseUrl: upstream.url }), port: 0, ...changes });
  started.push(server);
  return server;
}

const mint = (url: string) => fetch(url, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } });
const onServer = (url: string, path: string) => new URL(path, url);

test('the ready server mints, tells its health, and knows no other path', async () => {
  const server = await start();
  const response = await mint(server.url);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.match(response.headers.get('content-security-policy')!, /default-src 'none'/);
  for (const [path, status, word] of [
    ['/healthz', 200, 'ok'],
    ['/readyz', 200, 'ready'],
    ['/', 404, 'not-found'],
    ['/api/session-token/x', 404, 'not-found'],
  ] as const) {
    const answer = await fetch(onServer(server.url, path));
    assert.equal(answer.status, status, path);
    assert.deepEqual(await answer.json(), { status: word });
  }
  await server.close();
});

test('closing lets requests in flight finish and takes no new ones', async () => {
  const server = await start();
  let finish: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    upstream.answer = (request, res) => {
      finish = () => mints()(request, res);
      resolve();
    };
  });
  const inFlight = mint(server.url);
  await arrived;
  const closed = server.close();
  assert.equal(server.close(), closed);
  await assert.rejects(mint(server.url));
  finish();
  assert.equal((await inFlight).status, 200);
  await closed;
});

test('while it drains, requests are still taken and readiness says that it is ending', async () => {
  const server = await start();
  const closed = server.close(3);
  assert.equal((await mint(server.url)).status, 200);
  const ready = await fetch(onServer(server.url, '/readyz'));
  assert.equal(ready.status, 503);
  assert.deepEqual(await ready.json(), { status: 'ending' });
  assert.equal((await fetch(onServer(server.url, '/healthz'))).status, 200);
  await closed;
  await assert.rejects(mint(server.url));
});

test('every request but a health check leaves one record with the id of its answer', async () => {
  const records: LogRecord[] = [];
  const server = await start({ log: (record: LogRecord) => records.push(record) });
  for (const [path, outcome] of [
    ['/nothing', 'not-found'],
    ['/api/session-token', 'method-not-allowed'],
    ['/healthz', undefined],
    ['/readyz', undefined],
  ] as const) {
    records.length = 0;
    const { status, headers } = await fetch(onServer(server.url, path));
    assert.deepEqual(
      records.map((record) => [record.outcome, record.status, record.requestId]),
      outcome === undefined ? [] : [[outcome, status, headers.get('x-request-id')]],
    );
  }
  await server.close();
});

test('a taken port is named', async () => {
  const first = await start();
  await assert.rejects(start({ port: first.port }), new RegExp(`Port ${first.port} is taken: set PORT`));
  await first.close();
});

test('a path that is none is refused', () => {
  assert.throws(() => createTokenServer({ ...options(), path: 'token' }), /path must begin with a slash/);
});

test('the environment is read, and every mistake is named', async () => {
  const file = join(folder, 'personas.json');
  await writeFile(file, JSON.stringify({ cara: { persona: { personaId: 'x' } } }));
  const keyFile = join(folder, 'key');
  await writeFile(keyFile, `${API_KEY}\n`);
  const whole = await loadConfiguration({
    ANAM_API_KEY_FILE: keyFile,
    ANAM_PERSONA_FILE: file,
    ANAM_API_URL: 'http://127.0.0.1:1',
    ALLOWED_ORIGINS: 'https://a.example, https://b.example',
    PORT: '0',
    HOST: '127.0.0.1',
    MAX_SESSION_SECONDS: '60',
  });
  assert.equal(whole.apiKey, API_KEY);
  assert.deepEqual(whole.allowedOrigins, ['https://a.example', 'https://b.example']);
  assert.deepEqual(whole.configurations, { cara: { persona: { personaId: 'x' } } });
  assert.deepEqual([whole.port, whole.maxSessionLengthSeconds, whole.exposeApiBaseUrl], [0, 60, true]);
  assert.doesNotThrow(() => createTokenServer(whole));

  const base = { ANAM_API_KEY: API_KEY, ANAM_PERSONA_ID: 'x' };
  const broken = join(folder, 'broken.json');
  await writeFile(broken, '{');
  for (const [env, message] of [
    [{}, /ANAM_API_KEY is missing/],
    [{ ANAM_API_KEY: API_KEY }, /No persona: set ANAM_PERSONA_ID/],
    [{ ...base, ANAM_PERSONA_FILE: file }, /not both/],
    [{ ...base, PORT: 'eighty' }, /PORT must be a whole number up to 65535/],
    [{ ...base, PORT: '70000' }, /PORT must be/],
    [
      { ANAM_API_KEY: API_KEY, ANAM_PERSONA_FILE: join(folder, 'none.json') },
      /ANAM_PERSONA_FILE: the file .* cannot be read/,
    ],
    [{ ANAM_API_KEY: API_KEY, ANAM_PERSONA_FILE: broken }, /is not valid JSON/],
  ] as const) {
    await assert.rejects(loadConfiguration(env), message);
  }
});

/** Runs the command line as its own process, and collects what it prints: all of it, and its standard output alone. */
function runCli(
  words: string[],
  env: Record<string, string>,
): { child: ChildProcess; output: () => string; stdout: () => string } {
  const script = `import { run } from ${JSON.stringify(new URL('../../server/cli.ts', import.meta.url).href)};
    process.exitCode = await run(${JSON.stringify(words)});`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    env: { PATH: process.env['PATH'], ...env },
  });
  let printed = '';
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    log += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return { child, output: () => printed, stdout: () => log };
}

async function exitOf(
  words: string[],
  env: Record<string, string> = {},
): Promise<[code: number, output: string]> {
  const { child, output } = runCli(words, env);
  const [code] = (await once(child, 'close')) as [number];
  return [code, output()];
}

test('the command serves, logs one line per request, drains on SIGTERM, and ends with 0', async () => {
  const { child, output, stdout } = runCli(['serve', '--port', '0'], {
    ANAM_API_KEY: API_KEY,
    ANAM_PERSONA_ID: 'x',
    ANAM_API_URL: upstream.url,
  });
  while (!/answers at http\S+/.test(output())) await once(child.stderr!, 'data');
  const [url] = /http\S+/.exec(output())!;
  assert.equal((await mint(url)).status, 200);
  const ended = once(child, 'close') as Promise<[number]>;
  child.kill('SIGTERM');
  const readiness = async (): Promise<number> => (await fetch(new URL('/readyz', url))).status;
  while ((await readiness()) !== 503);
  assert.equal((await mint(url)).status, 200);
  assert.deepEqual((await ended)[0], 0);
  // Standard output is the log and nothing else, so that a machine can read it.
  const lines = stdout().trim().split('\n');
  assert.equal(lines.length, 3);
  const [notice, first] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.equal(notice!['event'], 'notice');
  const { event, outcome, status, persona } = first!;
  assert.deepEqual(
    { event, outcome, status, persona },
    { event: 'mint', outcome: 'ok', status: 200, persona: 'default' },
  );
  assert.ok(!output().includes(API_KEY));
});

test('the command goes on when nobody reads its log any more', async () => {
  const { child, output } = runCli(['serve', '--port', '0'], {
    ANAM_API_KEY: API_KEY,
    ANAM_PERSONA_ID: 'x',
    ANAM_API_URL: upstream.url,
  });
  while (!/answers at http\S+/.test(output())) await once(child.stderr!, 'data');
  const [url] = /http\S+/.exec(output())!;
  child.stdout!.destroy();
  for (let times = 0; times < 3; times += 1) assert.equal((await mint(url)).status, 200);
  const ended = once(child, 'close') as Promise<[number]>;
  child.kill('SIGINT');
  assert.equal((await ended)[0], 0);
});

test('the command refuses to start without a usable key, and says what to do', async () => {
  for (const key of ['', 'your-api-key', `${API_KEY} x`]) {
    const [code, output] = await exitOf(['serve'], { ANAM_API_KEY: key, ANAM_PERSONA_ID: 'x' });
    assert.equal(code, 1);
    assert.match(output, /^\[anam-persona\] .*ANAM_API_KEY/);
    assert.ok(!output.includes(API_KEY));
  }
});

test('--help tells every variable, unknown words are refused with 2', async () => {
  const [code, output] = await exitOf(['serve', '--help']);
  assert.equal(code, 0);
  assert.match(output, /ANAM_PERSONA_FILE/);
  assert.equal((await exitOf(['serve', '--prot', '1']))[0], 2);
  assert.equal((await exitOf(['sevre']))[0], 2);
});

test('the stop command counts or ends the sessions of a label', async () => {
  let stopped = 0;
  upstream.answer = ({ method }, res) => {
    if (method === 'POST') stopped += 1;
    sendJson(res, 200, { data: [{ id: 's', clientLabel: 'shop/1', endTime: null }] });
  };
  const env = { ANAM_API_KEY: API_KEY, ANAM_API_URL: upstream.url };
  assert.deepEqual(await exitOf(['stop', '--label', 'shop', '--dry-run'], env), [
    0,
    '1 of 1 running sessions would be stopped.\n',
  ]);
  assert.equal(stopped, 0);
  assert.deepEqual(await exitOf(['stop'], { ...env, CLIENT_LABEL: 'shop' }), [
    0,
    '1 of 1 running sessions stopped.\n',
  ]);
  assert.equal(stopped, 1);
});

test('an empty label is none: unset in the environment, refused as a word', async () => {
  upstream.answer = ({ path }, res) =>
    sendJson(
      res,
      200,
      path.includes('search=anam-persona') ? [{ id: 's', clientLabel: 'anam-persona/1' }] : [],
    );
  const env = { ANAM_API_KEY: API_KEY, ANAM_API_URL: upstream.url, CLIENT_LABEL: ' ' };
  assert.deepEqual(await exitOf(['stop', '--dry-run'], env), [
    0,
    '1 of 1 running sessions would be stopped.\n',
  ]);
  for (const label of ['', ' ', 'a b']) {
    const [code, output] = await exitOf(['stop', `--label=${label}`], env);
    assert.equal(code, 1);
    assert.match(output, /label: use 1 to 64 letters/);
  }
});

test('a connection that dawdles is given up', () => {
  const { server } = createTokenServer(options());
  for (const name of ['requestTimeout', 'headersTimeout', 'keepAliveTimeout'] as const) {
    assert.ok(server[name] > 0 && server[name] <= 15_000, `${name} is ${server[name]}`);
  }
});

test('a loopback server is not fooled by a name that was made to resolve to it; a proxy of ours may use any', async () => {
  const ask = (port: number, host: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
      const request = httpRequest({
        port,
        host: '127.0.0.1',
        path: '/api/session-token',
        method: 'POST',
        headers,
      });
      request.on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on('error', reject).end();
    });
  const records: LogRecord[] = [];
  const alone = await start({ log: (record: LogRecord) => records.push(record) });
  records.length = 0;
  assert.equal(await ask(alone.port, 'evil.example'), 403);
  const [{ outcome, client }] = records as [LogRecord];
  assert.equal(outcome, 'forbidden-origin');
  assert.match(client!, /^[\w-]{12}$/);
  assert.equal(await ask(alone.port, 'localhost.evil.example'), 403);
  for (const host of ['localhost', `localhost:${alone.port}`, `127.0.0.1:${alone.port}`, '[::1]']) {
    assert.equal(await ask(alone.port, host), 200, host);
  }
  await alone.close();
  const behindProxy = await start({ trustedProxies: 1 });
  assert.equal(await ask(behindProxy.port, 'shop.example'), 200);
  await behindProxy.close();
});

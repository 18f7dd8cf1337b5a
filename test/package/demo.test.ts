/** The demo with a key: what it tells its pages, and whom it serves. Anam is a server of this file. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeToken } from '../support/tokens.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the demo with a key and a file of configurations', () => {
  let anam: Server;
  let folder: string;
  let demo: ChildProcess;
  let port: number;

  before(async () => {
    anam = createServer((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ sessionToken: makeToken() }));
    });
    await new Promise<void>((resolve) => anam.listen(0, '127.0.0.1', resolve));
    folder = mkdtempSync(join(tmpdir(), 'demo-'));
    const file = join(folder, 'personas.json');
    const persona = { personaId: 'persona-1' };
    writeFileSync(file, JSON.stringify({ concierge: { persona }, coach: { persona } }));
    demo = spawn(process.execPath, ['demo/server.mjs'], {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        ANAM_API_KEY: `k-${crypto.randomUUID()}`,
        ANAM_PERSONA_FILE: file,
        ANAM_API_URL: `http://127.0.0.1:${(anam.address() as AddressInfo).port}`,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    port = await new Promise((resolve, reject) => {
      let printed = '';
      demo.once('exit', () => reject(new Error(`It ended: ${printed}`)));
      demo.stdout!.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const [, found] = /^http:\/\/127\.0\.0\.1:(\d+)\/$/m.exec(printed) ?? [];
        if (found) resolve(Number(found));
      });
    });
  });

  after(() => {
    demo.kill();
    anam.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A mint as a page asks for it whose address has this host. */
  const mint = (host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = { host, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
      const asked = request({ port, host: '127.0.0.1', path: '/api/session-token', method: 'POST', headers });
      asked.once('error', reject);
      asked.once('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.end(JSON.stringify({ persona: 'coach' }));
    });

  test('the configurations are what a page can choose from', async () => {
    const facts: unknown = await (await fetch(`http://127.0.0.1:${port}/api/demo`)).json();
    assert.deepEqual(facts, {
      simulator: false,
      configurations: ['concierge', 'coach'],
      choices: ['concierge', 'coach'].map((name) => ({ label: name, persona: name })),
    });
  });

  test('it mints for pages of this machine, and for no page whose name was made to resolve to it', async () => {
    assert.equal(await mint(`127.0.0.1:${port}`), 200);
    assert.equal(await mint(`localhost:${port}`), 200);
    assert.equal(await mint(`rebound.example:${port}`), 403);
  });
});

test('the log of the demo hears every event of the element', () => {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const { modules } = JSON.parse(read('custom-elements.json')) as {
    modules: { declarations: { tagName?: string; events?: { name: string }[] }[] }[];
  };
  const element = modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName)!;
  const [, names] = /const NAMES = \[([^\]]*)\]/.exec(read('demo/site/demo.js'))!;
  assert.deepEqual(
    [...names!.matchAll(/'(anam-[\w-]+)'/g)].map(([, name]) => name).sort(),
    element.events!.map(({ name }) => name).sort(),
  );
});

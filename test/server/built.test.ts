/** The built package, as it is installed: its command, and what it says when ioredis is not there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { API_KEY } from './support/endpoint.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

const run = (args: string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
    timeout: 60_000,
  });

test('the command of the package leads to serve and stop', () => {
  for (const command of ['serve', 'stop']) {
    const { status, stdout, stderr } = run([join(root, 'bin/anam-persona.mjs'), command, '--help']);
    assert.equal(status, 0, stderr);
    assert.match(stdout, new RegExp(`^Usage: anam-persona ${command}`));
    assert.equal(run([join(root, 'bin/anam-persona.mjs'), command, '--wrong']).status, 2);
  }
});

test('without ioredis it runs; asked for Redis it says what to install, and does not start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'token-endpoint-'));
  try {
    cpSync(join(root, 'dist/server'), join(folder, 'server'), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    for (const name of ['valibot', 'rate-limiter-flexible']) {
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(folder, 'main.js'),
      "import { run } from './server/cli.js'; process.exitCode = await run(['serve', '--port', '0']);",
    );
    const env = { ANAM_API_KEY: API_KEY, ANAM_PERSONA_ID: 'p' };
    const { status, stderr } = run([join(folder, 'main.js')], { ...env, REDIS_URL: 'redis://127.0.0.1:1' });
    assert.equal(status, 1);
    assert.match(stderr, /need the package ioredis: npm install ioredis/);
    const script = `import { createTokenHandler } from '${join(folder, 'server/index.js')}';
      createTokenHandler({ apiKey: process.env.ANAM_API_KEY, persona: { personaId: 'p' } });`;
    const without = run(['--input-type=module', '--eval', script], env);
    assert.equal(without.status, 0, without.stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Runs the examples for test suites as a user would, each with its own runner, against the built package. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { it } from 'node:test';
import { findChromium } from '../../scripts/lib/chromium.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What each example is run with: the command of its README, and what the runner says of two passed tests or one. */
const EXAMPLES = [
  {
    folder: 'playwright',
    program: '@playwright/test/cli.js',
    words: ['test', '-c', 'examples/testing/playwright', '--reporter=line'],
    passed: /2 passed/,
  },
  {
    folder: 'web-test-runner',
    program: '@web/test-runner/dist/bin.js',
    words: ['--config', 'examples/testing/web-test-runner/wtr.config.mjs'],
    passed: /1 passed, 0 failed/,
  },
  {
    folder: 'vitest',
    program: 'vitest/vitest.mjs',
    words: ['run', '--root', 'examples/testing/vitest'],
    passed: /Tests\s+2 passed/,
  },
] as const;

/** Runs a program to its end. */
async function run(
  file: string,
  words: readonly string[],
): Promise<{ code: number | null; printed: string }> {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  const chromium = await findChromium();
  if (chromium) env['CHROMIUM_PATH'] = chromium;
  // Runners look at these to find out whether another one has started them.
  delete env['NODE_TEST_CONTEXT'];
  delete env['NODE_OPTIONS'];
  const child = spawn(process.execPath, [file, ...words], { cwd: root, env });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, printed };
}

for (const { folder, program, words, passed } of EXAMPLES)
  it(`examples/testing/${folder} passes`, { timeout: 120_000 }, async () => {
    const { code, printed } = await run(join(root, 'node_modules', program), words);
    assert.equal(code, 0, printed);
    assert.match(printed, passed);
  });

it('every example is run here', () => {
  const folders = readdirSync(join(root, 'examples/testing'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name);
  assert.deepEqual(folders.sort(), EXAMPLES.map(({ folder }) => folder as string).sort());
});

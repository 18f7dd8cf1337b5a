import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PROBLEMS, PROBLEM_BASE } from '../../server/problems.js';
import { ERRORS } from '../../src/session/error.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('docs/errors.md has one heading for every error code, and no other', () => {
  const headings = [...read('docs/errors.md').matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
  assert.deepEqual(headings, Object.keys(ERRORS));
});

test('every problem of the token endpoint is an error code of the element', () => {
  for (const code of Object.keys(PROBLEMS)) assert.ok(Object.hasOwn(ERRORS, code), code);
});

test('problem types lead to docs/errors.md', () => {
  assert.match(PROBLEM_BASE, /\/docs\/errors\.md#$/);
});

test('the token snippet of the README is the file that is tested, and under 30 lines', () => {
  const snippet = read('examples/token-endpoint/by-hand.mjs').trim();
  assert.ok(snippet.split('\n').length < 30, `${snippet.split('\n').length} lines`);
  assert.ok(read('README.md').includes(`\`\`\`js\n${snippet}\n\`\`\``));
});

test('the server snippet of the README is the file that is tested', () => {
  const snippet = read('examples/token-endpoint/node-http.mjs').trim();
  assert.ok(read('README.md').includes(`\`\`\`js\n${snippet}\n\`\`\``));
});

test('links between the documents lead somewhere', () => {
  const documents = readdirSync(new URL('../../docs/', import.meta.url), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
  for (const path of ['README.md', 'CONTRIBUTING.md', ...documents]) {
    const from = new URL(`../../${path}`, import.meta.url);
    for (const [, target = ''] of read(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g))
      assert.ok(existsSync(new URL(target, from)), `${path} → ${target}`);
  }
});

test('the lock file names every optional binary, so that npm ci works on every platform', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages))
    for (const name of Object.keys(optionalDependencies)) assert.ok(names.has(name), `${path} wants ${name}`);
});

/** Holds the documents of the token endpoint against the code. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createTokenHandler, type Configuration } from '../../server/index.js';
import { ENVIRONMENT } from '../../server/config.js';
import { mintingFetch, options, pageRequest } from './support/endpoint.js';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const documents = ['token-endpoint.md', 'migrating.md', 'security-checklist.md'];

/** The anchor that a heading gets. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

test('every environment variable is documented', () => {
  for (const name of Object.keys(ENVIRONMENT))
    assert.ok(read('docs/token-endpoint.md').includes(`\`${name}\``), name);
});

test('every option of the handler is documented', () => {
  const [, fields] = /export interface TokenHandlerOptions \{([^]*?)\n\}/.exec(read('server/options.ts'))!;
  const names = [...fields!.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name!);
  assert.ok(names.length > 15);
  for (const name of names) assert.ok(read('docs/token-endpoint.md').includes(`\`${name}\``), name);
});

test('the configurations that the document shows are taken, and so is what its page sends', async () => {
  const text = read('docs/token-endpoint.md');
  const handlers = [...text.matchAll(/```json\n([^]*?)```/g)].map(([, json]) =>
    createTokenHandler(
      options({ fetch: mintingFetch(), configurations: JSON.parse(json!) as Record<string, Configuration> }),
    ),
  );
  assert.equal(handlers.length, 3);
  const [, body] = /token-params='([^']*)'/.exec(text)!;
  assert.equal((await handlers[0]!(pageRequest({ body: JSON.parse(body!) as object }))).status, 200);
});

test('what the checklist points at is there', () => {
  const paths = [...read('docs/security-checklist.md').matchAll(/`((?:server|test)\/[\w/.-]+)`/g)].map(
    ([, path]) => path!,
  );
  assert.ok(paths.length > 80);
  for (const path of paths) assert.ok(existsSync(new URL(path, root)), path);
});

test('links between the documents lead to a file and a heading', () => {
  for (const document of documents) {
    for (const [, target] of read(`docs/${document}`).matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [file, heading] = target!.split('#') as [string, string | undefined];
      const path =
        file === '' ? `docs/${document}` : new URL(file, new URL('docs/', root)).href.slice(root.href.length);
      assert.ok(existsSync(new URL(path, root)), `${document} → ${target!}`);
      if (heading === undefined) continue;
      const headings = [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, text]) => anchor(text!));
      assert.ok(headings.includes(heading), `${document} → ${target!}`);
    }
  }
});

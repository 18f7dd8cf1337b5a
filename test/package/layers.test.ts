/** The layer check, over small trees that are made here: what it lets pass, and what it does not. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../scripts/check-layers.mjs', import.meta.url));

/** What the check says about one file; empty when nothing is wrong. */
const complaint = (path: string, code: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'layers-'));
  try {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
    const { status, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
    assert.equal(status === 0, stderr === '', stderr);
    return stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const FINE: readonly (readonly [path: string, code: string])[] = [
  ['demo/server.mjs', "import { serve } from 'anam-persona/server';\nimport './site/list.js';"],
  ['demo/site/page.js', "import '/cdn/anam-persona.js';\nimport { facts } from '../simulator.mjs';"],
  [
    'examples/shop/page.js',
    "import 'anam-persona';\nimport express from 'express';\nimport './own/file.js';",
  ],
  ['examples/shop/own/file.js', "export * from '../page.js';"],
  ['src/element.ts', "export type { Role } from './session/client.js';"],
  ['src/anam-persona.clients.ts', "const code = () => import('./sdk/index.js');"],
];

const BROKEN: readonly (readonly [path: string, code: string, says: RegExp])[] = [
  ['demo/server.mjs', "import { serve } from '../server/index.js';", /demo may not import server /],
  ['demo/site/page.js', "import { PersonaError } from '../../src/session/error.js';", /src\/session/],
  ['demo/site/page.js', "import('../../test/support/tokens.js');", /test\/support\/tokens/],
  ['examples/shop/page.js', "import '../../src/index.js';", /examples\/shop may not import src\/index\.ts/],
  ['examples/shop/page.js', "import '../bank/page.js';", /examples\/shop may not import examples\/bank/],
  ['examples/shop/page.js', "import '../../dist/index.js';", /dist\/index/],
  ['src/session/session.ts', "import '/cdn/anam-persona.js';", /src\/session may not import address/],
  ['src/session/session.ts', "import { html } from 'lit';", /may not import lit/],
  ['src/anam-persona.clients.ts', "import { sdkClients } from './sdk/index.js';", /may not import src\/sdk/],
  ['server/index.ts', "import { ERRORS } from '../src/session/error.js';", /server may not import/],
  ['simulator/index.ts', "import { serve } from '../server/index.js';", /simulator may not import/],
  ['src/surprise.ts', 'export {};', /has no row/],
];

for (const [path, code] of FINE)
  test(`${path} may say ${code.replaceAll('\n', ' ')}`, () => assert.equal(complaint(path, code), ''));

for (const [path, code, says] of BROKEN)
  test(`${path} may not say ${code}`, () => assert.match(complaint(path, code), says));

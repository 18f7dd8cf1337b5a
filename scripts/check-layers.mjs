/**
 * Holds the arrows between the folders: which may import which. The table is the architecture; docs/architecture.md draws it.
 * Another folder than this repository can be given as the first word.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root as repository } from './lib/run.mjs';

const root = process.argv[2] ?? repository;

/** Room → the rooms it may import. The longest matching prefix names a file's room. */
const ARROWS = {
  'src/session': [],
  'src/sdk': ['src/session', 'src/shims', '@anam-ai/js-sdk'],
  'src/shims': [],
  'src/text': ['src/session'],
  'src/controllers': ['src/session', 'src/text', 'lit'],
  'src/view': ['src/session', 'src/text', 'lit'],
  'src/anam-persona.events.ts': ['src/session', 'src/controllers'],
  'src/anam-persona': ['src/view', 'src/anam-persona', 'src/anam-persona.events.ts', 'src/controllers', 'src/session', 'src/text', 'src/sdk (dynamic)', 'lit'], // prettier-ignore
  'src/define.ts': ['src/anam-persona', 'src/anam-persona.events.ts'],
  'src/element.ts': [
    'src/anam-persona',
    'src/anam-persona.events.ts',
    'src/controllers',
    'src/session',
    'src/text',
  ],
  'src/index.ts': ['src/define.ts', 'src/element.ts'],
  'src/headless.ts': ['src/session', 'src/sdk'],
  'src/classic.ts': [],
  server: ['rate-limiter-flexible', 'valibot', 'ioredis', 'node'],
  simulator: ['werift', 'ws', '@napi-rs/canvas', 'opusscript', '@echogarden/espeak-ng-emscripten', 'node'],
  demo: ['anam-persona', 'sirv', 'node', 'address'],
  // Each is an application of its own: any package, this one by its public name, and no file outside its folder.
  'examples/*': ['package', 'node', 'address'],
};

const rooms = Object.keys(ARROWS).sort((a, b) => b.length - a.length);
const roomOf = (path) =>
  /^examples\/[^/]+\//.exec(path)?.[0].slice(0, -1) ??
  rooms.find(
    (room) =>
      path === room ||
      path.startsWith(`${room}/`) ||
      (room === 'src/anam-persona' && path.startsWith(`${room}.`)),
  );

const files = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return files(path);
    return /\.(ts|mjs|js)x?$/.test(entry.name) ? [path] : [];
  });

const IMPORTS = /(?:\bfrom\s*|\bimport\s*(\()?\s*)['"]([^'"]+)['"]/g;

/** What an import names: a room of ours, a package, `node`, or an address of the site that serves the page. */
const targetOf = (file, specifier) => {
  if (specifier.startsWith('node:')) return 'node';
  if (specifier.startsWith('/')) return 'address';
  if (!specifier.startsWith('.')) return specifier.match(/^(@[^/]+\/)?[^/]+/)[0];
  const path = relative(root, join(root, dirname(file), specifier)).replaceAll('\\', '/');
  return roomOf(path.replace(/\.js$/, '.ts')) ?? path;
};

const broken = [];
const folders = ['src', 'server', 'simulator', 'demo', 'examples'];
for (const file of folders.filter((folder) => existsSync(join(root, folder))).flatMap(files)) {
  const room = roomOf(file);
  if (!room) {
    broken.push(`${file}: has no row in the table of scripts/check-layers.mjs`);
    continue;
  }
  const code = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  for (const [statement, dynamic, specifier] of code.matchAll(IMPORTS)) {
    const target = targetOf(file, specifier);
    const allowed = ARROWS[room] ?? ARROWS['examples/*'];
    const fine =
      target === room ||
      allowed.includes(target) ||
      (dynamic && allowed.includes(`${target} (dynamic)`)) ||
      (allowed.includes('package') && !/^[./]/.test(specifier)) ||
      (target.startsWith('@lit') && allowed.includes('lit'));
    if (!fine) broken.push(`${file}: ${room} may not import ${target} (${statement.trim()})`);
  }
}

if (broken.length > 0) {
  console.error(`Imports against the arrows:\n  ${broken.join('\n  ')}`);
  process.exitCode = 1;
}

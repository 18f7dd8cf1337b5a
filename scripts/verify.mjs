/**
 * `npm run verify`: the one gate. Static checks first, then the built package, then every test.
 * `--no-tests` leaves the tests out (`npm run check`).
 */
import { ensureBuild } from './lib/build.mjs';
import { ensurePackages } from './lib/install.mjs';
import { fail, run } from './lib/run.mjs';

await ensurePackages();

/** Checks at a time: each is one process that leaves the other cores alone. */
const LANES = 2;
const npx = (tool, ...args) => ['npx', ['--no-install', tool, ...args]];
const node = (...args) => [process.execPath, args];
const projects = ['tsconfig.json', 'src/session/tsconfig.json', 'server/tsconfig.json', 'simulator/tsconfig.json', 'test/tsconfig.json', 'test/types/tsconfig.json']; // prettier-ignore

const checks = {
  format: npx('prettier', '--check', '--log-level', 'warn', '.'),
  ...Object.fromEntries(projects.map((project) => [`types of ${project}`, npx('tsc', '-p', project)])),
  lint: npx('eslint', '.'),
  // Properties have converters of their own, which that rule does not know.
  templates: npx(
    'lit-analyzer',
    'src/**/*.ts',
    '--strict',
    '--quiet',
    '--rules.no-incompatible-property-type',
    'off',
  ),
  layers: node('scripts/check-layers.mjs'),
  manifest: node('scripts/check-manifest.mjs'),
  publint: npx('publint', '--strict'),
  'types of the package': npx(
    'attw',
    '--pack',
    '.',
    '--profile',
    'esm-only',
    '--exclude-entrypoints',
    'cdn',
    'custom-elements.json',
    '--quiet',
  ),
  size: npx('size-limit'),
  // Exports are left out: the modules of the view are reached through a namespace that is loaded later.
  'unused code': npx('knip', '--include', 'files,dependencies,unlisted,unresolved,binaries'),
};

// Most checks judge what was built.
await ensureBuild();

const waiting = Object.entries(checks);
let failed = false;

/** What a check says is held back until it is through, for two of them speak at once. */
const lane = async () => {
  for (let next = waiting.shift(); next && !failed; next = waiting.shift()) {
    const [name, command] = next;
    const began = Date.now();
    let words = '';
    const code = await run(...command, { hear: (text) => (words += text) });
    failed ||= code !== 0;
    process.stdout.write(words);
    console.log(`${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
};
await Promise.all(Array.from({ length: LANES }, lane));
if (failed) fail('A check failed (see above).');

if (!process.argv.includes('--no-tests'))
  process.exitCode = await run(process.execPath, ['scripts/test.mjs']);

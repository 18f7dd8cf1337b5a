/**
 * `npm run verify`: the one gate. Static checks first, then the built package, then every test.
 * `--no-tests` leaves the tests out (`npm run check`).
 */
import { ensureBuild } from './lib/build.mjs';
import { ensurePackages } from './lib/install.mjs';
import { fail, run } from './lib/run.mjs';

await ensurePackages();

const npx = (tool, ...args) => run('npx', ['--no-install', tool, ...args]);
const node = (...args) => run(process.execPath, args);
const projects = ['tsconfig.json', 'src/session/tsconfig.json', 'server/tsconfig.json', 'simulator/tsconfig.json', 'test/tsconfig.json', 'test/types/tsconfig.json']; // prettier-ignore

const checks = {
  format: () => npx('prettier', '--check', '--log-level', 'warn', '.'),
  build: () => ensureBuild().then(() => 0),
  ...Object.fromEntries(projects.map((project) => [`types of ${project}`, () => npx('tsc', '-p', project)])),
  lint: () => npx('eslint', '.'),
  // Properties have converters of their own, which that rule does not know.
  templates: () =>
    npx('lit-analyzer', 'src/**/*.ts', '--strict', '--quiet', '--rules.no-incompatible-property-type', 'off'),
  layers: () => node('scripts/check-layers.mjs'),
  manifest: () => node('scripts/check-manifest.mjs'),
  publint: () => npx('publint', '--strict'),
  'types of the package': () =>
    npx(
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
  size: () => npx('size-limit'),
  // Exports are left out: the modules of the view are reached through a namespace that is loaded later.
  'unused code': () => npx('knip', '--include', 'files,dependencies,unlisted,unresolved,binaries'),
};

for (const [name, check] of Object.entries(checks)) {
  const began = Date.now();
  const code = await check();
  if (code !== 0) fail(`✗ ${name} (see above)`);
  console.log(`✓ ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

if (!process.argv.includes('--no-tests')) process.exitCode = await node('scripts/test.mjs');

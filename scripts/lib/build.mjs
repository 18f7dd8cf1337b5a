/** Builds everything that ships, and only when a source is newer than the last build. */
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, run } from './run.mjs';

const stamp = join(root, 'dist/.built');
const sources = [
  'src',
  'server',
  'simulator',
  'vite.config.ts',
  'custom-elements-manifest.config.mjs',
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
];

const newest = (path) => {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
};

const steps = [
  ['vite', 'build', '--logLevel', 'warn'],
  ['tsc', '-p', 'tsconfig.build.json'],
  ['tsc', '-p', 'server/tsconfig.build.json'],
  ['tsc', '-p', 'simulator/tsconfig.build.json'],
  ['vite', 'build', '--mode', 'cdn', '--logLevel', 'warn'],
  ['vite', 'build', '--mode', 'classic', '--logLevel', 'warn'],
  // For the data that editors read. Its manifest is thrown away: the committed one is compared by check-manifest.mjs.
  ['cem', 'analyze', '--quiet', '--outdir', '.cache/manifest'],
];

export const build = async () => {
  for (const [tool, ...args] of steps) {
    const code = await run('npx', ['--no-install', tool, ...args]);
    if (code !== 0) fail(`The build failed at "${tool} ${args.join(' ')}".`);
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, '');
};

export const ensureBuild = async () => {
  const fresh =
    existsSync(stamp) &&
    existsSync(join(root, 'cdn')) &&
    existsSync(join(root, 'types/generated')) &&
    statSync(stamp).mtimeMs >= Math.max(...sources.map((path) => newest(join(root, path))));
  if (fresh) return;
  console.log('Building …');
  await build();
};

/**
 * `npm run coverage`: how many branches of the session, the SDK adapter and the controllers the tests take. The session's
 * own tests judge the session, the browser's the rest. Fails below 95 %, and prints the lines of the branches never taken.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium, ensurePackages } from './lib/install.mjs';
import { fail, root, run } from './lib/run.mjs';
import { testFiles } from './lib/test-files.mjs';

/** Percent of the branches of each folder. */
const LEAST = 95;
const folder = join(root, '.cache/coverage');

/** Branches by file, from a report in the format of lcov: `BRDA:<line>,<block>,<branch>,<times taken>`. */
const branchesOf = (report) =>
  readFileSync(report, 'utf8')
    .split('end_of_record')
    .map((record) => ({
      file: /^SF:(.*)$/m.exec(record)?.[1]?.replaceAll('\\', '/') ?? '',
      branches: [...record.matchAll(/^BRDA:(\d+),\d+,\d+,(.+)$/gm)].map(([, line, taken]) => ({
        line: Number(line),
        taken: taken !== '-' && taken !== '0',
      })),
    }))
    .filter(({ file }) => file);

const judge = (name, files) => {
  const branches = files.flatMap(({ branches }) => branches);
  const taken = branches.filter((branch) => branch.taken).length;
  const percent = branches.length === 0 ? 0 : (100 * taken) / branches.length;
  console.log(`\n${name}: ${percent.toFixed(1)} % of ${branches.length} branches`);
  for (const { file, branches } of files) {
    const missed = branches.filter((branch) => !branch.taken).map(({ line }) => line);
    if (missed.length > 0) console.log(`  ${file.slice(file.indexOf('src/'))}: ${missed.join(', ')}`);
  }
  return percent >= LEAST;
};

await ensurePackages();
await ensureChromium();
rmSync(folder, { recursive: true, force: true });

const node = await run('npx', [
  '--no-install', 'c8', '--reporter=lcovonly', `--reports-dir=${join(folder, 'node')}`, '--include=src/session/**',
  process.execPath, '--import', 'tsx', '--test', ...testFiles('test/session'), ...testFiles('test/contract'),
]); // prettier-ignore
const browser = await run('npx', ['--no-install', 'web-test-runner', '--coverage'], {
  env: { COVERAGE_DIR: join(folder, 'browser') },
});
if (node !== 0 || browser !== 0) fail('Tests failed, so their coverage says nothing.');

const fromNode = branchesOf(join(folder, 'node/lcov.info'));
const fromBrowser = branchesOf(join(folder, 'browser/lcov.info'));
const of = (files, room) => files.filter(({ file }) => file.includes(`src/${room}/`));
const enough = [
  judge('session', of(fromNode, 'session')),
  judge('sdk', of(fromBrowser, 'sdk')),
  judge('controllers', of(fromBrowser, 'controllers')),
];
if (enough.includes(false)) fail(`Less than ${LEAST} % of the branches are taken.`);

/**
 * `npm test`: installs what is missing, builds, and runs every test: Node, browser, end to end.
 * Words after `--` pick parts: `npm test -- node browser e2e`; `firefox` adds Firefox to the browser and end-to-end tests.
 * Closes with what failed, and `N passed, N failed`.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureBuild } from './lib/build.mjs';
import { ensureChromium, ensureFirefox, ensurePackages, ensureRedis } from './lib/install.mjs';
import { root, run } from './lib/run.mjs';
import { startSound } from './lib/sound.mjs';
import { testFiles } from './lib/test-files.mjs';

const results = join(root, '.cache/results');
const firefox = process.argv.includes('firefox');

/** Test files at a time: most of them wait for media and timers, so two share even a small machine well. */
const lanes = Math.max(2, Math.min(4, availableParallelism() - 1));

/** What is judged by its own speed has the machine for itself. */
const E2E_RUNS = [
  ['e2e', [`--workers=${lanes}`, '--grep-invert=@alone', '--output=test-results/together']],
  ['e2e-alone', ['--workers=1', '--grep=@alone', '--output=test-results/alone']],
];

/** Both browsers, and the sound device without which Firefox plays nothing; or what is usual. */
const withFirefox = async (work) => {
  if (!firefox) return work({});
  const sound = await startSound();
  try {
    return await work({ BROWSERS: 'all', ...sound.env });
  } finally {
    sound.stop();
  }
};

const parts = {
  node: () => {
    const files = ['session', 'contract', 'server', 'simulator', 'package'].flatMap((area) =>
      testFiles(`test/${area}`),
    );
    return run(process.execPath, [
      '--import', 'tsx', '--test', `--test-concurrency=${lanes}`,
      '--test-reporter=spec', '--test-reporter-destination=stdout',
      '--test-reporter=./scripts/lib/count-reporter.mjs', `--test-reporter-destination=${join(results, 'node.json')}`,
      ...files,
    ]); // prettier-ignore
  },
  browser: () => withFirefox((env) => run('npx', ['--no-install', 'web-test-runner'], { env })),
  e2e: () =>
    withFirefox(async (env) => {
      const codes = [];
      for (const [name, args] of E2E_RUNS)
        codes.push(
          await run('npx', ['--no-install', 'playwright', 'test', '--reporter=list,json', ...args], {
            env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, `${name}.json`) },
          }),
        );
      return Math.max(...codes);
    }),
};

const readCounts = (part) => {
  if (part !== 'e2e') return readFile(part);
  const runs = E2E_RUNS.map(([name]) => readFile(name));
  return {
    passed: runs.reduce((sum, { passed }) => sum + passed, 0),
    failures: runs.flatMap(({ failures }) => failures),
  };
};

/** A run that left no numbers did not run: nothing passed. */
const readFile = (name) => {
  try {
    const counts = JSON.parse(readFileSync(join(results, `${name}.json`), 'utf8'));
    return counts.stats ? readPlaywright(counts) : counts;
  } catch {
    return { passed: 0, failures: [] };
  }
};

const readPlaywright = ({ stats, suites, errors }) => {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  const failures = suites.flatMap(specs).flatMap(({ file, line, title, tests }) =>
    tests
      .filter(({ status }) => status !== 'expected')
      .map(({ projectName, status, results }) => ({
        name: `${projectName} › ${file}:${line} › ${title}`,
        error: results.flatMap(({ errors }) => errors).map(({ message }) => message).join('\n') || status,
      })),
  ); // prettier-ignore
  const others = errors.map(({ message }) => ({ name: 'outside of every test', error: message }));
  return { passed: stats.expected, failures: [...failures, ...others] };
};

/** Said again at the end, for what a run printed in between is long, and a log may be cut. */
const tell = ({ part, name, error }) => {
  const lines = stripVTControlCharacters(error).split('\n').slice(0, 12);
  console.log(`\n✗ ${part} › ${name}\n${lines.map((line) => `    ${line}`).join('\n')}`);
};

const asked = process.argv.slice(2).filter((word) => Object.hasOwn(parts, word));
const chosen = asked.length > 0 ? asked : Object.keys(parts);

await ensurePackages();
// The simulator's tests, which are the node part's, drive a browser too.
await ensureChromium();
if (chosen.includes('node')) await ensureRedis();
if (firefox) await ensureFirefox();
await ensureBuild();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

let passed = 0;
const failures = [];
for (const part of chosen) {
  console.log(`\n— ${part} tests —`);
  const code = await parts[part]();
  const counts = readCounts(part);
  passed += counts.passed;
  failures.push(...counts.failures.map((failure) => ({ part, ...failure })));
  // A runner that fails without a failed test (a crash, a file that does not load) or without any test is a failure too.
  if (counts.failures.length === 0 && (code !== 0 || counts.passed === 0))
    failures.push({ part, name: 'the run', error: `Ended with code ${code} after ${counts.passed} tests.` });
}

failures.forEach(tell);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

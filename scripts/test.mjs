/**
 * `npm test`: installs what is missing, builds, and runs every test: Node, browser, end to end.
 * Words after `--` pick parts: `npm test -- node browser e2e`; `firefox` adds Firefox to the browser and end-to-end tests.
 * Closes with `N passed, N failed`.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from './lib/build.mjs';
import { ensureChromium, ensureFirefox, ensurePackages, ensureRedis } from './lib/install.mjs';
import { root, run } from './lib/run.mjs';
import { startSound } from './lib/sound.mjs';
import { testFiles } from './lib/test-files.mjs';

const results = join(root, '.cache/results');
const firefox = process.argv.includes('firefox');

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
      '--import', 'tsx', '--test',
      '--test-reporter=spec', '--test-reporter-destination=stdout',
      '--test-reporter=./scripts/lib/count-reporter.mjs', `--test-reporter-destination=${join(results, 'node.json')}`,
      ...files,
    ]); // prettier-ignore
  },
  browser: () => withFirefox((env) => run('npx', ['--no-install', 'web-test-runner'], { env })),
  e2e: () =>
    withFirefox((env) =>
      run('npx', ['--no-install', 'playwright', 'test', '--reporter=list,json'], {
        env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, 'e2e.json') },
      }),
    ),
};

const readCounts = (part) => {
  try {
    const counts = JSON.parse(readFileSync(join(results, `${part}.json`), 'utf8'));
    if (part !== 'e2e') return counts;
    const { expected, unexpected, flaky, skipped } = counts.stats;
    return { passed: expected, failed: unexpected + flaky + skipped };
  } catch {
    return { passed: 0, failed: 0 };
  }
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

const total = { passed: 0, failed: 0 };
for (const part of chosen) {
  console.log(`\n— ${part} tests —`);
  const code = await parts[part]();
  const { passed, failed } = readCounts(part);
  total.passed += passed;
  // A runner that fails without a failed test (a crash, a file that does not load) or without any test is a failure too.
  total.failed += failed > 0 || (code === 0 && passed > 0) ? failed : 1;
}

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

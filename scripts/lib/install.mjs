/** Brings a fresh clone to where everything runs: packages, a browser, a Redis server. Does nothing twice. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { fail, root, run, works } from './run.mjs';

/** Installs the packages when they are missing or older than the lock file. */
export const ensurePackages = async () => {
  const [major] = process.versions.node.split('.');
  if (Number(major) < 20)
    fail(`Node.js 20 or newer is needed; this is ${process.version}. Get one at https://nodejs.org.`);
  const installed = join(root, 'node_modules/.package-lock.json');
  if (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  )
    return;
  console.log('Installing packages …');
  if ((await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])) !== 0)
    fail('npm ci failed. Look at its message above, mend what it names and run this command again.');
};

const asRoot = () =>
  process.getuid?.() === 0 ? [] : works('sudo', ['-n', 'true']) ? ['sudo', '-n'] : undefined;

/** Installs Debian packages when this is a Debian and we may; resolves with whether it went well. */
const apt = async (...packages) => {
  const prefix = asRoot();
  if (prefix === undefined || !works('apt-get')) return false;
  const call = (...args) => {
    const [command, ...rest] = [...prefix, 'apt-get', ...args];
    return run(command, rest, { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } });
  };
  const install = () => call('install', '-y', '-qq', '--no-install-recommends', ...packages);
  return (await install()) === 0 || ((await call('update', '-qq')) === 0 && (await install()) === 0);
};

/** A Chromium for the browser tests: one that is there, else Playwright's, else Debian's. */
export const ensureChromium = async () => {
  if (await findChromium()) return;
  console.log('Looking for a browser: trying npx playwright install chromium …');
  await run('npx', ['playwright', 'install', 'chromium'], { quiet: true });
  if (await findChromium()) return;
  console.log('That did not work; trying apt-get install chromium …');
  await apt('chromium');
  if (await findChromium()) return;
  fail(
    'The browser tests need Chromium. Install Chrome or Chromium, or set CHROMIUM_PATH to the program of one, and run this command again.',
  );
};

/** The token endpoint's shared limits are tested with a real Redis. Without one those tests fail, and no others. */
export const ensureRedis = async () => {
  if (works('redis-server')) return;
  console.log('Installing redis-server …');
  await apt('redis-server');
  if (!works('redis-server'))
    console.warn(
      'The tests of the shared limits need a Redis server and will fail. Install one: apt-get install redis-server (Debian), brew install redis (macOS).',
    );
};

/** Firefox for `npm run test:all`, and a sound server for it where the machine has no sound. */
export const ensureFirefox = async () => {
  const path = process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr';
  if (!existsSync(path) || !works('pulseaudio')) await apt('firefox-esr', 'pulseaudio');
  if (!existsSync(path))
    fail('The tests in Firefox need Debian’s firefox-esr, or FIREFOX_PATH set to the program of a Firefox.');
};

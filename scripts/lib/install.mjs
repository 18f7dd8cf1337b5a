/** Brings a fresh clone to where everything runs: packages, a browser, a Redis server. Does nothing twice. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { fail, root, run, works } from './run.mjs';

/** Installs the packages when they are missing or older than the lock file. */
export const ensurePackages = async () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  // What Vite and ESLint ask for: older ones have no require() of ES modules.
  if (major < 20 || (major === 20 && minor < 19) || (major === 22 && minor < 13))
    fail(
      `Node.js 20.19, 22.13, 24 or newer is needed; this is ${process.version}. Get one at https://nodejs.org.`,
    );
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

/** Runs apt-get when this is a Debian and we may; resolves with whether it went well. */
const aptGet = async (...args) => {
  const prefix = asRoot();
  if (prefix === undefined || !works('apt-get')) return false;
  const [command, ...rest] = [...prefix, 'apt-get', ...args];
  return (await run(command, rest, { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } })) === 0;
};

const updatePackageList = () => aptGet('update', '-qq');
const install = (...packages) => aptGet('install', '-y', '-qq', '--no-install-recommends', ...packages);

/** Installs Debian packages, with a new list of them where the old one does not do. */
const apt = async (...packages) =>
  (await install(...packages)) || ((await updatePackageList()) && (await install(...packages)));

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

/** The oldest Firefox that was tried and works; Playwright cannot speak to 140. */
const OLDEST_FIREFOX = 153;

const firefoxVersion = (path) =>
  existsSync(path) ? Number(/\d+/.exec(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout)?.[0]) : 0;

/** Firefox for `npm run test:all`, and a sound server for it where the machine has no sound. */
export const ensureFirefox = async () => {
  const path = process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr';
  if (!(firefoxVersion(path) >= OLDEST_FIREFOX)) {
    console.log(`Installing Firefox ${OLDEST_FIREFOX} or newer …`);
    // The list of packages first, or the Firefox of an old list comes.
    await updatePackageList();
    await install('firefox-esr');
  }
  if (!works('pulseaudio')) await apt('pulseaudio');
  const version = firefoxVersion(path);
  if (version === 0)
    fail('The tests in Firefox need Debian’s firefox-esr, or FIREFOX_PATH set to the program of a Firefox.');
  if (!(version >= OLDEST_FIREFOX))
    console.warn(
      `Firefox is ${version}: older than ${OLDEST_FIREFOX}, which was tried. If it cannot be started, install a newer one or set FIREFOX_PATH.`,
    );
};

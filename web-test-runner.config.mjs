import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter, summaryReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { build } from 'esbuild';
import { compile } from 'svelte/compiler';
import { chromiumFlags, findChromium } from './scripts/lib/chromium.mjs';
import { autoplayAllowed, firefoxLaunch } from './scripts/lib/firefox.mjs';
import { countReporter } from './scripts/lib/wtr-count-reporter.mjs';

/** The SDK imports npm's CommonJS `buffer`, which no browser can load as it is. */
const bufferShim = {
  name: 'buffer-shim',
  resolveImport: ({ source }) => (source === 'buffer' ? '/src/shims/buffer.ts' : undefined),
};

/** What a framework's own tool makes of its files: Svelte's compiler of `*.svelte`, a bundler of `*.bundle.ts`. */
const frameworks = {
  name: 'frameworks',
  resolveMimeType: ({ path }) => (path.endsWith('.svelte') ? 'js' : undefined),
  async serve({ path }) {
    const file = fileURLToPath(new URL(`.${path}`, import.meta.url));
    if (path.endsWith('.svelte'))
      return { body: compile(readFileSync(file, 'utf8'), { filename: file }).js.code, type: 'js' };
    if (!path.endsWith('.bundle.ts')) return undefined;
    const { outputFiles } = await build({ entryPoints: [file], bundle: true, format: 'esm', write: false });
    return { body: outputFiles[0].text, type: 'js' };
  },
};

/** Starts a simulator for the tests that talk to one; they read its address from `/__simulator.json`. */
const simulator = () => {
  let child;
  let address;
  return {
    name: 'simulator',
    serverStart() {
      child = fork(fileURLToPath(new URL('./test/support/simulator-process.ts', import.meta.url)), {
        execArgv: ['--import', 'tsx'],
      });
      address = new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.once('error', reject);
        child.once('exit', (code) => reject(new Error(`The simulator ended with code ${code}.`)));
      });
      address.catch((error) => console.error(error));
    },
    serverStop: () => child?.kill(),
    async serve({ path }) {
      if (path === '/__simulator.json') return { body: JSON.stringify(await address), type: 'json' };
      return undefined;
    },
  };
};

/** The visitor's own font size, which no style sheet can stand in for: container and media queries know it too. */
const fontSize = {
  name: 'font-size',
  async executeCommand({ command, payload: standard, session }) {
    if (command !== 'set-font-size') return undefined;
    const page = session.browser.getPage(session.id);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Page.setFontSizes', { fontSizes: { standard, fixed: standard } });
    await devtools.detach();
    return true;
  },
};

const chromium = playwrightLauncher({
  product: 'chromium',
  launchOptions: {
    executablePath: await findChromium(),
    args: [...chromiumFlags, '--autoplay-policy=no-user-gesture-required'],
  },
});

const firefox = playwrightLauncher({
  product: 'firefox',
  concurrency: 1,
  launchOptions: {
    ...firefoxLaunch,
    firefoxUserPrefs: { ...firefoxLaunch.firefoxUserPrefs, ...autoplayAllowed },
  },
});

const browsers = { chromium: [chromium], firefox: [firefox], all: [chromium, firefox] };

export default {
  files: process.env['FILES'] ?? ['test/element/**/*.test.ts', 'test/sdk/**/*.test.ts'],
  nodeResolve: { exportConditions: ['browser', 'development'] },
  concurrency: 1,
  plugins: [
    bufferShim,
    frameworks,
    simulator(),
    fontSize,
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: './tsconfig.json' }),
  ],
  browsers: browsers[process.env['BROWSERS'] ?? 'chromium'],
  reporters: [defaultReporter(), summaryReporter(), countReporter('.cache/results/browser.json')],
  coverageConfig: {
    include: ['src/**/*.ts'],
    reporters: ['lcovonly'],
    reportDir: process.env['COVERAGE_DIR'] ?? '.cache/coverage/browser',
  },
  filterBrowserLogs: ({ args }) =>
    !/^(Lit is in dev|Angular is running in development) mode/.test(String(args[0])),
  testFramework: { config: { timeout: 15_000 } },
};

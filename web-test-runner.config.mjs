import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter, summaryReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { chromiumFlags, findChromium } from './scripts/lib/chromium.mjs';
import { autoplayAllowed, firefoxLaunch } from './scripts/lib/firefox.mjs';
import { countReporter } from './scripts/lib/wtr-count-reporter.mjs';
import {
  accessibilityTree,
  bufferShim,
  fontSize,
  frameworks,
  simulator,
} from './scripts/lib/wtr-plugins.mjs';

const chromium = playwrightLauncher({
  product: 'chromium',
  launchOptions: {
    executablePath: await findChromium(),
    // As on most desktops: they take room, and what scrolls has to do with less.
    ignoreDefaultArgs: ['--hide-scrollbars'],
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
  // With two at a time a connection to the simulator sometimes never came about on two cores.
  concurrency: 1,
  // Of one file: the layout in every language is thousands of measurements.
  testsFinishTimeout: 600_000,
  plugins: [
    bufferShim,
    frameworks,
    simulator(),
    fontSize,
    accessibilityTree,
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
  // Of one test, on a small machine that does something else besides.
  testFramework: { config: { timeout: 30_000 } },
};

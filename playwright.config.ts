import { defineConfig, type Project } from '@playwright/test';
import { chromiumFlags, findChromium } from './scripts/lib/chromium.mjs';
import { firefoxLaunch } from './scripts/lib/firefox.mjs';

const executablePath = await findChromium();

/** Only for `npm run test:all`: what a visitor does, and the element's life. docs/browsers.md says what differs. */
const firefox: Project = {
  name: 'firefox',
  testMatch: [
    'demo',
    'lifecycle',
    'gallery',
    'gallery-states',
    'keyboard',
    'languages',
    'injection',
    'consent',
    'policy',
  ].map((name) => `${name}.spec.ts`),
  // Minutes over WebDriver BiDi, where the browser tests do ten rounds; and what BiDi cannot do in Firefox.
  grepInvert: /a hundred|@downloads/,
  use: {
    browserName: 'firefox',
    viewport: { width: 1280, height: 800 },
    launchOptions: { ...firefoxLaunch },
  },
};

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 30_000,
  reporter: [['list']],
  use: { trace: 'retain-on-failure' },
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        viewport: { width: 1280, height: 800 },
        permissions: ['microphone'],
        launchOptions: { ...(executablePath ? { executablePath } : {}), args: chromiumFlags },
      },
    },
    ...(process.env['BROWSERS'] === 'all' ? [firefox] : []),
  ],
});

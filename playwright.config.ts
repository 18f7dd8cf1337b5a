import { defineConfig, type Project } from '@playwright/test';
import { chromiumFlags, findChromium } from './scripts/lib/chromium.mjs';
import { firefoxLaunch } from './scripts/lib/firefox.mjs';

const port = Number(process.env['E2E_PORT'] ?? 4319);
const executablePath = await findChromium();

/** Only for `npm run test:all`: what a visitor does, and the element's life. docs/browsers.md says what differs. */
const firefox: Project = {
  name: 'firefox',
  testMatch: ['demo.spec.ts', 'lifecycle.spec.ts'],
  // Minutes over WebDriver BiDi; the browser tests do ten rounds in Firefox.
  grepInvert: /a hundred/,
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
  use: { baseURL: `http://127.0.0.1:${port}`, trace: 'retain-on-failure' },
  webServer: {
    command: 'node demo/server.mjs',
    env: { PORT: `${port}`, HOST: '127.0.0.1', ANAM_API_KEY: '' },
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
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

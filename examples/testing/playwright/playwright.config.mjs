import { defineConfig } from '@playwright/test';

export default defineConfig({
  testMatch: '*.spec.mjs',
  timeout: 60_000,
  expect: { timeout: 20_000 },
  use: {
    permissions: ['microphone'],
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: [
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        // Only needed where the machine has no network interface but loopback.
        '--allow-loopback-in-peer-connection',
        // Only needed in containers that run as root.
        '--no-sandbox',
      ],
    },
  },
});

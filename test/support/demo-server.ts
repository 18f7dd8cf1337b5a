/** Owns the demo server of an end-to-end test: every worker has one of its own, so that each can count its sessions. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

interface DemoServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Resolves when the server says where it is; rejects with what it says instead. */
const startDemo = async (): Promise<DemoServer> => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../demo/server.mjs', import.meta.url))], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', ANAM_API_KEY: '', ANAM_API_KEY_FILE: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const address = async (): Promise<string> => {
    for await (const line of lines) if (line.startsWith('http://')) return line.trim();
    throw new Error('The demo server ended before it was there.');
  };
  const url = await address();
  // Whatever it says later is let go, so that it never waits for a reader.
  child.stdout.resume();
  return {
    url,
    async close() {
      child.kill();
      await exited;
    },
  };
};

/** Playwright's `test`, with the demo as the base address. */
export const test = base.extend<object, { demo: DemoServer }>({
  demo: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from this pattern
    async ({}, use) => {
      const demo = await startDemo();
      await use(demo);
      await demo.close();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ demo }, use) => use(demo.url),
});

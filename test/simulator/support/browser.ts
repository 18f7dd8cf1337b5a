/** A browser with pages that hold an SDK and nothing else, on an origin of their own. */

import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright';
import ts from 'typescript';
import { CONFIG } from './config.js';
import './harness.js';
import type { Simulator } from '../../../simulator/index.js';

const require = createRequire(import.meta.url);
const IN_PAGE = ts.transpileModule(readFileSync(new URL('./in-page.ts', import.meta.url), 'utf8'), {
  compilerOptions: {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  },
}).outputText;

/** Opens pages; close it when done. */
export class Browsers {
  #browser: Browser;
  #server: Server;

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser;
    this.#server = server;
  }

  static async open(): Promise<Browsers> {
    const server = createServer((_, response) => {
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><link rel="icon" href="data:,"><title>SDK</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
    const browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--headless=new',
        '--disable-background-networking',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
        '--allow-loopback-in-peer-connection',
      ],
    });
    return new Browsers(browser, server);
  }

  /** A page that holds the SDK of a package, by default the one the project uses. */
  async page(sdk = '@anam-ai/js-sdk'): Promise<Page> {
    const page = await this.#browser.newPage();
    // The test loader keeps the names of functions with a helper that pages do not have.
    await page.addInitScript('globalThis.__name = (value) => value');
    // Keeps what the SDK sends, on both ways.
    await page.addInitScript(() => {
      window.sentTexts = [];
      const record = (prototype: { send: unknown }): void => {
        const send = prototype.send as (this: unknown, data: unknown) => void;
        prototype.send = function (this: unknown, data: unknown): void {
          window.sentTexts.push(String(data));
          if (this instanceof WebSocket) window.lastSocket = this;
          send.call(this, data);
        };
      };
      record(WebSocket.prototype);
      record(RTCDataChannel.prototype);
    });
    const { port } = this.#server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.addScriptTag({ path: require.resolve(`${sdk}/dist/umd/anam.js`) });
    await page.addScriptTag({ content: IN_PAGE, type: 'module' });
    await page.waitForFunction(() => 'harness' in window);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Asks for a token and gives what the simulator answered, whatever that is. */
export async function mintToken(
  simulator: Simulator,
  personaConfig: object = CONFIG,
  query = '',
): Promise<unknown> {
  const response = await fetch(`${simulator.url}/v1/auth/session-token${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${simulator.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ clientLabel: 'simulator-test', personaConfig }),
  });
  return ((await response.json()) as { sessionToken?: unknown }).sessionToken;
}

/** Starts a session in the page and does not wait for it. */
export async function startSession(
  page: Page,
  simulator: Simulator,
  token: unknown,
  microphoneOn = true,
): Promise<void> {
  await page.evaluate(
    ([value, url, on]) => {
      void window.harness.start(value, url, on);
    },
    [token, simulator.url, microphoneOn] as const,
  );
}

/** Waits until something is true in the page; fails with what the SDK has told so far. */
export async function until(page: Page, what: string, check: () => boolean, timeout = 12_000): Promise<void> {
  try {
    await page.waitForFunction(check, undefined, { timeout, polling: 50 });
  } catch (cause) {
    const state = await page.evaluate(() => ({
      outcome: window.harness.run.outcome,
      error: window.harness.run.error,
      events: window.harness.names().slice(-15),
      frames: window.harness.frames(),
    }));
    throw new Error(`Waited in vain for: ${what}. ${JSON.stringify(state)}`, { cause });
  }
}

/** Stops the session in the page and waits until the ledger has closed it. */
export async function stopSession(page: Page, simulator: Simulator): Promise<void> {
  await page.evaluate(() => window.harness.run.client?.stopStreaming());
  const limit = Date.now() + 10_000;
  while (simulator.ledger().sessions.some(({ streamingSince, closedAt }) => streamingSince && !closedAt)) {
    if (Date.now() > limit) throw new Error(`A session is still open: ${JSON.stringify(simulator.ledger())}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

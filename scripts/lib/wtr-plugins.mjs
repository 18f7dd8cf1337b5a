/** Owns what the browser tests ask of the machine that runs them: plugins and commands of the test runner. */
import { build } from 'esbuild';
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from 'svelte/compiler';
import { root } from './run.mjs';

/** The SDK imports npm's CommonJS `buffer`, which no browser can load as it is. */
export const bufferShim = {
  name: 'buffer-shim',
  resolveImport: ({ source }) => (source === 'buffer' ? '/src/shims/buffer.ts' : undefined),
};

/** What a framework's own tool makes of its files: Svelte's compiler of `*.svelte`, a bundler of `*.bundle.ts`. */
export const frameworks = {
  name: 'frameworks',
  resolveMimeType: ({ path }) => (path.endsWith('.svelte') ? 'js' : undefined),
  async serve({ path }) {
    const file = join(root, path);
    if (path.endsWith('.svelte'))
      return { body: compile(readFileSync(file, 'utf8'), { filename: file }).js.code, type: 'js' };
    if (!path.endsWith('.bundle.ts')) return undefined;
    const { outputFiles } = await build({ entryPoints: [file], bundle: true, format: 'esm', write: false });
    return { body: outputFiles[0].text, type: 'js' };
  },
};

/** Starts a simulator for the tests that talk to one; they read its address from `/__simulator.json`. */
export const simulator = () => {
  let child;
  let address;
  return {
    name: 'simulator',
    serverStart() {
      child = fork(join(root, 'test/support/simulator-process.ts'), {
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
export const fontSize = {
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

/** What a screen reader is given of the element, as Playwright writes it down. */
export const accessibilityTree = {
  name: 'accessibility-tree',
  async executeCommand({ command, session }) {
    if (command !== 'accessibility-tree') return undefined;
    return session.browser.getPage(session.id).locator('anam-persona').ariaSnapshot();
  },
};

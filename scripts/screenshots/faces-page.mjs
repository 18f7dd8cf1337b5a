/** A page that shows one face of the element after the other: the harness of the layout tests, bundled. */
/* global requestAnimationFrame -- of the page that shows the faces */
import { build } from 'esbuild';
import { join } from 'node:path';
import { root } from '../lib/run.mjs';

const PAGE = 'http://127.0.0.1/faces';

const bundle = async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { FACES, face } from './test/support/faces.ts';`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    tsconfig: join(root, 'tsconfig.json'),
    conditions: ['browser'],
    alias: { buffer: join(root, 'src/shims/buffer.ts') },
    logLevel: 'warning',
  });
  return outputFiles[0].text;
};

const HTML = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <style>
    :root { color-scheme: light dark; font-family: system-ui, sans-serif; background: Canvas; color: CanvasText; }
    body { margin: 16px; }
  </style>
  <p>A page of somebody else, with words of its own.</p>
  <script type="module">
    import { FACES, face } from '/faces.js';
    window.faces = { names: Object.keys(FACES), face };
  </script>
</html>`;

/** What runs in the page: a new element with this face, and nothing of the last one. */
const show = async ({ face, layout, box, direction }) => {
  const { faces } = window;
  // Not awaited: one of the faces is an end that never comes.
  void faces.current?.element.stop();
  for (const element of document.querySelectorAll('anam-persona')) element.parentElement.remove();
  const floating = layout === 'floating' && !face.startsWith('floating');
  document.documentElement.dir = direction;
  const persona = await faces.face(face, floating ? 'layout="floating" open' : '');
  faces.current = persona;
  // Real words from right to left; the harness itself finds its way by the English ones.
  if (direction === 'rtl') persona.element.lang = 'ar';
  Object.assign(persona.element.style, { inlineSize: `${box.width}px`, blockSize: `${box.height}px` });
};

/** Nothing moves, and nothing is of this moment: two pictures of the same face are the same picture. */
const still = async (language) => {
  const { element } = window.faces.current;
  await element.updateComplete;
  const { shadowRoot } = element;
  while (!shadowRoot.querySelector(`.frame[lang="${language}"]`))
    await new Promise((resolve) => requestAnimationFrame(resolve));
  shadowRoot.querySelector('video').style.filter = 'brightness(0) invert(0.6)';
  for (const animation of shadowRoot.getAnimations()) {
    const { iterations } = animation.effect.getComputedTiming();
    if (iterations !== Infinity) animation.finish();
    else {
      animation.pause();
      animation.currentTime = 0;
    }
  }
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
};

/** Resolves with the names of the faces, and with how to take a picture. */
export async function openFaces(browser) {
  const script = await bundle();
  const page = await browser.newPage();
  const failures = [];
  page.on('pageerror', (error) => failures.push(error));
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/faces') return route.fulfill({ contentType: 'text/html', body: HTML });
    if (pathname === '/faces.js') return route.fulfill({ contentType: 'text/javascript', body: script });
    return route.fulfill({ status: 404, body: '' });
  });
  await page.clock.setFixedTime(new Date('2026-01-02T15:04:00'));
  await page.goto(PAGE);
  await page
    .waitForFunction(() => window.faces, undefined, { timeout: 15_000 })
    .catch((error) => {
      throw failures[0] ?? error;
    });
  const faces = await page.evaluate(() => window.faces.names);

  return {
    faces,
    async take({ face, layout, theme, size, direction }) {
      await page.setViewportSize(size.window);
      await page.emulateMedia({
        colorScheme: theme === 'forced' ? 'light' : theme,
        forcedColors: theme === 'forced' ? 'active' : 'none',
      });
      await page.evaluate(show, { face, layout, box: size.box, direction });
      await page.evaluate(still, direction === 'rtl' ? 'ar' : 'en');
      return page.screenshot();
    },
  };
}

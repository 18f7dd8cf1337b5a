/**
 * `npm run screenshots`: every face of the element in every layout, theme, size and direction, as pictures in
 * .cache/screenshots with a contact sheet. The faces are those of the layout tests, over a scripted client, so
 * nothing is needed but a browser. docs/browsers.md tells the options.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, firefox } from 'playwright';
import { chromiumFlags, findChromium } from './lib/chromium.mjs';
import { autoplayAllowed, firefoxLaunch } from './lib/firefox.mjs';
import { root } from './lib/run.mjs';
import { comparePictures } from './screenshots/compare.mjs';
import { contactSheet } from './screenshots/contact-sheet.mjs';
import { openFaces } from './screenshots/faces-page.mjs';
import { DIRECTIONS, LAYOUTS, SIZES, THEMES, facesOf, pictureOf } from './screenshots/matrix.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    browser: { type: 'string', default: 'chromium' },
    compare: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (options.help) {
  console.log(`npm run screenshots -- [options]
  --only <words>     pictures whose name has every one of these words, e.g. --only "phone dark live"
  --browser firefox  in Firefox instead of Chromium; without forced colours, which it cannot be asked for
  --compare          compares with the run before, and lists what changed`);
  process.exit(0);
}
if (!['chromium', 'firefox'].includes(options.browser)) {
  console.error(`--browser is "${options.browser}"; give chromium or firefox.`);
  process.exit(1);
}

const folder = join(root, '.cache/screenshots', options.browser);
const before = `${folder}-before`;
const words = options.only.split(/\s+/).filter(Boolean);

const browser =
  options.browser === 'firefox'
    ? await firefox.launch({
        ...firefoxLaunch,
        firefoxUserPrefs: { ...firefoxLaunch.firefoxUserPrefs, ...autoplayAllowed },
      })
    : await chromium.launch({
        executablePath: await findChromium(),
        args: [...chromiumFlags, '--autoplay-policy=no-user-gesture-required'],
      });
try {
  const page = await openFaces(browser);
  const pictures = LAYOUTS.flatMap((layout) =>
    facesOf(page.faces, layout).flatMap((face) =>
      THEMES.filter((theme) => theme !== 'forced' || options.browser === 'chromium').flatMap((theme) =>
        SIZES.flatMap((size) =>
          DIRECTIONS.map((direction) => pictureOf({ layout, face, theme, size, direction })),
        ),
      ),
    ),
  ).filter(({ name }) => {
    // Whole words: a microphone is no phone.
    const parts = name.split(/\W+/);
    return words.every((word) => parts.includes(word));
  });
  if (pictures.length === 0) throw new Error(`No picture has the words "${options.only}" in its name.`);

  rmSync(before, { recursive: true, force: true });
  if (existsSync(folder)) renameSync(folder, before);
  for (const [index, picture] of pictures.entries()) {
    const path = join(folder, picture.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await page.take(picture));
    if (index % 50 === 49) console.log(`${index + 1} of ${pictures.length}`);
  }
  const changes = options.compare ? await comparePictures(browser, { folder, before, pictures }) : [];
  const sheet = join(folder, 'index.html');
  writeFileSync(sheet, contactSheet(pictures, new Map(changes.map(({ path, share }) => [path, share]))));
  console.log(`${pictures.length} pictures. The contact sheet is ${sheet}`);
  for (const { path, share } of changes)
    console.log(`${share === null ? 'new    ' : `${(share * 100).toFixed(2)} %`.padEnd(7)} ${path}`);
  if (options.compare) console.log(`${changes.length} of them differ from the run before.`);
} finally {
  await browser.close();
}

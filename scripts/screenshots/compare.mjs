/** What changed since the last run: the share of pixels that differ visibly, told by a browser's canvas. */
/* global createImageBitmap, OffscreenCanvas -- of the page that reads the pictures */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Pixels that differ by less, of 255 in each channel, look the same: edges of letters do. */
const VISIBLE = 24;

const differ = async ([one, other, visible]) => {
  const read = async (data) => {
    const image = await createImageBitmap(await (await fetch(data)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  };
  const [now, past] = [await read(one), await read(other)];
  if (now.width !== past.width || now.height !== past.height) return 1;
  let count = 0;
  for (let at = 0; at < now.data.length; at += 4) {
    const far = [0, 1, 2].some(
      (channel) => Math.abs(now.data[at + channel] - past.data[at + channel]) > visible,
    );
    if (far) count += 1;
  }
  return (count * 4) / now.data.length;
};

const dataOf = (path) => `data:image/png;base64,${readFileSync(path).toString('base64')}`;

/** The pictures that changed, the most first; `share` is from 0 to 1, `null` for one that was not there before. */
export async function comparePictures(browser, { folder, before, pictures }) {
  const page = await browser.newPage();
  const changes = [];
  for (const { path } of pictures) {
    const past = join(before, path);
    if (!existsSync(past)) changes.push({ path, share: null });
    else {
      const share = await page.evaluate(differ, [dataOf(join(folder, path)), dataOf(past), VISIBLE]);
      if (share > 0) changes.push({ path, share });
    }
  }
  await page.close();
  return changes.sort((one, other) => (other.share ?? 2) - (one.share ?? 2));
}

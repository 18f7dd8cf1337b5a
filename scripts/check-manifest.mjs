/**
 * The committed custom-elements.json and docs/element.md must be what the sources say: writes both anew and compares.
 * With `--write` a difference is what was asked for.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementPage } from './lib/element-page.mjs';
import { fail, root, run } from './lib/run.mjs';

const files = ['custom-elements.json', 'docs/element.md'];
const read = (path) => {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
};

const committed = files.map(read);
if ((await run('npx', ['--no-install', 'cem', 'analyze', '--quiet'])) !== 0) fail('cem analyze failed.');
writeFileSync(join(root, 'docs/element.md'), await elementPage(JSON.parse(read('custom-elements.json'))));

const stale = files.filter((path, index) => read(path) !== committed[index]);
if (stale.length > 0 && !process.argv.includes('--write'))
  fail(`${stale.join(' and ')} was stale. It has been written anew: look at the difference and commit it.`);

/** The committed custom-elements.json must be what the sources say: generates it anew and compares. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, run } from './lib/run.mjs';

const path = join(root, 'custom-elements.json');
const read = () => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const committed = read();
if ((await run('npx', ['--no-install', 'cem', 'analyze', '--quiet'])) !== 0) fail('cem analyze failed.');
if (read() !== committed && !process.argv.includes('--write'))
  fail('custom-elements.json was stale. It has been written anew: look at the difference and commit it.');

/** Judges the packed tarball: what users install, not what lies in this folder. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Manifest {
  exports: Record<string, string | { types: string; default: string }>;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  bin: Record<string, string>;
  'web-types': string;
  'size-limit': [{ name: string; path: string[] }];
}

describe('the packed tarball', () => {
  let project: string;
  let installed: string;
  let manifest: Manifest;

  const node = (...args: string[]): string =>
    execFileSync(process.execPath, args, {
      cwd: project,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const link = (name: string): void => {
    const at = join(project, 'node_modules', name);
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), at);
  };

  before(() => {
    project = mkdtempSync(join(tmpdir(), 'anam-persona-'));
    installed = join(project, 'node_modules/anam-persona');
    const answer = execFileSync(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', project],
      {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const [packed] = JSON.parse(answer) as [{ filename: string }];
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['xzf', join(project, packed.filename), '-C', installed, '--strip-components=1']);
    manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest;
    Object.keys(manifest.dependencies).forEach(link);
  });

  after(() => rmSync(project, { recursive: true, force: true }));

  test('every export leads to files that are in it', () => {
    for (const [name, target] of Object.entries(manifest.exports)) {
      const paths = typeof target === 'string' ? [target] : Object.values(target);
      for (const path of paths.filter((path) => !path.includes('*')))
        assert.ok(existsSync(join(installed, path)), `${name} → ${path}`);
    }
  });

  for (const entry of ['anam-persona', 'anam-persona/element', 'anam-persona/session', 'anam-persona/server'])
    test(`import '${entry}' works in Node, without a DOM`, () => {
      const names = node(
        '--input-type=module',
        '-e',
        `console.log(Object.keys(await import('${entry}')).join())`,
      );
      assert.ok(names.trim().length > 0, 'it exports nothing');
    });

  test('the simulator imports without its optional parts, and names the missing one when started', () => {
    const code = `
      const { startSimulator } = await import('anam-persona/simulator');
      console.log(await startSimulator().then(() => 'started', (error) => error.message));`;
    assert.match(node('--input-type=module', '-e', code), /npm install[^\n]*(werift|ws)/);
  });

  for (const framework of ['react', 'preact', 'solid', 'svelte', 'vue'])
    test(`import 'anam-persona/${framework}' is for types, and asks for no framework at run time`, () => {
      const names = `console.log(Object.keys(await import('anam-persona/${framework}')).length)`;
      assert.equal(node('--input-type=module', '-e', names).trim(), '0');
    });

  test('what editors read is in it, and knows the element', () => {
    const read = (name: string): string => readFileSync(join(installed, 'types/generated', name), 'utf8');
    assert.match(read('vscode.html-custom-data.json'), /"token-url"/);
    assert.match(read('vscode.css-custom-data.json'), /"--anam-accent"/);
    assert.match(read('web-types.json'), /"anam-state-change"/);
    assert.equal(manifest['web-types'], './types/generated/web-types.json');
  });

  test('the command line tells what it can do', () => {
    const bin = join(installed, manifest.bin['anam-persona']!);
    assert.match(node(bin, '--help'), /serve[\s\S]*simulate/);
    assert.match(node(bin, 'serve', '--help'), /ANAM_API_KEY/);
    assert.match(node(bin, 'simulate', '--help'), /--port/);
    assert.throws(() => node(bin, 'sevre'), /no command "sevre"/);
  });

  test('what a script tag needs is in it: the entry, a lazy chunk with the SDK, the classic loader, the notices', () => {
    const files = readdirSync(join(installed, 'cdn'));
    const read = (name: string): string => readFileSync(join(installed, 'cdn', name), 'utf8');
    const sdk = files.find((name) => /^anam-sdk-[\w-]+\.js$/.test(name));
    assert.ok(sdk, 'no SDK chunk');
    assert.match(read(sdk), /CLIENT_ERROR_CODE_SPEND_CAP_REACHED/);
    // Loaded by import(), not by a static import that would bring it at once.
    assert.ok(!files.some((name) => name.endsWith('.js') && read(name).includes(`from"./${sdk}"`)));
    assert.ok(
      files.some((name) => new RegExp(`import\\([^)]*${sdk}`).test(read(name))),
      'nobody loads it',
    );
    assert.match(readFileSync(join(installed, 'cdn/anam-persona.classic.js'), 'utf8'), /anam-persona\.js/);
    const notices = readFileSync(join(installed, 'cdn/LICENSES.md'), 'utf8');
    assert.match(notices, /## lit[\s\S]*BSD-3-Clause/);
    assert.match(notices, /@anam-ai\/js-sdk/);
  });

  test('what a script tag loads at once is the entry and one file, whose weight is checked', () => {
    const imports = (name: string): string[] =>
      [...readFileSync(join(installed, 'cdn', name), 'utf8').matchAll(/(?:from|import) *"\.\/([^"]+)"/g)].map(
        ([, file]) => file!,
      );
    const atOnce = ['anam-persona.js'];
    for (const name of atOnce) atOnce.push(...imports(name).filter((file) => !atOnce.includes(file)));
    const [first] = manifest['size-limit'];
    assert.match(first.name, /before any interaction/);
    const weighed = readdirSync(join(installed, 'cdn')).filter((name) =>
      first.path.some((path) => new RegExp(`^${path.replace('*', '[\\w-]+')}$`).test(`cdn/${name}`)),
    );
    assert.deepEqual(atOnce.sort(), weighed.sort());
    assert.equal(atOnce.length, 2);
  });

  test('minifying left the shapes of the icons closed', () => {
    const code = readdirSync(join(installed, 'cdn'))
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(installed, 'cdn', name), 'utf8'))
      .join('\n');
    const shapes = [...code.matchAll(/<(?:path|rect|circle) [^>]*>/g)].map(([shape]) => shape);
    assert.ok(shapes.length > 20);
    assert.deepEqual(
      shapes.filter((shape) => !shape.endsWith('/>')),
      [],
    );
  });

  test('no part of it is under the GPL', () => {
    assert.ok(!existsSync(join(installed, 'node_modules')));
    assert.ok(!Object.keys(manifest.dependencies).some((name) => name.includes('espeak')));
  });
});

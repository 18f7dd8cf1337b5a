/** Holds the code that the documents show against the built package: imports, what is used of them, attributes, events. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import ts from 'typescript';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const documents = readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
  .concat('README.md', 'CONTRIBUTING.md');

interface Block {
  readonly path: string;
  readonly language: string;
  readonly code: string;
}

const blocks: readonly Block[] = documents.flatMap((path) =>
  [...read(path).matchAll(/^ *```(\w+)\n([^]*?)^ *```/gm)].map(([, language = '', code = '']) => ({
    path,
    language,
    code,
  })),
);
const scripts = blocks.filter(({ language }) => /^[jt]sx?$/.test(language));

const IMPORT = /^import\s(?:[^'"]*?\sfrom\s*)?['"](anam-persona(?:\/[\w-]+)?)['"];?(?: *\/\/.*)?$/gm;
const imports = scripts.flatMap(({ path, code }) =>
  [...code.matchAll(IMPORT)].map(([statement, entry = '']) => ({ path, code, statement, entry })),
);

const { modules } = JSON.parse(read('custom-elements.json')) as {
  modules: {
    declarations: { tagName?: string; attributes: { name: string }[]; events: { name: string }[] }[];
  }[];
};
const element = modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName)!;

test('every import of a snippet exists in the package, values and types', () => {
  assert.ok(imports.length > 3);
  const folder = fileURLToPath(root);
  const files = new Map(imports.map((each, index) => [`${folder}snippet-${index}.ts`, each]));
  const settings: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  };
  const host = ts.createCompilerHost(settings);
  host.fileExists = (name) => files.has(name) || ts.sys.fileExists(name);
  host.readFile = (name) => files.get(name)?.statement ?? ts.sys.readFile(name);
  const program = ts.createProgram([...files.keys()], settings, host);
  for (const [name, { path, statement }] of files)
    for (const { messageText } of program.getSemanticDiagnostics(program.getSourceFile(name)))
      assert.fail(`${path}: ${statement}\n${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
});

test('what a snippet uses of an entry it imports from, it imports', async () => {
  for (const { path, code, entry } of imports) {
    const rest = code.replaceAll(IMPORT, '').replace(/\/\/.*/g, '');
    const imported = [...code.matchAll(IMPORT)].map(([statement]) => statement).join('\n');
    // `anam-persona` itself touches the page when it is loaded; it hands out what `element` does.
    const door = entry === 'anam-persona' ? 'anam-persona/element' : entry;
    for (const name of Object.keys((await import(door)) as object)) {
      // As a name of its own: no member, key or text.
      const used = new RegExp(`(?<![.\\w'"])${name}(?![\\w:'"])`);
      assert.ok(
        !used.test(rest) || used.test(imported),
        `${path} uses ${name} of ${entry} without an import`,
      );
    }
  }
});

test('the element of the snippets has the attributes that they give it', () => {
  const known = new Set(element.attributes.map(({ name }) => name));
  const everywhere = /^(id|class|style|slot|lang|dir|hidden)$|^(data|aria)-/;
  const tags = blocks.flatMap(({ path, code }) =>
    [...code.matchAll(/<anam-persona\s([^>]*)>/g)].map(([, text = '']) => ({ path, text })),
  );
  assert.ok(tags.length > 3);
  for (const { path, text } of tags) {
    // Names bound by a framework (`on…`, `@…`, `:…`, `prop:…`) are what the tests of the types hold.
    const names = text.replace(/=\s*("[^"]*"|'[^']*'|\{[^}]*\})/g, '').match(/(?<=^|\s)[a-z][\w-]*(?=\s|$)/g);
    for (const name of names ?? [])
      assert.ok(known.has(name) || everywhere.test(name) || name.startsWith('onanam-'), `${path}: ${name}`);
  }
});

test('the events that the snippets listen to are fired', () => {
  const known = new Set(element.events.map(({ name }) => name));
  const heard = blocks.flatMap(({ path, code }) =>
    [...code.matchAll(/(?:addEventListener\('|on:?|@)(anam-[\w-]+)(?=['"=\s])/g)].map(([, name = '']) => ({
      path,
      name,
    })),
  );
  assert.ok(heard.length > 1);
  for (const { path, name } of heard) assert.ok(known.has(name), `${path}: ${name}`);
});

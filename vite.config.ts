import { fileURLToPath } from 'node:url';
import { minifyHTMLLiterals } from 'minify-literals';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const src = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** Takes the white space out of templates and styles, which JavaScript minifiers leave alone. */
const minifyTemplates = (): Plugin => ({
  name: 'minify-templates',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /\/src\/.*\.ts$/ },
    async handler(code, id) {
      const result = await minifyHTMLLiterals(code, {
        fileName: id,
        // A fragment of SVG is read as HTML there and would lose the slashes that close its shapes.
        html: { keepClosingSlash: true },
      });
      return result ? { code: result.code, map: null } : null;
    },
  },
});

/** For npm: dependencies stay imports, so the consumer's bundler resolves and shakes them. */
const npm: UserConfig = {
  publicDir: false,
  build: {
    outDir: 'dist',
    target: 'es2022',
    minify: false,
    sourcemap: true,
    lib: {
      entry: {
        index: src('index.ts'),
        element: src('element.ts'),
        define: src('define.ts'),
        headless: src('headless.ts'),
      },
      formats: ['es'],
    },
    rolldownOptions: { external: [/^lit(\/|$)/, /^@lit\//, /^@anam-ai\/js-sdk(\/|$)/] },
  },
};

/** For a script tag: an entry and the code behind it, and the SDK in a chunk of its own that is loaded on intent. */
const cdn: UserConfig = {
  publicDir: false,
  plugins: [minifyTemplates()],
  resolve: { alias: { buffer: src('shims/buffer.ts') } },
  build: {
    outDir: 'cdn',
    target: 'es2022',
    license: { fileName: 'LICENSES.md' },
    // Vite keeps white space in ES library builds; rolldown's own minifier does not.
    minify: false,
    sourcemap: true,
    lib: { entry: { 'anam-persona': src('index.ts') }, formats: ['es'] },
    rolldownOptions: {
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some((id) => id.includes('@anam-ai/js-sdk'))
            ? 'anam-sdk-[hash].js'
            : 'anam-part-[name]-[hash].js',
        // All that the entry needs at once is one file: shared parts would each be a request, and compress worse.
        codeSplitting: { groups: [{ name: 'core', tags: ['$initial'] }] },
        comments: { legal: true, annotation: false, jsdoc: false },
        minify: {
          compress: { target: 'es2022' },
          mangle: { toplevel: true },
          codegen: { removeWhitespace: true },
        },
      },
    },
  },
};

/** For pages that cannot add `type="module"`: a loader of the module build beside it. */
const classic: UserConfig = {
  publicDir: false,
  build: {
    outDir: 'cdn',
    emptyOutDir: false,
    target: 'es2022',
    lib: {
      entry: src('classic.ts'),
      formats: ['iife'],
      name: 'AnamPersonaLoader',
      fileName: () => 'anam-persona.classic.js',
    },
  },
};

export default defineConfig(({ mode }) => (mode === 'cdn' ? cdn : mode === 'classic' ? classic : npm));

import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import { configs as lit } from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import { configs as wc } from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores([
    'dist',
    'cdn',
    'coverage',
    'types/generated',
    'test-results',
    'examples',
    '**/.cache',
    '**/__snapshots__',
  ]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.json',
          './src/session/tsconfig.json',
          './server/tsconfig.json',
          './simulator/tsconfig.json',
          './test/tsconfig.json',
          './test/types/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    extends: [lit['flat/recommended'], wc['flat/recommended'], wc['flat/best-practice']],
    plugins: { 'lit-a11y': litA11y },
    rules: {
      ...litA11y.configs.recommended.rules,
      // Younger than the browsers that are served (docs/browsers.md). Of the language itself the compiler's ES2022 keeps us.
      'no-restricted-properties': [
        'error',
        { object: 'AbortSignal', property: 'any', message: 'Use anyOf() of src/session/timers.ts.' },
        { object: 'URL', property: 'canParse', message: 'Use new URL() in a try.' },
        { object: 'URL', property: 'parse', message: 'Use new URL() in a try.' },
        { object: 'ReadableStream', property: 'from', message: 'Use an async iterable.' },
        { property: 'checkVisibility', message: 'Use isShown() of src/controllers/focusable.ts.' },
        { property: 'showPopover', message: 'Nothing of ours is in the top layer.' },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        navigator: 'readonly',
        Event: 'readonly',
        AbortController: 'readonly',
        DOMException: 'readonly',
        HTMLMediaElement: 'readonly',
        clearTimeout: 'readonly',
        document: 'readonly',
        window: 'readonly',
        customElements: 'readonly',
        performance: 'readonly',
        Buffer: 'readonly',
        location: 'readonly',
        FormData: 'readonly',
        MutationObserver: 'readonly',
        ReadableStream: 'readonly',
      },
    },
  },
  {
    files: ['test/**'],
    rules: {
      // @open-wc/semantic-dom-diff types `equal` as a promise, though it is none; node:test awaits its own subtests.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'chai', name: 'Equal' },
            {
              from: 'package',
              package: 'node:test',
              name: ['test', 'describe', 'it', 'suite', 'before', 'after', 'beforeEach', 'afterEach'],
            },
          ],
        },
      ],
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },
);

/** Compares the visitor's words of all languages: the same keys, the same placeholders, nothing empty, nothing forgotten. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ERRORS } from '../../src/session/error.js';
import { ERROR_TEXTS } from '../../src/text/errors.js';
import {
  directionOf,
  en,
  fill,
  languageFor,
  loadTexts,
  type TextKey,
  type Texts,
} from '../../src/text/texts.js';

const LANGUAGES = ['ar', 'de', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'tr', 'zh'];
const KEYS = Object.keys(en) as TextKey[];

/** The same word in both languages, and not a text that was forgotten. */
const SAME_AS_ENGLISH: Readonly<Record<string, readonly TextKey[]>> = {
  // "Assistant", "Volume" and "Message" are French.
  fr: ['persona', 'volume', 'messageLabel'],
  // Italian says "volume" and "privacy", and has no name of its own for the small window.
  it: ['volume', 'privacy'],
  // "Volume", "transcript" and "privacy" are in every Dutch dictionary.
  nl: ['volume', 'transcript', 'privacy'],
  // "Volume" is Portuguese.
  pt: ['volume'],
};

/** Words on buttons that have to stay on one line where a phone shows them. */
const BUTTONS: readonly TextKey[] = [
  'cancel',
  'startAgain',
  'retry',
  'extend',
  'tapToHear',
  'agree',
  'decline',
  'latest',
];

/** The writing a language has to be in, to be found in the right file. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ar: /\p{Script=Arabic}/u,
  hi: /\p{Script=Devanagari}/u,
  ja: /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Han}/u,
  ko: /\p{Script=Hangul}/u,
  zh: /\p{Script=Han}/u,
};

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\w+\}/g)].map(([found]) => found).sort();

/** Columns a text takes: a Chinese, Japanese or Korean character is about as wide as two others. */
const width = (text: string): number =>
  text.length + (text.match(/[\u1100-\u11ff\u2e80-\uffef]/g)?.length ?? 0);

const faulty = (texts: Texts, isFaulty: (text: string, key: TextKey) => boolean): string[] =>
  KEYS.filter((key) => isFaulty(texts[key], key)).map((key) => `${key}: ${texts[key]}`);

test('every file of texts is in the table of languages', () => {
  const files = readdirSync(new URL('../../src/text/', import.meta.url))
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((name) => !['en', 'errors', 'texts'].includes(name));
  assert.deepEqual(files.sort(), LANGUAGES);
  for (const language of LANGUAGES) assert.equal(languageFor(language), language);
});

for (const language of LANGUAGES) {
  describe(language, () => {
    test('has the keys of English, in the same order', async () => {
      assert.deepEqual(Object.keys(await loadTexts(language)), KEYS);
    });

    test('has the placeholders of English', async () => {
      const texts = await loadTexts(language);
      for (const key of KEYS) assert.deepEqual(placeholders(texts[key]), placeholders(en[key]), key);
    });

    test('has no text that is empty, padded, or full of markup', async () => {
      const texts = await loadTexts(language);
      assert.deepEqual(
        faulty(texts, (text) => text === '' || text !== text.trim() || /[<>&]| {2}/.test(text)),
        [],
      );
    });

    test('has no text that was left in English', async () => {
      const texts = await loadTexts(language);
      const same = KEYS.filter((key) => texts[key].toLowerCase() === en[key].toLowerCase());
      assert.deepEqual(same, SAME_AS_ENGLISH[language] ?? []);
    });

    test('is written in its own script', async () => {
      const script = SCRIPTS[language] ?? /\p{Script=Latin}/u;
      assert.deepEqual(
        faulty(await loadTexts(language), (text) => !script.test(text)),
        [],
      );
    });

    test('has typographic apostrophes, quotes and ellipses', async () => {
      assert.deepEqual(
        faulty(await loadTexts(language), (text) => /['"]|\.\.\./.test(text)),
        [],
      );
    });

    test('ends a sentence where English ends one', async () => {
      const end = /[.?!。？！।؟]$/;
      assert.deepEqual(
        faulty(await loadTexts(language), (text, key) => end.test(text) !== end.test(en[key])),
        [],
      );
    });

    test('fits: 40 columns for the invitation, 24 for the other buttons', async () => {
      const texts = await loadTexts(language);
      for (const key of ['callToAction', 'callToActionNameless'] as const) {
        const invitation = fill(texts[key], { name: 'Alexandra' });
        assert.ok(width(invitation) <= 40, invitation);
      }
      assert.deepEqual(
        BUTTONS.filter((key) => width(texts[key]) > 24).map((key) => `${key}: ${texts[key]}`),
        [],
      );
    });

    test('has a sentence for every error', async () => {
      const texts = await loadTexts(language);
      for (const code of Object.keys(ERRORS) as (keyof typeof ERRORS)[])
        assert.ok(texts[ERROR_TEXTS[code]].length > 5, code);
    });
  });
}

test('French puts a space that does not break before high punctuation', async () => {
  assert.deepEqual(
    faulty(await loadTexts('fr'), (text) => /[^\u00a0\u202f][?!:;»]/.test(text)),
    [],
  );
});

test('Spanish opens what it asks and exclaims', async () => {
  assert.deepEqual(
    faulty(await loadTexts('es'), (text) =>
      [
        ['¿', '?'],
        ['¡', '!'],
      ].some(([open, close]) => text.split(open!).length !== text.split(close!).length),
    ),
    [],
  );
});

test('Chinese, Japanese and Arabic use their own punctuation', async () => {
  for (const language of ['zh', 'ja', 'ar'])
    assert.deepEqual(
      faulty(await loadTexts(language), (text) =>
        language === 'ar' ? /[,;?]/.test(text) : /[,;?!]|[^\d]\.|: /.test(text),
      ),
      [],
      language,
    );
});

test('the language is found by the tag, whatever its region, script and case', () => {
  const found = {
    'pt-BR': 'pt',
    'pt-PT': 'pt',
    pt_BR: 'pt',
    'zh-Hans-CN': 'zh',
    'zh-TW': 'zh',
    'DE-at': 'de',
    ' fr ': 'fr',
    'ar-EG': 'ar',
    'en-GB': 'en',
    xx: 'en',
    de1: 'en',
    deu: 'en',
    '': 'en',
    constructor: 'en',
    __proto__x: 'en',
  };
  for (const [tag, language] of Object.entries(found)) assert.equal(languageFor(tag), language, tag);
});

test('only Arabic is written from right to left', () => {
  assert.equal(directionOf('ar'), 'rtl');
  for (const language of ['en', ...LANGUAGES])
    if (language !== 'ar') assert.equal(directionOf(language), 'ltr');
});

test('a language there are no texts in is English', async () => {
  assert.equal(await loadTexts('xx'), en);
  assert.equal(await loadTexts('en'), en);
});

test('names go into texts as they are, also those that look like placeholders or patterns', () => {
  assert.equal(fill(en.callToAction, { name: '$& {time} <b>' }), 'Talk to $& {time} <b>');
  assert.equal(fill('{name} {other}', { name: 'Ada' }), 'Ada {other}');
});

/** Owns which texts there are, which languages, and how a text is filled in. */
import { en } from './en.js';

export type TextKey = keyof typeof en;

/** All the visitor's words of one language. `{name}` and `{time}` are filled in. */
export type Texts = Readonly<Record<TextKey, string>>;

/** One sentence that is true now. Another `mark` makes the same sentence news. */
export interface Subject {
  readonly key: TextKey;
  /** A sentence that goes with it. */
  readonly then?: TextKey | undefined;
  /** Until what it speaks of happens. Not compared: a countdown is said once, as it stood then. */
  readonly seconds?: number | null | undefined;
  readonly mark?: unknown;
}

export interface Announcement extends Subject {
  /** Said right before: it has to be written differently, or nobody hears it again. */
  readonly repeated: boolean;
}

type Loader = () => Promise<Texts>;

/** Languages other than English, by primary subtag; each is a file of its own that is loaded when a page needs it. */
const LANGUAGES: Readonly<Record<string, Loader>> = {
  ar: async () => (await import('./ar.js')).ar,
  de: async () => (await import('./de.js')).de,
  es: async () => (await import('./es.js')).es,
  fr: async () => (await import('./fr.js')).fr,
  hi: async () => (await import('./hi.js')).hi,
  it: async () => (await import('./it.js')).it,
  ja: async () => (await import('./ja.js')).ja,
  ko: async () => (await import('./ko.js')).ko,
  nl: async () => (await import('./nl.js')).nl,
  pl: async () => (await import('./pl.js')).pl,
  pt: async () => (await import('./pt.js')).pt,
  tr: async () => (await import('./tr.js')).tr,
  zh: async () => (await import('./zh.js')).zh,
};

/** Written from right to left, among the languages there are texts for. */
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar']);

export const directionOf = (language: string): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr');

/** The best language there are texts in for a BCP 47 tag; English when there is none. Region and script do not matter. */
export function languageFor(tag: string): string {
  const primary = tag.trim().toLowerCase().split(/[-_]/)[0] ?? '';
  return Object.hasOwn(LANGUAGES, primary) ? primary : 'en';
}

/** Resolves with the texts of a language that `languageFor` named. Rejects when the file cannot be loaded. */
export async function loadTexts(language: string): Promise<Texts> {
  return (await LANGUAGES[language]?.()) ?? en;
}

/** Fills `{placeholders}`; values are put in as they are, since all texts are rendered as text. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);

export { en };

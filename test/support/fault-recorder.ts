/** What an element tells and shows, written down in its own page from before the start. */
import type { Page } from '@playwright/test';
import { en } from '../../src/text/en.js';

export interface Recorded {
  readonly states: string[];
  readonly told: string[];
  readonly errors: string[];
  /** What calls of the page were rejected with. */
  readonly rejections: string[];
  /** Keys of the sentences about trouble and ends that were ever shown, in order. */
  readonly texts: string[];
  /** Milliseconds since 1970 of the last state. */
  readonly changedAt: number;
}

const EVENTS = [
  'state-change', 'session-start', 'session-end', 'error', 'message', 'message-chunk', 'speech-start', 'speech-end',
  'interrupt', 'tool-call', 'tool-result', 'mic-change', 'sound-change', 'warning', 'reasoning', 'cue-applied',
  'persona-updated', 'milestone',
]; // prettier-ignore

/** The sentences that are looked for, up to what is filled in. */
const SENTENCES = Object.entries(en)
  .filter(([key]) => /^(error|ended|reconnecting|retrying|notSent|deviceFailed|mic[A-Z])/.test(key))
  .filter(([key]) => key !== 'endedLength')
  .map(([key, text]) => [key, text.split('{')[0] ?? text] as const)
  // Some begin like others: the longest is looked for first.
  .sort(([, a], [, b]) => b.length - a.length);

/** Puts an element with these attributes into the page, and starts it as a click would. */
export const startRecorded = async (
  page: Page,
  attributes: Readonly<Record<string, string>>,
): Promise<void> => {
  await page.waitForFunction(() => customElements.get('anam-persona'), undefined, { polling: 50 });
  await page.evaluate(
    ({ attributes, events, sentences }) => {
      const element = document.createElement('anam-persona') as HTMLElement & {
        start(): Promise<void>;
        registerTool(name: string, handler: () => string): void;
      };
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      const seen = {
        states: [] as string[],
        told: [] as string[],
        errors: [] as string[],
        rejections: [] as string[],
        texts: [] as string[],
        changedAt: 0,
      };
      Object.assign(globalThis, { seen });
      // The field that tells events of one type apart.
      const FIELDS: Record<string, string> = { error: 'code', message: 'role', milestone: 'name' };
      Object.assign(FIELDS, { 'session-end': 'reason', 'tool-call': 'name', 'tool-result': 'status' });
      Object.assign(FIELDS, { 'speech-start': 'role', 'speech-end': 'role', warning: 'message' });
      for (const name of events)
        element.addEventListener(`anam-${name}`, (event) => {
          const fields = event as unknown as Record<string, string>;
          const field = FIELDS[name];
          seen.told.push(field ? `anam-${name}:${fields[field]}` : `anam-${name}`);
          if (name === 'error') seen.errors.push(`${fields['code']}`);
          if (name !== 'state-change') return;
          seen.states.push(`${fields['state']}`);
          seen.changedAt = Date.now();
        });
      document.body.append(element);
      element.registerTool('show_note', () => 'shown');
      const read = (): void => {
        const places = element.shadowRoot?.querySelectorAll('.middle, .notice') ?? [];
        let text = [...places].map((place) => place.textContent.replace(/\s+/g, ' ')).join('\n');
        for (const [key, sentence] of sentences) {
          if (!text.includes(sentence)) continue;
          text = text.replaceAll(sentence, '');
          if (!seen.texts.includes(key)) seen.texts.push(key);
        }
      };
      const all = { subtree: true, childList: true, characterData: true };
      new MutationObserver(read).observe(element.shadowRoot!, all);
      // What it rejects with is told as an event, too.
      element.start().catch(() => undefined);
    },
    { attributes, events: EVENTS, sentences: SENTENCES },
  );
};

export const recorded = (page: Page): Promise<Recorded> =>
  page.evaluate(() => structuredClone((globalThis as unknown as { seen: Recorded }).seen));

/** Waits until the states that were told end with these. */
export const whenStates = async (page: Page, way: readonly string[], timeout: number): Promise<void> => {
  await page.waitForFunction(
    (wanted) => {
      const { states } = (globalThis as unknown as { seen: Recorded }).seen;
      return states.slice(-wanted.length).join() === wanted.join();
    },
    [...way],
    { polling: 50, timeout },
  );
};

/** Long words, wide scripts and the other direction: in no language is anything cut off or pushed out. */
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { FACES, face } from '../../support/faces.js';
import type { Persona } from '../../support/persona-fixture.js';

const LANGUAGES = ['ar', 'de', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'tr', 'zh'];

const BOXES: readonly (readonly [width: number, height: number])[] = [
  [320, 240],
  [320, 480],
  [900, 600],
];

/** Faces with words in them; the bar of a plain live session has icons only. */
const NAMES = [
  'idle',
  'typing',
  'consent',
  'asking for the microphone',
  'connecting',
  'live with everything',
  'live without a microphone',
  'menu',
  'end warning',
  'reconnecting',
  'reconnecting, end warning',
  'ending',
  'ended',
  'failed',
].filter((name) => Object.hasOwn(FACES, name));

const BOUND = '.card, .notice, .mode, .composer, .controls, .conversation, .menu, button';
const SCROLLERS = '.menu, .log, .detail, .notice';

function faults(persona: Persona): string[] {
  const found: string[] = [];
  const root = persona.element.shadowRoot!;
  const frame = root.querySelector('.frame')!.getBoundingClientRect();
  for (const element of root.querySelectorAll<HTMLElement>(BOUND)) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const name = `${element.className} "${element.textContent.trim().slice(0, 30)}"`;
    if (element.scrollWidth > element.clientWidth + 1) found.push(`${name} is too wide for its box`);
    const inner = element.parentElement?.closest(SCROLLERS);
    if (element.matches('button') && element.scrollHeight > element.clientHeight + 1)
      found.push(`${name} is too high for its box`);
    if (inner) continue;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const outside = left < frame.left - 1 || right > frame.right + 1;
    if (outside || top < frame.top - 1 || bottom > frame.bottom + 1) found.push(`${name} sticks out`);
  }
  return found;
}

describe('the layout in every language', () => {
  before(() => setViewport({ width: 1200, height: 800 }));
  after(() => setViewport({ width: 800, height: 600 }));

  it('has all the faces to look at', () => {
    expect(NAMES).to.have.length(14);
  });

  for (const name of NAMES) {
    it(name, async () => {
      const persona = await face(name);
      const found: string[] = [];
      for (const language of LANGUAGES) {
        persona.element.lang = language;
        await persona.until(() => persona.find('.frame')?.lang === language, language);
        for (const [width, height] of BOXES) {
          persona.element.style.inlineSize = `${width}px`;
          persona.element.style.blockSize = `${height}px`;
          found.push(...faults(persona).map((fault) => `${language} ${width} × ${height}: ${fault}`));
        }
      }
      expect(found).to.deep.equal([]);
    });
  }
});

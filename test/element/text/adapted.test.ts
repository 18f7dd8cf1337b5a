/** What visitors change about text: its size in their browser, and the space in it. Nothing gets lost (WCAG 1.4.4, 1.4.12). */
import { expect } from '@open-wc/testing';
import { executeServerCommand, setViewport } from '@web/test-runner-commands';
import { CAN_EMULATE } from '../../support/emulation.js';
import { FACES, face } from '../../support/faces.js';
import { faultsBySize } from '../../support/layout-faults.js';

const describeEmulated = CAN_EMULATE ? describe : (): void => undefined;

/** The browser's own setting, in pixels; 16 where nobody changed it. */
const setFontSize = (size: number): Promise<void> => executeServerCommand('set-font-size', size);

describeEmulated('the visitor’s font size', () => {
  before(() => setViewport({ width: 1200, height: 800 }));
  after(async () => {
    await setFontSize(16);
    await setViewport({ width: 800, height: 600 });
  });

  for (const name of Object.keys(FACES)) {
    it(name, async () => {
      await setFontSize(16);
      const persona = await face(name);
      const found: string[] = [];
      for (const size of [20, 32]) {
        await setFontSize(size);
        expect(getComputedStyle(persona.find('.frame')!).fontSize).to.equal(`${size}px`);
        found.push(...(await faultsBySize(persona)).map((fault) => `${size}px, ${fault}`));
      }
      expect(found).to.deep.equal([]);
    });
  }
});

/** The four values of WCAG 1.4.12, as a visitor's own style sheet sets them: in shadow trees too, and above the page's. */
const spaced = new CSSStyleSheet();
spaced.replaceSync(`
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }
`);

describe('the visitor’s text spacing', () => {
  before(() => setViewport({ width: 1200, height: 800 }));
  after(() => setViewport({ width: 800, height: 600 }));

  for (const name of Object.keys(FACES)) {
    it(name, async () => {
      const persona = await face(name);
      persona.element.shadowRoot!.adoptedStyleSheets.push(spaced);
      expect(await faultsBySize(persona, { scrolls: 'anywhere' })).to.deep.equal([]);
    });
  }
});

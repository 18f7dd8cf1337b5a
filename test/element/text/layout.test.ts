/** Long words, wide scripts and the other direction: in no language is anything cut off, pushed out or covered. */
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { FACES, face } from '../../support/faces.js';
import { faultsBySize, FEW } from '../../support/layout-faults.js';

const LANGUAGES = ['ar', 'de', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'tr', 'zh'];

describe('the layout in every language', () => {
  before(() => setViewport({ width: 1200, height: 800 }));
  after(() => setViewport({ width: 800, height: 600 }));

  for (const name of Object.keys(FACES)) {
    it(name, async () => {
      const persona = await face(name);
      const found: string[] = [];
      for (const language of LANGUAGES) {
        persona.element.lang = language;
        await persona.until(() => persona.find('.frame')?.lang === language, language);
        const faults = await faultsBySize(persona, { sizes: FEW, scrolls: 'smallest' });
        found.push(...faults.map((fault) => `${language} ${fault}`));
      }
      expect(found).to.deep.equal([]);
    });
  }
});

/** Every face passes axe with the rules of WCAG 2.2 AA: in light and dark, from left to right and from right to left. */
import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { axeComplaints } from '../support/axe.js';
import { FACES, face } from '../support/faces.js';

for (const [scheme, direction] of [
  ['light', 'ltr'],
  ['dark', 'rtl'],
] as const) {
  describe(`axe, ${scheme}, ${direction}`, () => {
    before(async () => {
      await emulateMedia({ colorScheme: scheme });
      document.documentElement.style.colorScheme = 'light dark';
    });
    after(async () => {
      await emulateMedia({ colorScheme: 'light' });
      document.documentElement.style.removeProperty('color-scheme');
    });

    for (const name of Object.keys(FACES)) {
      it(name, async () => {
        const persona = await face(name, `dir="${direction}"`);
        expect(await axeComplaints(persona.element)).to.deep.equal([]);
      });
    }
  });
}

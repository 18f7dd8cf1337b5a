/** Every face passes axe with the rules of WCAG 2.2 AA, in light and dark. */
import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type { AxeResults, RunOptions } from 'axe-core';
import { FACES, face } from '../support/faces.js';

const { axe } = window as unknown as {
  axe: { run: (node: Element, options: RunOptions) => Promise<AxeResults> };
};

const RULES: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  rules: {
    // About whole pages, which a fixture is not.
    region: { enabled: false },
    // Off by default in axe, part of WCAG 2.2 AA.
    'target-size': { enabled: true },
  },
};

for (const scheme of ['light', 'dark'] as const) {
  describe(`axe, ${scheme}`, () => {
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
        const persona = await face(name);
        const { violations } = await axe.run(persona.element, RULES);
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        ).to.deep.equal([]);
      });
    }
  });
}

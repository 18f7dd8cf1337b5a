/** Whatever the box, the direction and the face: nothing sticks out, nothing lies over anything, targets are large enough. */
import { expect } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { FACES, face } from '../support/faces.js';
import { faultsBySize } from '../support/layout-faults.js';

/** Forced colours draw borders that are not there otherwise; light and dark differ in nothing that has a size. */
const COLORS = ['none', 'active'] as const;

describe('layout', () => {
  before(() => setViewport({ width: 1200, height: 800 }));
  after(() => setViewport({ width: 800, height: 600 }));
  afterEach(() => emulateMedia({ forcedColors: 'none' }));

  for (const direction of ['ltr', 'rtl'] as const) {
    for (const name of Object.keys(FACES)) {
      it(`${name}, ${direction}`, async () => {
        const persona = await face(name, `dir="${direction}"`);
        const found: string[] = [];
        for (const forcedColors of COLORS) {
          await emulateMedia({ forcedColors });
          found.push(...(await faultsBySize(persona)).map((fault) => `${forcedColors} ${fault}`));
        }
        expect(found).to.deep.equal([]);
      });
    }
  }

  for (const name of Object.keys(FACES).filter((name) => !name.startsWith('floating'))) {
    it(`${name}, in the floating panel`, async () => {
      const persona = await face(name, 'layout="floating" open');
      expect(await faultsBySize(persona)).to.deep.equal([]);
    });
  }

  it('captions lie at the bottom without controls too', async () => {
    const persona = await face('captions without controls');
    const captions = persona.find('.captions')!.getBoundingClientRect();
    const frame = persona.find('.frame')!.getBoundingClientRect();
    expect(captions.bottom).to.be.within(frame.bottom - 20, frame.bottom);
  });

  it('does not move the page when the state changes', async () => {
    const persona = await face('idle');
    const before = persona.element.getBoundingClientRect();
    await persona.start();
    const live = persona.element.getBoundingClientRect();
    await persona.element.stop();
    const ended = persona.element.getBoundingClientRect();
    for (const rect of [live, ended]) {
      expect([rect.x, rect.y, rect.width, rect.height]).to.deep.equal([
        before.x,
        before.y,
        before.width,
        before.height,
      ]);
    }
  });
});

/** Forced colours and reduced motion: every face keeps its shape and passes axe, and what moves or shades has another sign. */
import { expect } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { axeComplaints } from '../support/axe.js';
import { CAN_EMULATE } from '../support/emulation.js';
import { FACES, face } from '../support/faces.js';
import { faults } from '../support/layout-faults.js';
import { personaFixture } from '../support/persona-fixture.js';

const RUNNING = 'Infinity';
const describeEmulated = CAN_EMULATE ? describe : (): void => undefined;

describeEmulated('with forced colours', () => {
  before(async () => {
    await setViewport({ width: 1200, height: 800 });
    await emulateMedia({ forcedColors: 'active' });
  });
  after(async () => {
    await setViewport({ width: 800, height: 600 });
    await emulateMedia({ forcedColors: 'none' });
  });

  for (const name of Object.keys(FACES)) {
    it(name, async () => {
      const persona = await face(name);
      expect(faults(persona)).to.deep.equal([]);
      expect(await axeComplaints(persona.element)).to.deep.equal([]);
    });
  }

  it('the ring of the start shows how far it is', async () => {
    const persona = await face('connecting');
    const stroke = (selector: string): string => getComputedStyle(persona.find(selector)!).stroke;
    expect(stroke('.ring .reached')).to.not.equal(stroke('.ring circle:not(.reached)'));
    expect(getComputedStyle(persona.find('.card')!).borderTopStyle).to.equal('solid');
  });
});

describeEmulated('with reduced motion', () => {
  before(async () => {
    await setViewport({ width: 1200, height: 800 });
    await emulateMedia({ reducedMotion: 'reduce' });
  });
  after(async () => {
    await setViewport({ width: 800, height: 600 });
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  for (const name of Object.keys(FACES)) {
    it(`${name}: nothing moves but the persona`, async () => {
      const persona = await face(name);
      expect(persona.element.shadowRoot!.getAnimations()).to.deep.equal([]);
      expect(faults(persona)).to.deep.equal([]);
    });
  }
});

describe('without reduced motion', () => {
  it('something moves', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.clients.last.emit({ type: 'user-speech', speaking: true });
    await persona.element.updateComplete;
    const lengths = persona.element
      .shadowRoot!.getAnimations()
      .map(({ effect }) => String(effect?.getComputedTiming().iterations));
    expect(lengths).to.include(RUNNING);
  });
});

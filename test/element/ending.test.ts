/** An end that takes a while is seen; one that does not flashes nothing up. */
import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { CAN_EMULATE } from '../support/emulation.js';
import { face } from '../support/faces.js';

for (const reducedMotion of CAN_EMULATE ? (['no-preference', 'reduce'] as const) : []) {
  describe(`an end that takes a while, reduced motion: ${reducedMotion}`, () => {
    before(() => emulateMedia({ reducedMotion }));
    after(() => emulateMedia({ reducedMotion: 'no-preference' }));

    it('is seen, but not at once', async () => {
      const persona = await face('ending');
      expect(persona.element.state).to.equal('ending');
      expect(persona.find('.card')!.textContent.trim()).to.equal('Ending…');
      const style = getComputedStyle(persona.find('.card')!);
      expect(style.opacity, 'after a moment').to.equal('1');
      const { animationName, animationDelay, animationFillMode, animationDuration } = style;
      expect({ animationName, animationDelay, animationFillMode, animationDuration }).to.deep.equal({
        animationName: 'arrive',
        animationDelay: '0.3s',
        animationFillMode: 'backwards',
        animationDuration: '0s',
      });
    });
  });
}

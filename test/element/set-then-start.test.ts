/** What is set in the same task as `start()` counts for that start. */
import { expect } from '@open-wc/testing';
import { personaFixture } from '../support/persona-fixture.js';

describe('properties set right before start()', () => {
  it('a muted microphone stays muted', async () => {
    const persona = await personaFixture();
    persona.element.micMuted = true;
    await persona.element.start();
    expect(persona.element.micMuted).to.be.true;
    expect(persona.element.hasAttribute('mic-muted')).to.be.true;
    expect(persona.of('anam-mic-change').at(-1)?.muted).to.be.true;
  });

  it('the persona’s sound stays off', async () => {
    const persona = await personaFixture();
    persona.element.muted = true;
    persona.element.volume = 0.25;
    await persona.element.start();
    expect(persona.element.muted).to.be.true;
    expect(persona.element.volume).to.equal(0.25);
  });
});

/** The small live picture: whoever minimised the panel is still told what matters, and can act on it. */
import { expect } from '@open-wc/testing';
import { face } from '../support/faces.js';
import { personaFixture } from '../support/persona-fixture.js';

describe('the small live picture', () => {
  it('announces the end, counts down, and lets the visitor go on', async () => {
    const persona = await face('floating, tile, end warning');
    expect(persona.status).to.equal('Time is almost up.');
    expect(persona.find('.beside')!.textContent).to.match(/ends in \d seconds?/);
    expect(persona.element.open, 'nothing opens by itself').to.be.false;
    persona.button('Keep talking').click();
    await persona.element.updateComplete;
    expect(persona.hasButton('Keep talking')).to.be.false;
    expect(persona.element.state).to.equal('live');
  });

  it('asks for the tap that brings the sound', async () => {
    const persona = await face('floating, tile, sound blocked');
    expect(persona.status).to.equal('The browser keeps the sound off until you tap.');
    Reflect.deleteProperty(persona.find('video')!, 'play');
    persona.button('Tap to hear').click();
    await persona.until(() => !persona.element.soundBlocked, 'the sound');
  });

  it('keeps one live region from the launcher to the panel and back, and tells of the end', async () => {
    const persona = await personaFixture('layout="floating" persona-name="Cara"');
    await persona.until(() => persona.hasButton('Talk to Cara'), 'the launcher');
    const region = persona.find('[role=status]');
    expect(region).to.exist;
    await persona.start();
    await persona.until(() => persona.hasButton('End conversation'), 'the tile');
    expect(persona.find('[role=status]')).to.equal(region);
    expect(persona.status).to.equal('Connected');
    persona.element.show();
    await persona.until(() => persona.hasButton('Minimise'), 'the panel');
    expect(persona.find('[role=status]')).to.equal(region);
    persona.element.hide();
    persona.element.idleTimeout = 0.1;
    await persona.until(() => persona.element.state === 'ended', 'the end');
    await persona.element.updateComplete;
    expect(persona.status).to.equal('Ended because it was quiet for a while');
  });

  it('reads out what cannot be heard', async () => {
    const persona = await personaFixture('layout="floating" captions muted');
    await persona.start();
    persona.clients.last.say('persona', 'Good morning');
    await persona.element.updateComplete;
    expect(persona.find('.spoken')!.textContent).to.equal('Good morning');
  });
});

/** The small live picture: whoever minimised the panel is still told what matters, and can act on it. */
import { expect } from '@open-wc/testing';
import { PersonaError } from '../../src/session/error.js';
import { face, refused, withMicrophone } from '../support/faces.js';
import { personaFixture, type Persona } from '../support/persona-fixture.js';

const beside = (persona: Persona): string => persona.find('.beside')?.textContent.trim() ?? '';

describe('the small live picture', () => {
  it('announces the end, counts down, and lets the visitor go on', async () => {
    const persona = await face('floating, tile, end warning');
    expect(persona.status).to.match(/^Time is almost up\. The conversation ends in \d+ seconds?\.$/);
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

  it('says what happens on the way, and when the connection is lost', async () => {
    const persona = await face('floating, closed, connecting');
    expect(beside(persona)).to.equal('Connecting…');
    await persona.element.stop();
    await persona.element.updateComplete;
    expect(beside(persona), 'who ended it knows that').to.equal('');
  });

  for (const [name, words] of [
    ['failed', 'All lines are busy at the moment. Please try again in a little while.'],
    ['ended by the service', 'The conversation was ended'],
  ] as const) {
    it(`says beside the launcher that it ${name}, until the visitor has opened the panel`, async () => {
      const persona = await face(`floating, closed, ${name}`);
      expect(beside(persona)).to.equal(words);
      persona.element.show();
      await persona.until(() => persona.hasButton('Minimise'), 'the panel');
      persona.element.hide();
      await persona.until(() => persona.hasButton('Talk to Cara'), 'the launcher');
      expect(beside(persona)).to.equal('');
    });

    it(`says it no longer when another conversation begins after it ${name}`, async () => {
      const persona = await face(`floating, closed, ${name}`);
      persona.clients.beforeOpen = () => Promise.resolve();
      await persona.start();
      expect(beside(persona)).to.equal('');
      persona.clients.last.emit({ type: 'closed', error: new PersonaError('server-ended', 'Over.') });
      await persona.until(() => beside(persona) === 'The conversation was ended', 'the next end');
    });
  }

  it('says what does not work', async () => {
    await withMicrophone(refused('NotAllowedError'), async () => {
      const persona = await personaFixture('layout="floating"');
      await persona.start();
      await persona.until(() => beside(persona).startsWith('The microphone is blocked.'), 'the sentence');
    });
  });

  it('reads out what cannot be heard', async () => {
    const persona = await personaFixture('layout="floating" captions muted');
    await persona.start();
    persona.clients.last.say('persona', 'Good morning');
    await persona.element.updateComplete;
    expect(persona.find('.spoken')!.textContent).to.equal('Good morning');
  });
});

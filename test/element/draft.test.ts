/** What a visitor types is never lost: not before the consent, not when something else is shown, not when it cannot be sent. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { refused, withMicrophone } from '../support/faces.js';
import { personaFixture, type Persona } from '../support/persona-fixture.js';

const field = (persona: Persona): HTMLTextAreaElement => {
  const fields = [...persona.element.shadowRoot!.querySelectorAll('textarea')];
  const shown = fields.find((one) => one.checkVisibility({ visibilityProperty: true }));
  if (!shown) throw new Error('No field is shown.');
  return shown;
};

const type = async (persona: Persona, text: string): Promise<void> => {
  field(persona).focus();
  await sendKeys({ type: text });
};

describe('a message typed before the consent', () => {
  it('waits for the yes, and is sent', async () => {
    const persona = await personaFixture('text-input consent');
    await type(persona, 'Hello?');
    await sendKeys({ press: 'Enter' });
    await persona.until(() => persona.hasButton('Agree and start'), 'the question');
    expect(persona.clients.made).to.have.length(0);
    expect(persona.find('textarea'), 'the field keeps its place').to.exist;
    expect(persona.find('textarea')!.checkVisibility()).to.be.false;
    persona.button('Agree and start').click();
    await persona.until(() => persona.clients.made[0]?.calls.length, 'the message');
    expect(persona.clients.last.calls).to.deep.equal([['sendUserMessage', 'Hello?']]);
    expect(field(persona).value).to.equal('');
    expect(persona.find('.notice') === null, 'no notice').to.be.true;
  });

  it('comes back with a no', async () => {
    const persona = await personaFixture('text-input consent');
    await type(persona, 'Hello?');
    persona.button('Send').click();
    await persona.until(() => persona.hasButton('Not now'), 'the question');
    persona.button('Not now').click();
    await persona.until(() => persona.hasButton('Send'), 'the field');
    await persona.until(() => field(persona).value === 'Hello?', 'the words');
    expect(persona.element.state).to.equal('idle');
    expect(persona.find('.notice') === null, 'who said no needs not be told').to.be.true;
  });
});

describe('typed words', () => {
  it('come back when the page cancels the start', async () => {
    const persona = await personaFixture('text-input');
    persona.element.addEventListener('anam-before-start', (event) => event.preventDefault());
    await type(persona, 'Hello?');
    await sendKeys({ press: 'Enter' });
    await persona.until(() => field(persona).value === 'Hello?', 'the words');
  });

  it('come back before what was typed meanwhile', async () => {
    const persona = await personaFixture('text-input reconnect="0"');
    let refuse: (error: Error) => void = () => undefined;
    persona.clients.beforeOpen = () => new Promise((_, reject) => (refuse = reject));
    await type(persona, 'One');
    await sendKeys({ press: 'Enter' });
    await persona.until(() => persona.clients.made.length > 0, 'the start');
    await type(persona, 'two');
    refuse(new Error('no'));
    await persona.until(() => field(persona).value === 'One\ntwo', 'both');
    expect(persona.find('.notice')!.textContent).to.match(/^Your message was not sent/);
  });

  it('survive the transcript, whatever it covers', async () => {
    const persona = await personaFixture('text-input');
    await persona.start();
    await type(persona, 'Half a');
    persona.button('Show transcript').click();
    await persona.until(() => persona.find('.conversation'), 'the transcript');
    expect(field(persona).value).to.equal('Half a');
    await type(persona, ' sentence');
    await sendKeys({ press: 'Escape' });
    await persona.until(() => !persona.element.transcript, 'the stage');
    await persona.element.updateComplete;
    expect(field(persona).value).to.equal('Half a sentence');
  });

  it('survive the small live picture', async () => {
    const persona = await personaFixture('layout="floating" open text-input');
    await persona.until(() => persona.hasButton('Minimise'), 'the panel');
    await persona.start();
    await type(persona, 'Half');
    await sendKeys({ press: 'Escape' });
    await persona.until(() => persona.hasButton(/^Open conversation/), 'the tile');
    persona.element.show();
    await persona.until(() => persona.hasButton('Minimise'), 'the panel');
    expect(field(persona).value).to.equal('Half');
  });

  it('survive a frame that changes around them, and the end', async () => {
    const persona = await personaFixture('text-input');
    await persona.start();
    await type(persona, 'Half');
    await persona.element.stop();
    await persona.element.updateComplete;
    expect(field(persona).value).to.equal('Half');
  });

  it('survive a network that is gone for a moment, with the focus, for whoever has no microphone', async () => {
    const persona = await personaFixture();
    await withMicrophone(refused('NotAllowedError'), () => persona.start());
    await type(persona, 'Ha');
    const { last } = persona.clients;
    last.emit({ type: 'recovering' });
    await persona.element.updateComplete;
    await sendKeys({ type: 'mc' });
    expect(field(persona).value).to.equal('Hamc');
    expect(persona.element.captions, 'a letter is no shortcut').to.be.false;
    await sendKeys({ press: 'Enter' });
    last.emit({ type: 'recovered' });
    await persona.until(() => last.calls.length > 0, 'the message');
    expect(last.calls).to.deep.equal([['sendUserMessage', 'Hamc']]);
    expect(persona.element.shadowRoot!.activeElement).to.equal(field(persona));
  });

  it('can be typed in a small box with an empty transcript', async () => {
    const persona = await personaFixture('text-input transcript', ({ style }) => {
      style.inlineSize = '320px';
      style.blockSize = '240px';
    });
    await persona.until(() => persona.find('.conversation'), 'the transcript');
    await type(persona, 'Hi');
    await sendKeys({ press: 'Enter' });
    await persona.until(() => persona.clients.made[0]?.calls.length, 'the message');
  });
});

describe('a message that is begun because nobody can be heard', () => {
  it('can be finished when the microphone comes after all', async () => {
    const persona = await personaFixture();
    await withMicrophone(refused('NotAllowedError'), () => persona.start());
    await persona.until(() => persona.element.micState === 'denied', 'the refusal');
    await persona.element.updateComplete;
    await type(persona, 'Half a sentence');
    await persona.element.requestMicrophone();
    await persona.until(() => persona.element.micState === 'granted', 'the microphone');
    await persona.element.updateComplete;
    expect(field(persona).value).to.equal('Half a sentence');
    await type(persona, '.');
    await sendKeys({ press: 'Enter' });
    await persona.until(() => persona.clients.last.calls.length > 0, 'the message');
    await persona.element.updateComplete;
    expect(persona.find('textarea') === null, 'there is no field any more').to.be.true;
  });
});

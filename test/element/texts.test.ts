/** The visitor's words: in the language of the page, as the page wants them, and complete. */
import { expect } from '@open-wc/testing';
import { ERRORS, type ErrorCode } from '../../src/session/error.js';
import { ERROR_TEXTS } from '../../src/text/errors.js';
import { en } from '../../src/text/en.js';
import { personaFixture } from '../support/persona-fixture.js';

describe('texts', () => {
  it('can be replaced one by one', async () => {
    const persona = await personaFixture('persona-name="Cara"', (element) => {
      element.texts = { callToAction: 'Ask {name}', end: 'Hang up' };
    });
    expect(persona.hasButton('Ask Cara')).to.be.true;
    await persona.start();
    expect(persona.hasButton('Hang up')).to.be.true;
    expect(persona.hasButton('Mute microphone')).to.be.true;
  });

  it('of the start button are an attribute and a slot too', async () => {
    const persona = await personaFixture('call-to-action="Say hello"');
    expect(persona.hasButton('Say hello')).to.be.true;
    const own = document.createElement('b');
    own.slot = 'start';
    own.textContent = 'Knock knock';
    persona.element.append(own);
    await persona.element.updateComplete;
    expect(persona.hasButton('Knock knock')).to.be.true;
  });

  it('follow the nearest language, also when it changes', async () => {
    const persona = await personaFixture('persona-name="Cara"');
    const holder = persona.element.parentElement!;
    holder.lang = 'de-AT';
    await persona.until(() => persona.find('.frame')?.getAttribute('lang') === 'de', 'German');
    await persona.until(() => !persona.hasButton('Talk to Cara'), 'German words');
    holder.lang = 'xx';
    await persona.until(() => persona.hasButton('Talk to Cara'), 'English, where there is nothing better');
  });

  it('are written from right to left where the language is, unless the page says otherwise', async () => {
    const persona = await personaFixture();
    const frame = persona.find('.frame')!;
    persona.element.lang = 'ar';
    await persona.until(() => frame.dir === 'rtl', 'right to left');
    persona.element.dir = 'ltr';
    await persona.until(() => !frame.hasAttribute('dir'), "the page's direction");
  });

  it('name every error for the visitor', () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[])
      expect(en[ERROR_TEXTS[code]], code).to.be.a('string');
    expect(Object.keys(ERROR_TEXTS).sort()).to.deep.equal(Object.keys(ERRORS).sort());
  });
});

/** Where there is room for the picture or the transcript only: an empty one is not in the way, a full one leaves nothing half covered. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { face } from '../support/faces.js';
import { personaFixture, type Persona } from '../support/persona-fixture.js';

const sized = async (width: number, height: number) => {
  const persona = await personaFixture('transcript persona-name="Cara"', ({ style }) => {
    style.inlineSize = `${width}px`;
    style.blockSize = `${height}px`;
  });
  await persona.until(() => persona.find('.conversation'), 'the transcript');
  return persona;
};

const shown = (element: HTMLElement | null): boolean => element?.checkVisibility() ?? false;

describe('an empty transcript', () => {
  it('gives way to the start button in a small box', async () => {
    const persona = await sized(300, 300);
    expect(shown(persona.find('.conversation'))).to.be.false;
    const button = persona.button('Talk to Cara');
    const { left, top, width, height } = button.getBoundingClientRect();
    const hit = persona.element.shadowRoot!.elementFromPoint(left + width / 2, top + height / 2);
    expect(button.contains(hit)).to.be.true;
  });

  it('is beside the picture where there is room for both', async () => {
    expect(shown((await sized(900, 500)).find('.conversation'))).to.be.true;
    expect(shown((await sized(400, 700)).find('.conversation'))).to.be.true;
  });

  it('is shown in a small box once the conversation runs', async () => {
    const persona = await sized(300, 300);
    await persona.start();
    expect(shown(persona.find('.conversation'))).to.be.true;
  });
});

describe('a transcript that covers the stage', () => {
  const covering = async (name: string): Promise<Persona> => {
    const persona = await face(name);
    persona.element.style.inlineSize = '320px';
    persona.element.style.blockSize = '240px';
    return persona;
  };

  it('leaves nothing behind it to come to with the Tab key', async () => {
    const persona = await covering('live with everything');
    const stage = [
      ...persona.element.shadowRoot!.querySelectorAll<HTMLElement>('.stage button, .stage textarea'),
    ];
    expect(stage.length).to.be.above(3);
    for (const element of stage) {
      element.focus();
      expect(persona.element.shadowRoot!.activeElement, element.ariaLabel ?? '').to.not.equal(element);
    }
    persona.element.style.inlineSize = '900px';
    persona.button('Mute microphone').focus();
    expect(persona.element.shadowRoot!.activeElement).to.equal(persona.button('Mute microphone'));
  });

  it('repeats the warning and the end', async () => {
    const persona = await covering('end warning, transcript');
    persona.button('Keep talking').click();
    await persona.element.updateComplete;
    expect(persona.hasButton('Keep talking')).to.be.false;
    persona.button('End conversation').click();
    await persona.until(() => persona.element.state === 'ended', 'the end');
    await persona.element.updateComplete;
    expect(persona.button('Start again').closest('.conversation')).to.exist;
  });

  it('is closed by Escape, and the focus goes to where it is opened again', async () => {
    const persona = await covering('live with everything');
    persona.find('.log')!.focus();
    await sendKeys({ press: 'Escape' });
    await persona.until(() => persona.element.shadowRoot!.activeElement?.matches('.more-button'), 'the bar');
    expect(persona.element.transcript).to.be.false;
  });

  it('takes the focus of what it covers', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.button('Mute microphone').focus();
    persona.element.transcript = true;
    await persona.until(() => persona.element.shadowRoot!.activeElement?.matches('.log'), 'the transcript');
  });

  it('beside the stage is not closed by Escape', async () => {
    const persona = await face('live with everything');
    persona.element.style.inlineSize = '900px';
    persona.find('.log')!.focus();
    await sendKeys({ press: 'Escape' });
    await persona.element.updateComplete;
    expect(persona.element.transcript).to.be.true;
  });
});

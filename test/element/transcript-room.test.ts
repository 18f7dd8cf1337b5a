/** Where there is room for the picture or the transcript only, an empty transcript is not in the way of the start. */
import { expect } from '@open-wc/testing';
import { personaFixture } from '../support/persona-fixture.js';

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

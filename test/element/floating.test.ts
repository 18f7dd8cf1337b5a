/** The floating layout: launcher, panel, small live picture, and the focus between them. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { personaFixture, type Persona } from '../support/persona-fixture.js';

const focused = (persona: Persona): Element | null => persona.element.shadowRoot!.activeElement;

const floating = async (attributes = ''): Promise<Persona> => {
  const persona = await personaFixture(`layout="floating" persona-name="Cara" ${attributes}`);
  await persona.until(() => persona.find('.launcher, .minimise'), 'the layout');
  return persona;
};

describe('the floating layout', () => {
  it('opens and closes, tells the page, and moves the focus in and back', async () => {
    const persona = await floating();
    persona.button('Talk to Cara').click();
    await persona.until(() => focused(persona)?.matches('.stage'), 'focus in the panel');
    expect(persona.element.hasAttribute('open')).to.be.true;
    expect(persona.find('.frame')!.getAttribute('role')).to.equal('dialog');
    await sendKeys({ press: 'Escape' });
    await persona.until(() => focused(persona)?.matches('.launcher'), 'focus on the launcher');
    expect(persona.events.map(({ type }) => type)).to.deep.equal(['anam-open', 'anam-close']);
  });

  it('goes on as a small live picture when it is closed', async () => {
    const persona = await floating('open');
    await persona.start();
    const video = persona.find('video');
    persona.button('Minimise').click();
    await persona.until(() => persona.hasButton('Open conversation with Cara'), 'the tile');
    expect(persona.element.state).to.equal('live');
    expect(persona.find('video')).to.equal(video);
    persona.button('Open conversation with Cara').click();
    await persona.until(() => persona.hasButton('Minimise'), 'the panel');
    persona.button('Minimise').click();
    await persona.until(() => persona.hasButton('End conversation'), 'the tile');
    persona.button('End conversation').click();
    await persona.until(() => persona.element.state === 'ended', 'ended');
  });

  it('is opened by methods, and takes no place in the page', async () => {
    const persona = await floating();
    expect(persona.element.getBoundingClientRect().height).to.equal(0);
    persona.element.show();
    await persona.until(() => persona.hasButton('Minimise'), 'the panel');
    persona.element.hide();
    await persona.until(() => persona.hasButton('Talk to Cara'), 'the launcher');
  });

  it('can start as soon as it is opened, if the page wants that', async () => {
    const persona = await floating();
    persona.element.addEventListener('anam-open', () => void persona.element.start());
    persona.button('Talk to Cara').click();
    await persona.until(() => persona.element.state === 'live', 'live');
    expect(persona.of('anam-open')).to.have.length(1);
  });

  it('takes no focus when the page opens it in the markup', async () => {
    const persona = await floating('open');
    expect(focused(persona)).to.equal(null);
    expect(persona.events).to.deep.equal([]);
  });
});

describe('a distance of 0 from the edges', () => {
  for (const zero of ['0', '0px'])
    it(`is taken as ${zero}`, async () => {
      const persona = await floating('open');
      persona.element.style.cssText = `--anam-offset-x: ${zero}; --anam-offset-y: ${zero}; --anam-panel-height: 300px`;
      // It arrives from a little below.
      await Promise.all(
        persona
          .find('.frame')!
          .getAnimations()
          .map(({ finished }) => finished),
      );
      const { right, bottom, width, height } = persona.find('.frame')!.getBoundingClientRect();
      const { clientWidth, clientHeight } = document.documentElement;
      expect([right, bottom, width, height].map(Math.round)).to.deep.equal([
        clientWidth,
        clientHeight,
        384,
        300,
      ]);
      persona.element.hide();
      await persona.until(() => persona.hasButton('Talk to Cara'), 'the launcher');
      const launcher = persona.find('.launcher')!.getBoundingClientRect();
      expect([launcher.right, launcher.bottom].map(Math.round)).to.deep.equal([clientWidth, clientHeight]);
    });

  it('lets nothing be larger than the window', async () => {
    const persona = await floating('open');
    persona.element.style.cssText =
      '--anam-offset-x: 0; --anam-offset-y: 0; --anam-panel-width: 9000px; --anam-panel-height: 9000px';
    const { left, top } = persona.find('.frame')!.getBoundingClientRect();
    expect(left).to.be.at.least(0);
    expect(top).to.be.at.least(0);
  });
});

describe('a panel that is opened and closed in one task', () => {
  it('tells nothing, because nothing was to be seen', async () => {
    const persona = await floating();
    persona.element.show();
    persona.element.hide();
    await persona.element.updateComplete;
    persona.element.show();
    await persona.until(() => persona.hasButton('Minimise'), 'the panel');
    persona.element.hide();
    persona.element.show();
    await persona.element.updateComplete;
    expect(persona.events.map(({ type }) => type)).to.deep.equal(['anam-open']);
  });
});

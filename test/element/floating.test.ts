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

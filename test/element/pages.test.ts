/** The element in the styles of somebody else's page: nothing of them leaks in, and slots and parts are the ways in. */
import { expect, fixture, html } from '@open-wc/testing';
import { PersonaError } from '../../src/session/error.js';
import { dress, personaFixture, type Persona } from '../support/persona-fixture.js';

/** As careless as pages are. */
const RULES = `
  * { color: red; background: lime; margin: 9px; text-transform: uppercase; letter-spacing: 5px; line-height: 3;
      text-align: end; font-style: italic; font-weight: 900; word-spacing: 9px; text-shadow: 1px 1px red; text-indent: 2em; }
  button, p, textarea, h2, .card, .round, .start { display: none; border: 9px solid red; font-size: 99px; }
`;

const LOOK = ['color', 'backgroundColor', 'fontSize', 'fontStyle', 'fontWeight', 'letterSpacing', 'lineHeight', 'textTransform', 'textAlign', 'textIndent', 'textShadow', 'wordSpacing', 'marginTop', 'display', 'borderTopWidth', 'inlineSize'] as const; // prettier-ignore

const looks = (persona: Persona): Record<string, string>[] =>
  ['.frame', '.stage', '.controls', '.mic-button', 'textarea', '.conversation h2', '.said'].map(
    (selector) => {
      const style = getComputedStyle(persona.find(selector)!);
      return { selector, ...Object.fromEntries(LOOK.map((name) => [name, style[name]])) };
    },
  );

const conversation = async (place?: HTMLElement): Promise<Persona> => {
  const attributes = 'transcript text-input persona-name="Cara"';
  let persona: Persona;
  if (place) {
    place.innerHTML = `<anam-persona style="inline-size:900px;block-size:400px;margin:0" ${attributes}></anam-persona>`;
    persona = await dress(place.querySelector('anam-persona')!);
  } else {
    persona = await personaFixture(attributes, ({ style }) => (style.inlineSize = '900px'));
  }
  await persona.start();
  persona.clients.last.say('persona', 'Good morning');
  await persona.until(() => persona.find('.said'), 'the transcript');
  for (const animation of persona.element.shadowRoot!.getAnimations()) animation.cancel();
  return persona;
};

describe('rules of the page', () => {
  it('that mean every element mean none of ours', async () => {
    const expected = looks(await conversation());
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(RULES);
    document.adoptedStyleSheets = [sheet];
    try {
      expect(looks(await conversation())).to.deep.equal(expected);
    } finally {
      document.adoptedStyleSheets = [];
    }
  });

  it('that reset everything around it leave it as it is, but for the font', async () => {
    const expected = looks(await conversation());
    const place = await fixture<HTMLElement>(html`<div lang="en"></div>`);
    place.style.cssText = 'all: initial; display: block';
    const persona = await conversation(place);
    expect(looks(persona)).to.deep.equal(expected);
    const { width, height } = persona.element.getBoundingClientRect();
    expect([width, height]).to.deep.equal([900, 400]);
  });

  it('are not changed by ours', async () => {
    const paragraph = document.createElement('p');
    paragraph.className = 'notice card round';
    document.body.append(paragraph);
    const before = JSON.stringify(getComputedStyle(paragraph).cssText || [...getComputedStyle(paragraph)]);
    await conversation();
    expect(JSON.stringify(getComputedStyle(paragraph).cssText || [...getComputedStyle(paragraph)])).to.equal(
      before,
    );
    paragraph.remove();
  });
});

const slotted = (slot: string, text: string): HTMLElement => {
  const element = document.createElement(slot === 'controls' ? 'button' : 'b');
  if (slot) element.slot = slot;
  element.textContent = text;
  return element;
};

describe('what the page puts in', () => {
  it('controls: a button in the bar', async () => {
    const persona = await personaFixture();
    const own = slotted('controls', 'Mine');
    persona.element.append(own);
    await persona.start();
    const bar = persona.find('.controls')!.getBoundingClientRect();
    const { left, right } = own.getBoundingClientRect();
    expect(left > bar.left && right < bar.right).to.be.true;
  });

  it('launcher: the content of the floating launcher', async () => {
    const persona = await personaFixture('layout="floating"');
    persona.element.append(slotted('launcher', 'Knock'));
    await persona.until(() => persona.hasButton('Knock'), 'the launcher');
  });

  it('consent: what the visitor agrees to', async () => {
    const persona = await personaFixture('consent');
    const own = slotted('consent', 'Our rules');
    persona.element.append(own);
    void persona.element.start();
    await persona.until(() => persona.hasButton('Agree and start'), 'the question');
    expect(own.assignedSlot?.closest('.consent')).to.exist;
    expect(own.checkVisibility()).to.be.true;
  });

  it('error: instead of our sentence', async () => {
    const persona = await personaFixture('reconnect="0"');
    const own = slotted('error', 'Call us instead');
    persona.element.append(own);
    persona.clients.beforeOpen = () => Promise.reject(new PersonaError('engine-error', 'no'));
    await persona.element.start().catch(() => undefined);
    await persona.element.updateComplete;
    expect(own.checkVisibility()).to.be.true;
    expect(persona.hasButton('Try again')).to.be.false;
  });

  it('the default: only where the browser cannot do it', async () => {
    const persona = await personaFixture();
    const own = slotted('', 'Write to us');
    persona.element.append(own);
    await persona.element.updateComplete;
    expect(own.checkVisibility()).to.be.false;
    persona.clients.beforeOpen = () => Promise.reject(new PersonaError('browser-unsupported', 'no'));
    await persona.element.start().catch(() => undefined);
    await persona.element.updateComplete;
    expect(own.checkVisibility()).to.be.true;
  });

  it('styles for the parts', async () => {
    const style = document.createElement('style');
    style.textContent = `
      anam-persona::part(start-button) { border: 3px solid rgb(1, 2, 3); }
      anam-persona::part(mic-button) { rotate: 10deg; }
      anam-persona::part(message) { padding: 7px; }
    `;
    document.head.append(style);
    const persona = await personaFixture('transcript', (element) => (element.style.inlineSize = '900px'));
    expect(getComputedStyle(persona.find('.start')!).borderTopColor).to.equal('rgb(1, 2, 3)');
    await persona.start();
    persona.clients.last.say('persona', 'Hi');
    await persona.until(() => persona.find('li'), 'the transcript');
    expect(getComputedStyle(persona.find('.mic-button')!).rotate).to.equal('10deg');
    expect(getComputedStyle(persona.find('li')!).paddingTop).to.equal('7px');
    style.remove();
  });
});

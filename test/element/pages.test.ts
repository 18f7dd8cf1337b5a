/** The element in the styles of somebody else's page: nothing of them leaks in, and slots and parts are the ways in. */
import { expect, fixture, html } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { PersonaError } from '../../src/session/error.js';
import { FACES, face } from '../support/faces.js';
import { faults } from '../support/layout-faults.js';
import { dress, personaFixture, type Persona } from '../support/persona-fixture.js';

/** As careless as pages are. */
const RULES = `
  * { color: red; background: lime; margin: 9px; text-transform: uppercase; letter-spacing: 5px; line-height: 3;
      text-align: end; font-style: italic; font-weight: 900; word-spacing: 9px; text-shadow: 1px 1px red; text-indent: 2em; }
  button, p, textarea, h2, .card, .round, .start { display: none; border: 9px solid red; font-size: 99px; }
`;

/** What is handed down to every text and picture in it. */
const INHERITED = `
  caret-color: red; cursor: crosshair; font: italic small-caps 900 9px / 3 serif; font-size-adjust: 1; font-stretch: 50%;
  font-feature-settings: "smcp"; font-variation-settings: "wght" 900; hyphens: auto; image-rendering: pixelated; letter-spacing: 5px;
  line-break: anywhere; overflow-wrap: anywhere; scrollbar-color: red lime; stroke: red; text-align: end; text-align-last: end;
  text-indent: 2em; text-shadow: 1px 1px red; text-transform: uppercase; text-wrap: nowrap; word-break: break-all; word-spacing: 9px;
  writing-mode: vertical-rl; -webkit-text-fill-color: red; -webkit-text-stroke: 2px red;
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
    place.innerHTML = `<anam-persona style="width:900px;height:400px;margin:0" ${attributes}></anam-persona>`;
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

  it('that are inherited end at the element, but for the font family', async () => {
    const names = [...Object.assign(document.createElement('i').style, { cssText: INHERITED })].filter(
      (name) => name !== 'font-family',
    );
    const inherited = (persona: Persona): Record<string, string>[] =>
      ['.frame', 'video', '.hair', '.mic-button', 'textarea', '.conversation h2', '.said', '.log'].map(
        (selector) => {
          const style = getComputedStyle(persona.find(selector)!);
          return {
            selector,
            ...Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)])),
          };
        },
      );
    const expected = inherited(await conversation());
    const place = await fixture<HTMLElement>(html`<div lang="en"></div>`);
    place.style.cssText = INHERITED;
    expect(inherited(await conversation(place))).to.deep.equal(expected);
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

/** Where everything of a face is. */
const places = ({ element }: Persona): string[] =>
  [...element.shadowRoot!.querySelectorAll('*:not(svg *)')].map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return `${one.localName}.${one.getAttribute('class')}: ${[x, y, width, height].map((length) => length.toFixed(2)).join(' ')}`;
  });

describe('the page’s font size', () => {
  const root = document.documentElement;
  before(() => setViewport({ width: 1200, height: 800 }));
  after(() => setViewport({ width: 800, height: 600 }));
  afterEach(() => root.style.removeProperty('font-size'));

  for (const name of Object.keys(FACES)) {
    it(`changes no size of "${name}"`, async () => {
      const persona = await face(name);
      for (const [width, height] of [
        [600, 400],
        [240, 160],
      ] as const) {
        persona.element.style.inlineSize = `${width}px`;
        persona.element.style.blockSize = `${height}px`;
        root.style.fontSize = '16px';
        const expected = places(persona);
        for (const size of ['10px', '24px']) {
          root.style.fontSize = size;
          expect(places(persona), size).to.deep.equal(expected);
          expect(faults(persona), size).to.deep.equal([]);
        }
        // The one family that browsers give a smaller size of its own.
        persona.element.style.fontFamily = 'monospace';
        expect(faults(persona), 'monospace').to.deep.equal([]);
        persona.element.style.fontFamily = '';
      }
    });
  }
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

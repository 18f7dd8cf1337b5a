/** Where the panel covers the page: the sheet of small windows is modal, and the full screen is full. */
import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { PersonaError } from '../../src/session/error.js';
import { personaFixture, type Persona } from '../support/persona-fixture.js';

const root = document.documentElement;

const sheet = async (attributes = ''): Promise<Persona> => {
  const persona = await personaFixture(`layout="floating" open persona-name="Cara" ${attributes}`);
  await persona.until(() => persona.hasButton('Minimise'), 'the sheet');
  return persona;
};

describe('the sheet of a small window', () => {
  before(() => setViewport({ width: 390, height: 700 }));
  after(() => setViewport({ width: 800, height: 600 }));
  afterEach(() => root.removeAttribute('style'));

  it('is modal, and the page behind it stands still until it is closed', async () => {
    root.style.overflow = 'scroll';
    const persona = await sheet();
    expect(persona.find('.frame')!.getAttribute('aria-modal')).to.equal('true');
    expect(root.style.overflow).to.equal('hidden');
    persona.element.hide();
    await persona.element.updateComplete;
    expect(root.style.overflow).to.equal('scroll');
    expect(persona.find('.frame')!.hasAttribute('aria-modal')).to.be.false;
  });

  it('lets the page go when it is removed, and holds it again when it comes back', async () => {
    const persona = await sheet();
    const parent = persona.element.parentElement!;
    persona.element.remove();
    expect(root.style.overflow).to.equal('');
    parent.append(persona.element);
    await persona.element.updateComplete;
    expect(root.style.overflow).to.equal('hidden');
  });

  it('shares the page with another one, and leaves alone what the page sets meanwhile', async () => {
    const one = await sheet();
    const other = await sheet();
    one.element.hide();
    await one.element.updateComplete;
    expect(root.style.overflow).to.equal('hidden');
    root.style.overflow = 'clip';
    other.element.hide();
    await other.element.updateComplete;
    expect(root.style.overflow).to.equal('clip');
  });

  it('becomes a panel in a larger window', async () => {
    const persona = await sheet();
    await setViewport({ width: 900, height: 700 });
    await persona.until(() => !persona.find('.frame')!.hasAttribute('aria-modal'), 'a panel');
    expect(root.style.overflow).to.equal('');
    await setViewport({ width: 390, height: 700 });
  });

  it('is none without controls: a panel, beside which the page and its buttons stay in reach', async () => {
    const persona = await personaFixture('layout="floating" open no-controls persona-name="Cara"');
    await persona.until(() => persona.find('.frame')!.checkVisibility(), 'the panel');
    expect(persona.find('.frame')!.hasAttribute('aria-modal')).to.be.false;
    expect(root.style.overflow).to.equal('');
    const { width } = persona.find('.frame')!.getBoundingClientRect();
    expect(width).to.be.below(innerWidth);
    persona.element.noControls = false;
    await persona.element.updateComplete;
    expect(persona.find('.frame')!.getAttribute('aria-modal')).to.equal('true');
  });

  it('keeps the Tab key inside, in both directions, slotted buttons included', async () => {
    const persona = await sheet('text-input');
    await persona.start();
    const own = document.createElement('button');
    own.slot = 'controls';
    own.textContent = 'Mine';
    persona.element.append(own);
    const outside = document.createElement('button');
    persona.element.before(outside);
    for (const key of ['Tab', 'Shift+Tab']) {
      const met = new Set<Element | null>();
      persona.button('Minimise').focus();
      for (let presses = 0; presses < 24; presses += 1) {
        await sendKeys({ press: key });
        met.add(document.activeElement);
        if (document.activeElement === persona.element) met.add(persona.element.shadowRoot!.activeElement);
      }
      expect(met.has(outside), key).to.be.false;
      expect(met.has(document.body), key).to.be.false;
      expect(met.has(own), key).to.be.true;
      expect(met.has(persona.button('End conversation')), key).to.be.true;
      expect(met.has(persona.find('textarea')), key).to.be.true;
    }
    outside.remove();
  });

  it('meets everything that is deep in a slot, in both directions', async () => {
    const persona = await sheet('consent');
    const terms = document.createElement('div');
    terms.slot = 'consent';
    terms.innerHTML = '<p>Our <a href="#one">terms</a> and our <b><a href="#two">privacy</a></b>.</p>';
    persona.element.append(terms);
    void persona.element.start();
    await persona.until(() => persona.hasButton('Not now'), 'the question');
    const met = async (key: string): Promise<readonly (string | undefined)[]> => {
      const names: (string | undefined)[] = [];
      persona.find('.consent')!.focus();
      for (let presses = 0; presses < 5; presses += 1) {
        await sendKeys({ press: key });
        const active = persona.element.shadowRoot!.activeElement ?? document.activeElement;
        names.push(active?.getAttribute('aria-label') ?? active?.textContent.trim());
      }
      return names;
    };
    const there = ['terms', 'privacy', 'Not now', 'Agree and start', 'Minimise'];
    expect(await met('Tab')).to.deep.equal(there);
    // From the question itself the way back leads round.
    expect(await met('Shift+Tab')).to.deep.equal([
      'Minimise',
      'Agree and start',
      'Not now',
      'privacy',
      'terms',
    ]);
  });

  it('goes round from the last of several elements in one slot, and not before', async () => {
    const persona = await sheet();
    const own = document.createElement('div');
    own.slot = 'error';
    own.innerHTML = '<button>Call</button><button>Write</button>';
    persona.element.append(own);
    persona.clients.beforeOpen = () => Promise.reject(new PersonaError('engine-concurrency-limit', 'Full.'));
    persona.element.reconnect = 0;
    await persona.element.start().catch(() => undefined);
    await persona.until(() => own.checkVisibility(), 'the failure');
    const [call, write] = [...own.children] as [HTMLElement, HTMLElement];
    persona.button('Minimise').focus();
    await sendKeys({ press: 'Tab' });
    expect(document.activeElement === call, 'round').to.be.true;
    await sendKeys({ press: 'Tab' });
    expect(document.activeElement === write, 'the second').to.be.true;
    await sendKeys({ press: 'Shift+Tab' });
    expect(document.activeElement === call, 'back').to.be.true;
  });

  it('leaves the Tab key to whatever the page puts above it', async () => {
    await sheet();
    const dialog = document.createElement('dialog');
    dialog.innerHTML = '<button>One</button><button>Two</button>';
    document.body.append(dialog);
    dialog.showModal();
    await sendKeys({ press: 'Tab' });
    expect(document.activeElement?.textContent).to.equal('Two');
    dialog.remove();
  });
});

describe('the floating panel in full screen', () => {
  it('fills the screen, and has no corner to go to', async () => {
    const persona = await sheet();
    await persona.start();
    // A real click, without which no browser goes into full screen.
    const click = (): Promise<void> => persona.element.requestFullscreen();
    document.addEventListener('pointerup', () => void click().catch(() => undefined), { once: true });
    await sendMouse({ type: 'click', position: [5, 5] });
    await persona.until(() => document.fullscreenElement === persona.element, 'the full screen');
    await persona.until(() => !persona.hasButton('Minimise'), 'the look of it');
    for (const animation of persona.find('.frame')!.getAnimations()) animation.finish();
    const { left, top, width, height } = persona.find('.frame')!.getBoundingClientRect();
    expect([left, top, width, height]).to.deep.equal([0, 0, window.innerWidth, window.innerHeight]);
    persona.button('More options').click();
    await persona.until(() => persona.hasButton('Leave full screen'), 'the way back');
    persona.button('Leave full screen').click();
    await persona.until(() => document.fullscreenElement === null, 'the page');
  });

  it('is left when the panel is closed', async () => {
    const persona = await sheet();
    await persona.start();
    document.addEventListener('pointerup', () => void persona.element.requestFullscreen(), { once: true });
    await sendMouse({ type: 'click', position: [5, 5] });
    await persona.until(() => document.fullscreenElement === persona.element, 'the full screen');
    persona.element.hide();
    await persona.until(() => document.fullscreenElement === null, 'the page');
  });

  it('is known inside a shadow root too', async () => {
    const persona = await sheet();
    const host = document.createElement('div');
    document.body.append(host);
    host.attachShadow({ mode: 'open' }).append(persona.element);
    await persona.start();
    document.addEventListener('pointerup', () => void persona.element.requestFullscreen(), { once: true });
    await sendMouse({ type: 'click', position: [5, 5] });
    await persona.until(() => document.fullscreenElement === host, 'the full screen');
    await persona.element.updateComplete;
    persona.button('More options').click();
    await persona.until(() => persona.hasButton('Leave full screen'), 'the way back');
    await document.exitFullscreen();
    host.remove();
  });
});

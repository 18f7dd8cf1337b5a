/** Before the first start: nothing is asked, loaded or fetched until the visitor agrees. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { personaFixture } from '../support/persona-fixture.js';

describe('consent', () => {
  afterEach(() => localStorage.clear());

  it('comes before everything else', async () => {
    const persona = await personaFixture('consent persona-name="Cara"');
    let tokens = 0;
    const { tokenProvider } = persona.element;
    persona.element.tokenProvider = (context) => {
      tokens += 1;
      return tokenProvider!(context);
    };
    persona.element.dispatchEvent(new PointerEvent('pointerenter'));
    persona.button('Talk to Cara').click();
    await persona.until(() => persona.hasButton('Agree and start'), 'the question');
    expect(persona.element.state).to.equal('idle');
    expect(persona.element.micState).to.equal('unasked');
    expect([tokens, persona.clients.loads]).to.deep.equal([0, 0]);
    persona.button('Agree and start').click();
    await persona.until(() => persona.element.state === 'live', 'live');
    expect(tokens).to.equal(1);
    await persona.element.stop();
    await persona.element.start();
    expect(persona.element.state).to.equal('live');
  });

  it('may be declined: nothing starts, and the next click asks again', async () => {
    const persona = await personaFixture('consent consent-key="terms-1"');
    const start = persona.element.start();
    await persona.until(() => persona.hasButton('Not now'), 'the question');
    persona.button('Not now').click();
    await start;
    await persona.element.updateComplete;
    expect(persona.element.state).to.equal('idle');
    expect(localStorage.getItem('terms-1')).to.equal(null);
    persona.button('Start a conversation').click();
    await persona.until(() => persona.hasButton('Agree and start'), 'the question');
  });

  it('is remembered under its key', async () => {
    const first = await personaFixture('consent consent-key="terms-2"');
    const start = first.element.start();
    await first.until(() => first.hasButton('Agree and start'), 'the question');
    first.button('Agree and start').click();
    await start;
    const second = await personaFixture('consent consent-key="terms-2"');
    await second.element.start();
    expect(second.element.state).to.equal('live');
  });

  it('links what is safe to link, and nothing else', async () => {
    const persona = await personaFixture('consent privacy-url="privacy.html"', (element) => {
      element.termsUrl = 'javascript:window.__hit = true';
    });
    void persona.element.start();
    await persona.until(() => persona.hasButton('Agree and start'), 'the question');
    const links = [...persona.element.shadowRoot!.querySelectorAll('a')];
    expect(links.map(({ textContent, protocol }) => [textContent, protocol])).to.deep.equal([
      ['Privacy', 'http:'],
    ]);
  });

  it('is withdrawn with the element', async () => {
    const persona = await personaFixture('consent');
    const start = persona.element.start();
    persona.element.remove();
    await start;
    expect(persona.element.state).to.equal('idle');
  });

  it('is asked even where the page wants no other interface', async () => {
    const persona = await personaFixture('consent no-controls');
    void persona.element.start();
    await persona.until(() => persona.hasButton('Agree and start'), 'the question');
  });

  it('is asked again under another key, which stands for other terms', async () => {
    const persona = await personaFixture('consent consent-key="terms-3"');
    const start = persona.element.start();
    await persona.until(() => persona.hasButton('Agree and start'), 'the question');
    persona.button('Agree and start').click();
    await start;
    await persona.element.stop();
    persona.element.consentKey = 'terms-4';
    void persona.element.start();
    await persona.until(() => persona.hasButton('Agree and start'), 'the question');
    expect(persona.clients.made).to.have.length(1);
  });

  for (const layout of ['inline', 'floating']) {
    it(`of a start that nobody clicked for takes no focus and does not scroll, ${layout}`, async () => {
      const activation = { hasBeenActive: false, isActive: false };
      Object.defineProperty(navigator, 'userActivation', { configurable: true, value: activation });
      const field = document.createElement('input');
      document.body.prepend(field);
      field.focus();
      try {
        const persona = await personaFixture(`consent autostart open layout="${layout}"`);
        await persona.until(() => persona.hasButton('Agree and start'), 'the question');
        await persona.element.updateComplete;
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(document.activeElement === field, 'the focus stays').to.be.true;
        expect(window.scrollY).to.equal(0);
        persona.button('Not now').click();
        await persona.element.updateComplete;
      } finally {
        Reflect.deleteProperty(navigator, 'userActivation');
        field.remove();
      }
    });
  }

  it('takes the focus of whoever clicked, without a jump of the page', async () => {
    const persona = await personaFixture('consent persona-name="Cara"');
    const jumps: (FocusOptions | undefined)[] = [];
    const { focus } = HTMLElement.prototype; // eslint-disable-line @typescript-eslint/unbound-method -- put back below
    HTMLElement.prototype.focus = function (options) {
      if (this.matches('.consent')) jumps.push(options);
      focus.call(this, options);
    };
    try {
      persona.button('Talk to Cara').focus();
      await sendKeys({ press: 'Enter' });
      await persona.until(() => persona.element.shadowRoot!.activeElement?.matches('.consent'), 'the focus');
    } finally {
      HTMLElement.prototype.focus = focus;
    }
    expect(jumps.every((options) => options?.preventScroll)).to.be.true;
  });
});

/** The main job with nothing but a keyboard: from the page to a second conversation, the focus always in sight. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { isFocusSeen } from '../support/focus-ring.js';
import { personaFixture, type Persona } from '../support/persona-fixture.js';

const focused = (persona: Persona): HTMLElement | null =>
  persona.element.shadowRoot!.activeElement as HTMLElement | null;

const name = (element: Element | null): string =>
  element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? '';

/** Presses Tab until the focus is on the named thing; fails when it went round without meeting it. */
async function tabTo(persona: Persona, wanted: string, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    await sendKeys({ press: key });
    const element = focused(persona);
    if (!element) continue;
    expect(isFocusSeen(element), `focus is seen on "${name(element)}"`).to.be.true;
    if (name(element) === wanted) return;
  }
  throw new Error(`Tab never reached "${wanted}"`);
}

describe('Escape', () => {
  const press = (target: Element, more: KeyboardEventInit = {}): KeyboardEvent => {
    const event = new KeyboardEvent('keydown', {
      key: 'Escape',
      bubbles: true,
      composed: true,
      cancelable: true,
      ...more,
    });
    target.dispatchEvent(event);
    return event;
  };

  it('closes one thing after the other: menu, transcript, panel; and then it is the page’s', async () => {
    const persona = await personaFixture('layout="floating" open transcript', ({ style }) => {
      // So low that the transcript covers the stage.
      style.setProperty('--anam-panel-height', '20rem');
    });
    await persona.until(() => persona.hasButton('Minimise'), 'the panel');
    await persona.start();
    persona.element.transcript = false;
    await persona.element.updateComplete;
    persona.button('More options').click();
    await persona.until(() => focused(persona)?.closest('.menu'), 'the menu');
    await sendKeys({ press: 'Escape' });
    await persona.until(() => !persona.find('.menu'), 'no menu');
    persona.element.transcript = true;
    await persona.element.updateComplete;
    expect(persona.element.open).to.be.true;
    await sendKeys({ press: 'Escape' });
    await persona.until(() => !persona.element.transcript, 'no transcript');
    expect(persona.element.open).to.be.true;
    await sendKeys({ press: 'Escape' });
    await persona.until(() => !persona.element.open, 'no panel');
    await persona.element.updateComplete;
    expect(press(persona.button(/^Open conversation/)).defaultPrevented).to.be.false;
    expect(persona.element.state).to.equal('live');
  });

  it('declines the consent, and leaves the panel open', async () => {
    const persona = await personaFixture('layout="floating" open consent persona-name="Cara"');
    await persona.until(() => persona.hasButton('Talk to Cara'), 'the panel');
    const start = persona.element.start();
    await persona.until(() => persona.hasButton('Not now'), 'the question');
    expect(press(persona.button('Not now')).defaultPrevented).to.be.true;
    await start;
    expect([persona.element.state, persona.element.open]).to.deep.equal(['idle', true]);
  });

  it('belongs to an input method while that composes', async () => {
    const persona = await personaFixture('layout="floating" open text-input');
    await persona.until(() => persona.hasButton('Minimise'), 'the panel');
    const field = persona.find('textarea')!;
    press(field, { isComposing: true });
    press(field, { keyCode: 229 });
    expect(persona.element.open).to.be.true;
    press(field);
    expect(persona.element.open).to.be.false;
  });
});

describe('by keyboard alone', () => {
  it('a visitor starts, mutes, types, reads, ends, and starts again', async () => {
    const persona = await personaFixture('text-input persona-name="Cara"');
    await tabTo(persona, 'Talk to Cara');
    await sendKeys({ press: 'Enter' });
    await persona.until(() => persona.element.state === 'live', 'live');
    await persona.element.updateComplete;

    await tabTo(persona, 'Mute microphone');
    await sendKeys({ press: 'Space' });
    await persona.until(() => persona.element.micMuted, 'muted');
    expect(name(focused(persona))).to.equal('Unmute microphone');

    await tabTo(persona, 'Message', 'Shift+Tab');
    expect(focused(persona)?.matches('textarea'), 'the field').to.be.true;
    await sendKeys({ type: 'Hello' });
    await sendKeys({ press: 'Enter' });
    await persona.until(() => persona.clients.last.calls.length > 0, 'the message');

    await tabTo(persona, 'Show transcript');
    await sendKeys({ press: 'Enter' });
    await persona.until(() => focused(persona)?.matches('.log'), 'the transcript');
    await tabTo(persona, 'Send');
    await sendKeys({ press: 'Shift+Tab' });
    await sendKeys({ press: 'Shift+Tab' });
    expect(focused(persona)?.matches('.log, .latest, textarea')).to.be.true;

    persona.button('End conversation').focus();
    await sendKeys({ press: 'Enter' });
    await persona.until(() => persona.element.state === 'ended', 'ended');
    await persona.element.updateComplete;
    expect(focused(persona)?.matches('.card, .log'), 'the focus is not lost with its button').to.be.true;
    await tabTo(persona, 'Start again', 'Shift+Tab');
    await sendKeys({ press: 'Enter' });
    await persona.until(() => persona.element.state === 'live', 'live again');
    expect(persona.clients.made).to.have.length(2);
    await persona.element.updateComplete;
    expect(focused(persona), 'the focus is in the conversation').to.not.equal(null);
  });

  it('nobody is caught: Tab leaves the element at both ends', async () => {
    const persona = await personaFixture('text-input transcript');
    await persona.start();
    const before = document.createElement('button');
    const after = document.createElement('button');
    persona.element.before(before);
    persona.element.after(after);
    before.focus();
    for (let presses = 0; presses < 30 && document.activeElement !== after; presses += 1) {
      await sendKeys({ press: 'Tab' });
    }
    expect(document.activeElement).to.equal(after);
    for (let presses = 0; presses < 30 && document.activeElement !== before; presses += 1) {
      await sendKeys({ press: 'Shift+Tab' });
    }
    expect(document.activeElement).to.equal(before);
  });
});

describe('what the page puts into a slot', () => {
  const slotted = (persona: Persona, markup: string): HTMLElement => {
    persona.element.insertAdjacentHTML('beforeend', markup);
    return persona.element.lastElementChild as HTMLElement;
  };

  it('may be a field: its letters are no shortcuts', async () => {
    const persona = await personaFixture();
    await persona.start();
    const field = slotted(persona, '<div slot="controls" contenteditable="true" tabindex="0"></div>');
    field.focus();
    await sendKeys({ type: 'mcab' });
    expect(field.textContent).to.equal('mcab');
    expect(persona.element.micMuted).to.be.false;
    expect(persona.element.captions).to.be.false;
  });

  it('hands the focus on when it goes with its state', async () => {
    const persona = await personaFixture();
    await persona.start();
    const end = slotted(persona, '<button slot="controls">Hang up</button>');
    end.addEventListener('click', () => void persona.element.stop());
    end.focus();
    await sendKeys({ press: 'Enter' });
    await persona.until(() => persona.element.state === 'ended', 'ended');
    await persona.until(() => focused(persona)?.matches('.card'), 'the focus on the card');
    expect(document.activeElement).to.equal(persona.element);
  });
});

describe('a shortcut', () => {
  it('counts once while its key is held', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.find('.stage')!.focus();
    for (let repeats = 0; repeats < 4; repeats += 1) await sendKeys({ down: 'm' });
    await sendKeys({ up: 'm' });
    expect(persona.element.micMuted).to.be.true;
  });
});

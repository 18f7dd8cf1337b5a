/** Whose turn it is, and until when: the mode, the interruption, the countdown. */
import { expect } from '@open-wc/testing';
import { PersonaError } from '../../src/session/error.js';
import { personaFixture, type Persona } from '../support/persona-fixture.js';

const mode = (persona: Persona): string | undefined => persona.find('.mode')?.textContent.trim();
const speak = (persona: Persona): void =>
  persona.clients.last.say('persona', 'A long story', { endOfSpeech: false });
const userSpeaks = async (persona: Persona, speaking: boolean): Promise<void> => {
  persona.clients.last.emit({ type: 'user-speech', speaking });
  await persona.element.updateComplete;
};

describe('interrupting', () => {
  for (const [name, width] of [
    ['a small box', 160],
    ['a phone', 320],
    ['a large box', 900],
  ] as const) {
    it(`is at hand in ${name}`, async () => {
      const persona = await personaFixture('', ({ style }) => (style.inlineSize = `${width}px`));
      await persona.start();
      speak(persona);
      await persona.element.updateComplete;
      persona.button('Stop speaking').click();
      expect(persona.clients.last.calls).to.deep.equal([['interrupt']]);
    });
  }

  it('is possible while both speak, and the persona goes on speaking when the visitor stops', async () => {
    const persona = await personaFixture();
    await persona.start();
    speak(persona);
    await userSpeaks(persona, true);
    expect(mode(persona)).to.equal('Listening');
    expect(persona.button('Stop speaking').ariaDisabled).to.equal(null);
    await userSpeaks(persona, false);
    expect(mode(persona)).to.equal('Speaking');
    persona.clients.last.say('persona', '.', { endOfSpeech: true });
    await persona.element.updateComplete;
    expect(persona.button('Stop speaking').ariaDisabled).to.equal('true');
    expect(mode(persona)).to.equal(undefined);
  });

  it('leaves the visitor who speaks listened to', async () => {
    const persona = await personaFixture();
    await persona.start();
    await userSpeaks(persona, true);
    speak(persona);
    persona.clients.last.say('persona', ' ends', { endOfSpeech: true });
    await persona.element.updateComplete;
    expect(mode(persona)).to.equal('Listening');
    await userSpeaks(persona, false);
    expect(mode(persona)).to.equal('Thinking');
  });
});

describe('the countdown', () => {
  it('goes on to the other end when one of two is put off', async () => {
    const persona = await personaFixture();
    await persona.start();
    // Warnings after four and a half and six seconds, ends after nine and twelve.
    persona.element.idleTimeout = 9;
    persona.element.maxDuration = 12;
    await persona.until(() => persona.of('anam-end-warning').length === 2, 'both warnings');
    await persona.element.updateComplete;
    expect(persona.find('.warning')!.textContent, 'what comes first').to.match(
      /still there.*in [1-4] seconds?/s,
    );
    persona.element.idleTimeout = 0;
    await persona.element.updateComplete;
    expect(persona.find('.warning')!.textContent).to.match(/almost up.*in [3-6] seconds/s);
  });
  it('begins and can be put off while the connection is restored', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.clients.last.emit({ type: 'recovering' });
    persona.element.maxDuration = 8;
    await persona.until(() => persona.of('anam-end-warning').length > 0, 'the warning');
    await persona.element.updateComplete;
    expect(persona.status).to.match(/^Time is almost up\. The conversation ends in \d+ seconds?\.$/);
    persona.button('Keep talking').click();
    await persona.element.updateComplete;
    expect(persona.find('.warning') === null, 'no warning').to.be.true;
    expect(persona.element.state).to.equal('reconnecting');
  });

  it('is of the end, and not of the next try, while both are announced', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.element.maxDuration = 8;
    await persona.until(() => persona.of('anam-end-warning').length > 0, 'the warning');
    persona.clients.last.emit({
      type: 'closed',
      error: new PersonaError('signalling-lost', 'Lost.', { retryAfter: 50 }),
    });
    await persona.until(() => persona.element.state === 'reconnecting', 'the loss');
    await persona.element.updateComplete;
    expect(persona.find('.warning')!.textContent).to.match(/in [1234] seconds?/);
  });
});

describe('a mode that nothing follows', () => {
  interface Timer {
    readonly id: number;
    readonly delay: number | undefined;
    readonly ring: () => void;
  }
  const own = { setTimeout: window.setTimeout.bind(window), clearTimeout: window.clearTimeout.bind(window) };
  const set = new Map<number, Timer>();

  beforeEach(() => {
    Object.assign(window, {
      setTimeout: (ring: () => void, delay?: number) => {
        const id = own.setTimeout(ring, delay);
        set.set(id, { id, delay, ring });
        return id;
      },
      clearTimeout: (id: number) => {
        set.delete(id);
        own.clearTimeout(id);
      },
    });
  });
  afterEach(() => {
    Object.assign(window, own);
    set.clear();
  });

  const timers = (delay: number): Timer[] => [...set.values()].filter((timer) => timer.delay === delay);

  const think = async (persona: Persona): Promise<void> => {
    await userSpeaks(persona, true);
    await userSpeaks(persona, false);
  };
  const cut = async (persona: Persona): Promise<void> => {
    speak(persona);
    persona.clients.last.say('persona', ' and', { interrupted: true });
    await persona.element.updateComplete;
  };

  for (const [name, seconds, lead] of [
    ['Thinking', 15, think],
    ['Interrupted', 3, cut],
  ] as const) {
    it(`is gone after ${seconds} seconds: ${name}`, async () => {
      const persona = await personaFixture();
      await persona.start();
      await lead(persona);
      expect(mode(persona)).to.equal(name);
      const [timer] = timers(seconds * 1000);
      timer!.ring();
      await persona.element.updateComplete;
      expect(mode(persona)).to.equal(undefined);
    });

    it(`leaves no timer behind, whatever comes after it: ${name}`, async () => {
      const persona = await personaFixture();
      await persona.start();
      await lead(persona);
      await userSpeaks(persona, true);
      expect(timers(seconds * 1000)).to.deep.equal([]);
      await userSpeaks(persona, false);
      await lead(persona);
      await persona.element.stop();
      expect(timers(seconds * 1000)).to.deep.equal([]);
    });
  }
});

/** What a visitor is told besides the state: shown for a while, said when it changes, and said again when it happens again. */
import { expect } from '@open-wc/testing';
import { Announcer } from '../../src/controllers/announcer.js';
import { NoticeController } from '../../src/controllers/notice-controller.js';
import { PersonaError } from '../../src/session/error.js';
import { refused, withMicrophone } from '../support/faces.js';
import { heard } from '../support/heard.js';
import { personaFixture, type Persona } from '../support/persona-fixture.js';

const status = (persona: Persona): Element => persona.find('[role=status]')!;

describe('the microphone', () => {
  it('is announced whenever it is muted and unmuted, whatever was said before', async () => {
    const persona = await personaFixture();
    await persona.start();
    const sentences = heard(status(persona));
    for (let presses = 0; presses < 2; presses += 1) {
      persona.button('Mute microphone').click();
      await persona.element.updateComplete;
      persona.button('Unmute microphone').click();
      await persona.element.updateComplete;
    }
    await persona.until(() => sentences.length === 4, 'four sentences');
    expect(sentences).to.deep.equal([
      'Your microphone is muted',
      'Your microphone is on',
      'Your microphone is muted',
      'Your microphone is on',
    ]);
  });

  it('is announced while a warning stands', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.element.maxDuration = 8;
    await persona.until(() => persona.of('anam-end-warning').length > 0, 'the warning');
    await persona.element.updateComplete;
    expect(persona.status).to.match(/^Time is almost up\. The conversation ends in \d+ seconds?\.$/);
    persona.element.micMuted = true;
    await persona.element.updateComplete;
    expect(persona.status).to.equal('Your microphone is muted');
  });

  it('that is muted from the beginning is said at the beginning', async () => {
    const persona = await personaFixture('mic-muted');
    await persona.start();
    expect(persona.status).to.equal('Your microphone is muted');
  });

  it('that cannot be had here is told at every press', async () => {
    const insecure = Object.getOwnPropertyDescriptor(window, 'isSecureContext')!;
    Object.defineProperty(window, 'isSecureContext', { value: false, configurable: true });
    try {
      const persona = await personaFixture();
      await persona.start();
      expect(persona.find('.notice')).to.exist;
      const words = persona.status;
      expect(words).to.match(/^The microphone cannot be used/);
      for (const presses of [1, 2]) {
        const sentences = heard(status(persona));
        persona.button('Use microphone').click();
        await persona.until(() => sentences.length > 0, 'the sentence');
        expect(sentences.map((one) => one.trim())).to.deep.equal([words]);
        expect(persona.find('.notice')).to.exist;
        expect(persona.of('anam-error').map(({ code }) => code)).to.deep.equal(
          Array<string>(presses + 1).fill('mic-insecure'),
        );
      }
    } finally {
      Object.defineProperty(window, 'isSecureContext', insecure);
    }
  });

  it('that comes later is said too', async () => {
    const persona = await personaFixture();
    await withMicrophone(refused('NotAllowedError'), () => persona.start());
    expect(persona.status).to.match(/^The microphone is blocked/);
    expect(persona.find('.notice')).to.exist;
    persona.button('Use microphone').click();
    await persona.until(() => persona.status === 'Your microphone is on', 'the news');
    expect(persona.find('.notice'), 'the trouble is over').to.equal(null);
  });
});

describe('a notice', () => {
  it('goes by itself, and is shown and said anew when it happens again', async () => {
    const persona = await personaFixture('text-input');
    await persona.start();
    const sentences = heard(status(persona));
    persona.element.sendUserMessage = () => Promise.reject(new Error('no'));
    const send = async (): Promise<void> => {
      const field = persona.find('textarea') as HTMLTextAreaElement;
      field.value = 'Hello?';
      field.dispatchEvent(new Event('input'));
      persona.button('Send').click();
      await persona.until(() => persona.find('.notice'), 'the notice');
    };
    await send();
    await send();
    expect(new Set(sentences).size, 'the same words are written differently').to.be.above(1);
    for (const sentence of sentences.filter(Boolean)) expect(sentence).to.match(/^Your message was not sent/);
  });

  it('is gone after a while, by a timer that a new one begins again', () => {
    const timers = new Map<number, () => void>();
    let count = 0;
    const own = {
      setTimeout: window.setTimeout.bind(window),
      clearTimeout: window.clearTimeout.bind(window),
    };
    Object.assign(window, {
      setTimeout: (work: () => void) => {
        count += 1;
        timers.set(count, work);
        return count;
      },
      clearTimeout: (timer: number) => void timers.delete(timer),
    });
    try {
      const notices = new NoticeController({
        addController: () => undefined,
        removeController: () => undefined,
        requestUpdate: () => undefined,
        updateComplete: Promise.resolve(true),
      });
      notices.show('copied');
      const { notice } = notices;
      notices.show('copied');
      expect(notices.notice === notice, 'another showing').to.be.false;
      expect(timers.size).to.equal(1);
      for (const work of timers.values()) work();
      expect(notices.notice).to.equal(null);
    } finally {
      Object.assign(window, own);
    }
  });
});

describe('a countdown', () => {
  it('to another try is said once, as it stands when it begins', async () => {
    const persona = await personaFixture();
    persona.clients.beforeOpen = () =>
      Promise.reject(new PersonaError('engine-busy', 'Full.', { retryAfter: 9 }));
    const sentences = heard(status(persona));
    persona.element.start().catch(() => undefined);
    const shown = (): string => persona.find('.way')?.textContent ?? '';
    await persona.until(() => /Trying again in [1-7] seconds/.test(shown()), 'a countdown that goes on');
    expect(sentences.filter((sentence) => sentence.includes('again'))).to.deep.equal([
      'Trying again in 9 seconds',
    ]);
    expect(persona.status).to.equal('Trying again in 9 seconds');
    await persona.element.stop();
  });

  it('to the end is said once, and once more when another one begins', async function () {
    this.timeout(30_000);
    const persona = await personaFixture();
    await persona.start();
    const sentences = heard(status(persona));
    // The warnings come four seconds before.
    persona.element.maxDuration = 8;
    const shown = (): string => persona.find('.warning')?.textContent ?? '';
    const goesOn = (): boolean => /ends in [123] seconds?\b/.test(shown());
    const said = (): string[] => sentences.filter((sentence) => sentence.startsWith('Time is almost up'));
    await persona.until(goesOn, 'a countdown that goes on');
    expect(said()).to.have.length(1);
    expect(said()[0]).to.match(/^Time is almost up\. The conversation ends in [34] seconds\.$/);
    persona.button('Keep talking').click();
    await persona.until(() => !goesOn(), 'more time');
    await persona.until(goesOn, 'the second countdown');
    expect(said()).to.have.length(2);
  });
});

describe('the announcer', () => {
  it('says what changed last, and of several things the most pressing', () => {
    const announcer = new Announcer();
    announcer.take([{ key: 'connecting' }, null]);
    expect(announcer.said).to.deep.equal({ key: 'connecting', repeated: false });
    announcer.take([null, { key: 'live' }]);
    expect(announcer.said?.key).to.equal('live');
    announcer.take([{ key: 'reconnecting' }, { key: 'micMuted' }]);
    expect(announcer.said?.key).to.equal('reconnecting');
  });

  it('says the same again when it happens again, and nothing when nothing happens', () => {
    const announcer = new Announcer();
    const first = {};
    announcer.take([{ key: 'copied', mark: first }]);
    const { said } = announcer;
    announcer.take([{ key: 'copied', mark: first }]);
    expect(announcer.said).to.equal(said);
    announcer.take([{ key: 'copied', mark: {} }]);
    expect(announcer.said).to.include({ key: 'copied', repeated: true });
    announcer.take([null]);
    expect(announcer.said).to.equal(null);
  });
});

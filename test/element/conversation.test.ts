/** What is said: captions, transcript, typed messages, and that text stays text. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { heard } from '../support/heard.js';
import { personaFixture, type Persona } from '../support/persona-fixture.js';

const captions = (persona: Persona): string | undefined => persona.find('.captions')?.textContent.trim();
const entries = (persona: Persona): string[] =>
  [...persona.element.shadowRoot!.querySelectorAll('.conversation li')].map((entry) =>
    entry.textContent
      .replace(/\d+:\d+\s?(AM|PM)?/, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );

describe('captions', () => {
  it('stream what the persona says, and mark what was cut short', async () => {
    const persona = await personaFixture('captions');
    await persona.start();
    const { last } = persona.clients;
    last.say('persona', 'Hello, ', { id: 'one', endOfSpeech: false });
    await persona.element.updateComplete;
    expect(captions(persona)).to.equal('Hello,');
    last.say('persona', 'I am Cara', { id: 'one', endOfSpeech: false, contentIndex: 1 });
    await persona.element.updateComplete;
    expect(captions(persona)).to.equal('Hello, I am Cara');
    last.say('persona', ' and', { id: 'one', interrupted: true, contentIndex: 2 });
    await persona.element.updateComplete;
    expect(captions(persona)).to.equal('Hello, I am Cara and —');
  });

  it('are not shown when nobody asked for them', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.clients.last.say('persona', 'Hello');
    await persona.element.updateComplete;
    expect(captions(persona)).to.equal(undefined);
    persona.button('Show captions').click();
    await persona.element.updateComplete;
    expect(captions(persona)).to.equal('Hello');
    expect(persona.element.captions).to.be.true;
  });

  it('are read aloud only when the persona cannot be heard', async () => {
    const persona = await personaFixture('captions');
    await persona.start();
    persona.clients.last.say('persona', 'Good morning');
    await persona.element.updateComplete;
    const spoken = persona.find('.spoken')!;
    expect(spoken.textContent).to.equal('');
    persona.element.muted = true;
    await persona.element.updateComplete;
    expect(spoken.textContent).to.equal('Good morning');
  });
});

describe('a sentence that cannot be heard', () => {
  it('is read out again when it is said again', async () => {
    const persona = await personaFixture('captions muted');
    await persona.start();
    const read = heard(persona.find('.spoken')!);
    for (let times = 1; times <= 3; times += 1) {
      persona.clients.last.say('persona', 'Could you say that again?');
      await persona.until(() => read.length === times, `the sentence, ${times}`);
    }
    expect(read.map((text) => text.trim())).to.deep.equal(Array(3).fill('Could you say that again?'));
  });
});

describe('transcript', () => {
  it('shows who said what, in order', async () => {
    const persona = await personaFixture('transcript persona-name="Cara"');
    await persona.start();
    persona.clients.last.say('user', 'When are you open?');
    persona.clients.last.say('persona', 'From nine', { interrupted: true });
    await persona.until(() => entries(persona).length === 2, 'two entries');
    expect(entries(persona)).to.deep.equal(['You When are you open?', 'Cara From nine Interrupted']);
  });

  it('keeps the name of who said it, whoever the page chooses next', async () => {
    const persona = await personaFixture('transcript persona-name="Cara"');
    await persona.start();
    persona.clients.last.say('persona', 'I am Cara.');
    await persona.until(() => entries(persona).length === 1, 'an entry');
    await persona.element.stop();
    persona.element.personaName = 'Bram';
    await persona.element.updateComplete;
    expect(entries(persona)).to.deep.equal(['Cara I am Cara.']);
    await persona.start();
    persona.clients.last.say('persona', 'I am Bram.');
    await persona.until(() => entries(persona)[0]?.includes('Bram.'), 'the next conversation');
    expect(entries(persona)).to.deep.equal(['Bram I am Bram.']);
  });

  it('follows what is said, unless the reader scrolls', async () => {
    const persona = await personaFixture('transcript');
    await persona.start();
    const say = (count: number): void => {
      for (let index = 0; index < count; index += 1) persona.clients.last.say('persona', `Line ${index}`);
    };
    say(30);
    await persona.until(() => entries(persona).length === 30, 'thirty entries');
    const log = persona.find('.log')!;
    const newest = (): DOMRect => log.querySelector('li:last-child')!.getBoundingClientRect();
    expect(newest().bottom).to.be.at.most(log.getBoundingClientRect().bottom + 1);
    log.scrollTo({ top: -300 });
    await persona.until(() => persona.hasButton('Jump to the latest'), 'the way back');
    const place = log.querySelector('li')!.getBoundingClientRect().top;
    say(1);
    await persona.until(() => entries(persona).length === 31, 'one more');
    expect(log.querySelector('li')!.getBoundingClientRect().top).to.be.closeTo(place, 2);
    persona.button('Jump to the latest').click();
    await persona.until(() => newest().bottom <= log.getBoundingClientRect().bottom + 1, 'the latest');
  });

  it('is opened and closed by buttons, and the focus goes along', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.button('Show transcript').click();
    await persona.until(() => persona.find('.conversation'), 'the transcript');
    expect(persona.element.hasAttribute('transcript')).to.be.true;
    await persona.until(() => persona.element.shadowRoot!.activeElement?.matches('.log'), 'focus in the log');
  });
});

describe('text input', () => {
  const type = async (persona: Persona, text: string): Promise<HTMLTextAreaElement> => {
    const field = persona.find('textarea') as HTMLTextAreaElement;
    field.focus();
    await sendKeys({ type: text });
    return field;
  };

  it('sends with Enter and breaks the line with Shift+Enter', async () => {
    const persona = await personaFixture('text-input');
    await persona.start();
    const field = await type(persona, 'One');
    await sendKeys({ press: 'Shift+Enter' });
    await sendKeys({ type: 'Two' });
    expect(field.value).to.equal('One\nTwo');
    await sendKeys({ press: 'Enter' });
    await persona.until(() => persona.clients.last.calls.length > 0, 'the message');
    expect(persona.clients.last.calls).to.deep.equal([['sendUserMessage', 'One\nTwo']]);
    expect(field.value).to.equal('');
  });

  it('leaves Enter to an input method', async () => {
    const persona = await personaFixture('text-input');
    await persona.start();
    const field = await type(persona, 'にほん');
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
    );
    await persona.element.updateComplete;
    expect(field.value).to.equal('にほん');
    expect(persona.clients.last.calls).to.deep.equal([]);
  });

  it('starts a session when there is none, and nothing is lost', async () => {
    const persona = await personaFixture('text-input');
    await type(persona, 'Hello?');
    persona.button('Send').click();
    await persona.until(() => persona.element.state === 'live', 'live');
    await persona.until(() => persona.clients.last.calls.length > 0, 'the message');
    expect(persona.clients.last.calls).to.deep.equal([['sendUserMessage', 'Hello?']]);
  });

  it('gives the words back when they did not go out', async () => {
    const persona = await personaFixture('text-input reconnect="0"');
    persona.clients.beforeOpen = () => Promise.reject(new Error('no'));
    const field = await type(persona, 'Hello?');
    await sendKeys({ press: 'Enter' });
    await persona.until(() => field.value === 'Hello?', 'the words');
    expect(persona.element.state).to.equal('failed');
  });

  it('is there for whoever cannot speak', async () => {
    const persona = await personaFixture('disable-input-audio');
    expect(persona.find('textarea')).to.exist;
    await persona.start();
    expect(persona.hasButton(/microphone/i)).to.be.false;
    expect(persona.clients.last.voice).to.equal(null);
  });
});

describe('text from anyone', () => {
  const payload = '<img src=x onerror="window.__hit = true"><script>window.__hit = true</script>';

  it('stays text, in every place', async () => {
    const persona = await personaFixture('captions transcript text-input');
    const { element } = persona;
    element.personaName = payload;
    element.callToAction = payload;
    element.texts = { live: payload, speaking: payload };
    await element.updateComplete;
    const images = element.shadowRoot!.querySelectorAll('img, script').length;
    await persona.start();
    persona.clients.last.say('user', payload);
    persona.clients.last.say('persona', payload);
    persona.clients.last.emit({ type: 'warning', message: payload });
    await persona.until(() => entries(persona).length === 2, 'the transcript');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(element.shadowRoot!.querySelectorAll('img, script').length).to.equal(images);
    expect(captions(persona)).to.equal(payload);
    expect(Reflect.has(window, '__hit')).to.be.false;
  });
});

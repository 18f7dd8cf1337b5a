/** The element and the page around it: what is loaded when, what starts by itself, what pages hear and answer. */
import { expect } from '@open-wc/testing';
import type { PersonaError } from '../../src/session/error.js';
import type { AnamPersona } from '../../src/anam-persona.js';
import { dress, personaFixture, type Persona } from '../support/persona-fixture.js';
import { ScriptedClients, token } from '../support/scripted-clients.js';

const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => (error as PersonaError).code,
  );

/** Far below the window, so that being near it is no sign of interest. */
async function farAway(attributes: string, change?: (element: AnamPersona) => void): Promise<Persona> {
  const holder = document.createElement('div');
  holder.style.paddingBlockStart = '5000px';
  document.body.append(holder);
  const element = document.createElement('anam-persona');
  for (const attribute of attributes.split(' ').filter(Boolean)) {
    const [name = '', value = ''] = attribute.split('=');
    element.setAttribute(name, value);
  }
  const clients = new ScriptedClients();
  element.clientFactory = clients;
  element.tokenProvider = () => token();
  holder.append(element);
  const persona = await dress(element, clients, change);
  farAwayHolders.push(holder);
  return persona;
}
const farAwayHolders: HTMLElement[] = [];
afterEach(() => {
  for (const holder of farAwayHolders.splice(0)) holder.remove();
  window.scrollTo(0, 0);
});

const hover = (persona: Persona): boolean => persona.element.dispatchEvent(new PointerEvent('pointerenter'));

describe('preload', () => {
  it('loads code at the first sign of interest, and no token', async () => {
    let tokens = 0;
    const persona = await farAway('', (element) => {
      element.tokenProvider = () => {
        tokens += 1;
        return token();
      };
    });
    expect(persona.clients.loads).to.equal(0);
    hover(persona);
    expect([persona.clients.loads, tokens]).to.deep.equal([1, 0]);
  });

  it('"auto" gets the token too, and the start uses it', async () => {
    let tokens = 0;
    const persona = await farAway('preload=auto', (element) => {
      element.tokenProvider = () => {
        tokens += 1;
        return token();
      };
    });
    hover(persona);
    await persona.until(() => tokens === 1, 'the token');
    await persona.start();
    expect(tokens).to.equal(1);
  });

  it('"auto" gives back a token that nobody used, when the element is removed', async () => {
    const fetch = window.fetch.bind(window);
    const posted: unknown[] = [];
    window.fetch = (_url, init) => {
      posted.push(init?.body);
      return Promise.resolve(new Response());
    };
    try {
      const persona = await farAway('preload=auto', (element) => {
        element.tokenProvider = () => ({
          sessionToken: token(),
          stop: { url: 'https://example.com/stop', handle: 'unused' },
        });
      });
      hover(persona);
      persona.element.remove();
      await persona.until(() => posted.length > 0, 'the notice');
      expect(posted).to.deep.equal(['{"handle":"unused"}']);
    } finally {
      window.fetch = fetch;
    }
  });

  it('"auto" gets no token for a page that is only looked at', async () => {
    let tokens = 0;
    const persona = await farAway('preload=auto', (element) => {
      element.tokenProvider = () => {
        tokens += 1;
        return token();
      };
    });
    persona.element.scrollIntoView();
    await persona.until(() => persona.clients.loads > 0, 'the code');
    expect(tokens).to.equal(0);
    hover(persona);
    await persona.until(() => tokens === 1, 'the token');
  });

  it('"none" loads nothing before the start', async () => {
    const persona = await farAway('preload=none');
    hover(persona);
    expect(persona.clients.loads).to.equal(0);
    await persona.start();
    expect(persona.clients.loads).to.be.above(0);
  });
});

describe('autostart', () => {
  it('begins when it is seen, without the microphone when nobody touched the page, and takes it later', async () => {
    Object.defineProperty(navigator, 'userActivation', {
      configurable: true,
      value: { hasBeenActive: false, isActive: false },
    });
    try {
      const persona = await personaFixture('autostart');
      await persona.until(() => persona.element.state === 'live', 'live');
      expect(persona.element.micState).to.equal('unasked');
      expect(persona.clients.last.voice).to.equal(null);
      await persona.element.updateComplete;
      persona.button('Use microphone').click();
      await persona.until(() => persona.clients.last.voice, 'the voice');
      expect(persona.element.micState).to.equal('granted');
      expect(persona.clients.made).to.have.length(1);
    } finally {
      Reflect.deleteProperty(navigator, 'userActivation');
    }
  });

  it('waits until it is seen', async () => {
    const persona = await farAway('autostart');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(persona.element.state).to.equal('idle');
    persona.element.scrollIntoView();
    await persona.until(() => persona.element.state === 'live', 'live');
    window.scrollTo(0, 0);
  });
});

describe('autostart in the floating layout', () => {
  const far = (attributes: string): Promise<Persona> => farAway(`autostart layout=floating ${attributes}`);
  /** Long enough for the browser to have looked whether anything is in view. */
  const looked = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200));

  it('begins with the panel, wherever in the page the element is', async () => {
    const persona = await far('');
    await persona.until(() => persona.hasButton('Start a conversation'), 'the launcher');
    persona.element.scrollIntoView();
    await looked();
    expect(persona.element.state, 'closed').to.equal('idle');
    window.scrollTo(0, 0);
    await looked();
    persona.button('Start a conversation').click();
    await persona.until(() => persona.element.state === 'live', 'live');
  });

  it('begins at once in a panel that is open', async () => {
    const persona = await far('open=');
    await persona.until(() => persona.element.state === 'live', 'live');
    expect(window.scrollY).to.equal(0);
  });

  it('does not begin in a panel that nobody can see', async () => {
    const persona = await far('open= hidden=');
    await looked();
    expect(persona.element.state).to.equal('idle');
    persona.element.hidden = false;
    await persona.until(() => persona.element.state === 'live', 'live');
  });

  it('follows a change of the layout', async () => {
    const persona = await farAway('autostart open=');
    await looked();
    expect(persona.element.state, 'in the flow of the page, far away').to.equal('idle');
    persona.element.layout = 'floating';
    await persona.until(() => persona.element.state === 'live', 'live');
  });

  it('has its code at hand, for the launcher is always in sight', async () => {
    const persona = await farAway('layout=floating');
    await persona.until(() => persona.clients.loads > 0, 'the code');
  });
});

describe('no-controls', () => {
  it('leaves the picture, and the page drives', async () => {
    const persona = await personaFixture('no-controls');
    const shown = [...persona.element.shadowRoot!.querySelectorAll('button, textarea, .card')];
    expect(shown).to.deep.equal([]);
    await persona.start();
    expect(persona.element.shadowRoot!.querySelectorAll('button, textarea, .card')).to.have.length(0);
    await persona.element.interrupt();
    expect(persona.clients.last.calls).to.deep.equal([['interrupt']]);
  });

  it('leaves nothing but the picture in the floating layout either, open and closed', async () => {
    const persona = await personaFixture('no-controls layout="floating"');
    const buttons = (): number => persona.element.shadowRoot!.querySelectorAll('button').length;
    await persona.until(() => persona.find('.frame')!.getClientRects().length > 0, 'the layout');
    expect(buttons(), 'closed').to.equal(0);
    await persona.start();
    expect(buttons(), 'closed and live').to.equal(0);
    expect(persona.find('video')!.getBoundingClientRect().width, 'the picture').to.be.above(0);
    persona.element.show();
    await persona.element.updateComplete;
    expect(buttons(), 'open').to.equal(0);
  });
});

describe('the poster', () => {
  it('that cannot be loaded leaves no broken picture', async () => {
    const persona = await personaFixture('poster="data:image/png,nothing"');
    const picture = (): HTMLElement => persona.find('[part=poster]')!;
    await persona.until(() => !picture().checkVisibility(), 'no broken picture');
    persona.element.poster = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==';
    await persona.until(() => picture().checkVisibility(), 'the next picture');
  });
});

describe('two elements', () => {
  it('are two sessions, and the end of one is not the end of the other', async () => {
    const one = await personaFixture();
    const other = await personaFixture();
    await Promise.all([one.start(), other.start()]);
    await one.element.stop();
    expect([one.element.state, other.element.state]).to.deep.equal(['ended', 'live']);
    expect([one.clients.open, other.clients.open]).to.deep.equal([0, 1]);
  });
});

describe('what the page hears and answers', () => {
  it('messages, speech and fragments', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.clients.last.say('persona', 'Hel', { id: 'a', endOfSpeech: false });
    persona.clients.last.say('persona', 'lo', { id: 'a', contentIndex: 1 });
    expect(persona.of('anam-message-chunk').map(({ content }) => content)).to.deep.equal(['Hel', 'lo']);
    expect(persona.of('anam-message').map(({ role, content }) => [role, content])).to.deep.equal([
      ['persona', 'Hello'],
    ]);
    expect(persona.of('anam-speech-start').map(({ role }) => role)).to.deep.equal(['persona']);
    persona.clients.last.emit({ type: 'user-speech', speaking: true });
    expect(persona.element.userSpeaking).to.be.true;
    await persona.element.updateComplete;
    expect(persona.element.matches(':state(user-speaking)')).to.be.true;
    for (const event of persona.events) expect([event.bubbles, event.composed]).to.deep.equal([true, true]);
  });

  it('tool calls, which it can answer from the event', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.element.addEventListener('anam-tool-call', (event) => {
      event.respondWith(Promise.resolve(`${event.name} done`));
    });
    persona.clients.last.emit({
      type: 'tool-started',
      call: { callId: 'c1', name: 'paint', kind: 'client', arguments: { colour: 'red' } },
    });
    await persona.until(() => persona.clients.last.calls.length > 0, 'the answer');
    expect(persona.clients.last.calls).to.deep.equal([['answerTool', 'c1', { result: 'paint done' }]]);
    expect(persona.of('anam-tool-call')[0]?.arguments).to.deep.equal({ colour: 'red' });
  });

  it('the coming end, which it can put off', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.element.addEventListener('anam-end-warning', (event) => event.preventDefault());
    persona.element.maxDuration = 2;
    await persona.until(() => persona.of('anam-end-warning').length > 0, 'the warning');
    await persona.element.updateComplete;
    expect(persona.find('.warning')).to.equal(null);
    expect(persona.element.state).to.equal('live');
  });

  it('the coming end, which it can put off on a later press', async function () {
    this.timeout(30_000);
    const persona = await personaFixture();
    await persona.start();
    persona.element.maxDuration = 8;
    await persona.until(() => persona.of('anam-end-warning').length > 0, 'the warning');
    await persona.element.updateComplete;
    expect(persona.find('.warning')).not.to.equal(null);
    const [warning] = persona.of('anam-end-warning');
    warning!.extend();
    await persona.element.updateComplete;
    expect(persona.find('.warning')).to.equal(null);
    await persona.until(() => persona.of('anam-end-warning').length > 1, 'the next warning');
    await persona.element.updateComplete;
    warning!.extend();
    await persona.element.updateComplete;
    expect(persona.find('.warning'), 'an old warning puts nothing off').not.to.equal(null);
  });

  it('what the service passes through', async () => {
    const persona = await personaFixture();
    await persona.start();
    const { last } = persona.clients;
    last.emit({ type: 'warning', message: 'slow' });
    last.emit({ type: 'reasoning', chunk: { id: 'r', role: 'persona', content: 'hm', endOfThought: true } });
    last.emit({ type: 'cue-applied', tag: 'happy', correlationId: 'k' });
    last.emit({ type: 'persona-updated', changes: { voiceId: { before: 'a', after: 'b' } } });
    expect(persona.of('anam-warning')[0]?.message).to.equal('slow');
    expect(persona.of('anam-reasoning')[0]).to.include({ id: 'r', content: 'hm', endOfThought: true });
    expect(persona.of('anam-cue-applied')[0]).to.include({ tag: 'happy', correlationId: 'k' });
    expect(persona.of('anam-persona-updated')[0]?.changes).to.deep.equal({
      voiceId: { before: 'a', after: 'b' },
    });
  });

  it('the milestones, each once', async () => {
    const persona = await personaFixture();
    await persona.start();
    await persona.until(() => persona.of('anam-milestone').length === 5, 'five milestones');
    expect(persona.of('anam-milestone').map(({ name }) => name)).to.have.members([
      'token',
      'session',
      'connected',
      'first-frame',
      'ready',
    ]);
    expect(persona.element.timings.firstFrame).to.be.above(0);
  });
});

describe('methods', () => {
  it('that need a session say so', async () => {
    const { element } = await personaFixture();
    expect(
      await Promise.all([
        codeOf(element.interrupt()),
        codeOf(element.talk('Hello')),
        codeOf(element.sendUserMessage('Hello')),
        codeOf(element.addContext('Hello')),
        codeOf(element.sendDirectorNoteCue('happy')),
        codeOf(element.updatePersona({})),
        codeOf(element.captureFrame()),
        codeOf(element.requestPictureInPicture()),
      ]),
    ).to.deep.equal(Array.from({ length: 8 }, () => 'not-live'));
  });

  it('reach the client', async () => {
    const persona = await personaFixture();
    const { element, clients } = persona;
    await persona.start();
    await element.talk('Good day');
    await element.addContext('It rains');
    await element.sendDirectorNoteCue('happy', { inSeconds: 1 });
    await element.updatePersona({ languageCode: 'de' });
    const writer = element.talkStream().getWriter();
    await writer.write('one ');
    await writer.close();
    expect(clients.last.calls).to.deep.equal([
      ['talk', 'Good day'],
      ['addContext', 'It rains'],
      ['sendCue', 'happy', { inSeconds: 1 }],
      ['updatePersona', { languageCode: 'de' }],
      ['talk', 'one '],
      ['talk-end'],
    ]);
    expect(element.client).to.equal(clients.last.raw);
    const frame = await element.captureFrame();
    expect(frame.type).to.equal('image/png');
  });
});

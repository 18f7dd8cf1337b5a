/** What the page, the browser and the visitor do reaches the session, and what the session does reaches them. */
import { expect } from '@open-wc/testing';
import { PersonaError } from '../../src/session/error.js';
import { personaFixture, until } from '../support/persona-fixture.js';
import { token } from '../support/scripted-clients.js';
import { hideDocument } from './controllers/playback-bench.js';

const STOP = 'http://localhost/stop';

/** Requests that the page sends while the work is done; none of them leaves the browser. */
async function requestsDuring(work: (sent: RequestInit[]) => Promise<void>): Promise<void> {
  const fetch = window.fetch.bind(window);
  const sent: RequestInit[] = [];
  window.fetch = (address, init) => {
    if (address !== STOP) return fetch(address, init);
    sent.push(init ?? {});
    return Promise.resolve(new Response(null, { status: 204 }));
  };
  try {
    await work(sent);
  } finally {
    window.fetch = fetch;
  }
}

const withActivation = async (active: boolean, work: () => Promise<void>): Promise<void> => {
  Object.defineProperty(navigator, 'userActivation', {
    configurable: true,
    value: { hasBeenActive: active, isActive: active },
  });
  try {
    await work();
  } finally {
    Reflect.deleteProperty(navigator, 'userActivation');
  }
};

describe('the page', () => {
  afterEach(() => hideDocument(false));

  it('that goes away closes the session in that task, and tells the stop endpoint with keepalive', () =>
    requestsDuring(async (sent) => {
      const stop = { url: STOP, handle: 'handle' };
      const persona = await personaFixture('', (element) => {
        element.tokenProvider = () => ({ sessionToken: token(), stop });
      });
      await persona.start();
      const { sessionId } = persona.element;
      window.dispatchEvent(new PageTransitionEvent('pagehide'));
      expect(persona.clients.open).to.equal(0);
      expect(sent.map(({ body, keepalive }) => [body, keepalive])).to.deep.equal([
        [JSON.stringify({ handle: 'handle', sessionId }), true],
      ]);
      await until(() => persona.element.state === 'ended', 'the end');
      expect(persona.of('anam-session-end')[0]?.reason).to.equal('page-close');
    }));

  it('that is hidden too long ends the session, after a warning', async () => {
    const persona = await personaFixture('hidden-timeout="0.2"');
    await persona.start();
    hideDocument(true);
    await persona.until(() => persona.element.state === 'ended', 'the end');
    expect(persona.of('anam-end-warning').map(({ reason }) => reason)).to.deep.equal(['hidden']);
    expect(persona.of('anam-session-end')[0]?.reason).to.equal('hidden');
  });

  it('that was hidden before the start is hidden all the same', async () => {
    hideDocument(true);
    const persona = await personaFixture('hidden-timeout="0.2"');
    await persona.element.start();
    await persona.until(() => persona.element.state === 'ended', 'the end');
    expect(persona.of('anam-session-end')[0]?.reason).to.equal('hidden');
  });

  it('that was shown again while the element was away is not hidden', async () => {
    const persona = await personaFixture('hidden-timeout="0.2"');
    const { element } = persona;
    const { parentElement } = element;
    hideDocument(true);
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    hideDocument(false);
    parentElement!.append(element);
    await persona.start();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(element.state).to.equal('live');
    expect(persona.of('anam-end-warning')).to.deep.equal([]);
  });

  it('that gets its network back replaces a lost session at once', async () => {
    const persona = await personaFixture();
    await persona.start();
    const { onLine } = navigator;
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
    persona.clients.last.emit({ type: 'closed', error: new PersonaError('webrtc-failed', 'test') });
    await persona.until(() => persona.element.state === 'reconnecting', 'the loss');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(persona.clients.made).to.have.length(1);
    // There is no picture any more: what was there before it is shown, and not black.
    const stage = persona.find('.stage')!;
    expect(stage.matches('.picture')).to.be.false;
    expect(getComputedStyle(persona.find('.backdrop')!).visibility).to.equal('visible');
    Reflect.deleteProperty(navigator, 'onLine');
    expect(navigator.onLine).to.equal(onLine);
    window.dispatchEvent(new Event('online'));
    await persona.until(() => persona.element.state === 'live', 'the replacement');
    expect(persona.clients.made).to.have.length(2);
    await persona.element.updateComplete;
    expect(stage.matches('.picture')).to.be.true;
  });
});

describe('the system outside the page', () => {
  it('keeps the screen awake and has a way to hang up while somebody is live, and only then', async () => {
    const held: EventTarget[] = [];
    Object.defineProperty(navigator, 'wakeLock', {
      configurable: true,
      value: {
        request: () => {
          const lock = Object.assign(new EventTarget(), {
            released: false,
            release: () => {
              held.splice(held.indexOf(lock), 1);
              return Promise.resolve();
            },
          });
          held.push(lock);
          return Promise.resolve(lock);
        },
      },
    });
    try {
      const persona = await personaFixture('persona-name="Cara"');
      await persona.start();
      await persona.until(() => held.length === 1, 'the wake lock');
      expect(navigator.mediaSession.metadata?.title).to.equal('Cara');
      await persona.element.stop();
      await persona.until(() => held.length === 0, 'the release');
      await persona.element.updateComplete;
      expect(navigator.mediaSession.metadata).to.equal(null);
    } finally {
      Reflect.deleteProperty(navigator, 'wakeLock');
    }
  });

  it('is not confused by a poster whose address cannot be read', async () => {
    const persona = await personaFixture('poster="https://"');
    await persona.start();
    expect(persona.hasButton('End conversation')).to.be.true;
  });
});

describe('the sound', () => {
  it('is unlocked in the task of start()', async () => {
    const persona = await personaFixture();
    const video = persona.element.shadowRoot!.querySelector('video')!;
    let played = 0;
    const play = video.play.bind(video);
    video.play = () => {
      played += 1;
      return play();
    };
    const started = persona.element.start();
    expect(played).to.equal(1);
    await started;
  });
});

describe('the microphone', () => {
  it('is asked for by a click on the question for consent, when the element had started by itself', () =>
    withActivation(false, async () => {
      const persona = await personaFixture('autostart consent');
      await persona.until(() => persona.hasButton('Agree and start'), 'the question');
      await withActivation(true, async () => {
        persona.button('Agree and start').click();
        await persona.until(() => persona.element.state === 'live', 'live');
        expect(persona.element.micState).to.equal('granted');
      });
    }));

  it('is asked for by a click after the page said no to an element that starts by itself', () =>
    withActivation(false, async () => {
      const persona = await personaFixture('autostart', (element) =>
        element.addEventListener('anam-before-start', (event) => event.preventDefault(), { once: true }),
      );
      await persona.until(() => persona.of('anam-before-start').length === 1, 'the no');
      await persona.element.start();
      expect(persona.element.micState).to.equal('granted');
    }));

  it('that was not there is asked for again by the page', async () => {
    const { mediaDevices } = navigator;
    mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    const persona = await personaFixture('no-controls');
    try {
      expect(await persona.element.requestMicrophone()).to.equal(false);
      await persona.start();
      expect(persona.element.micState).to.equal('denied');
      expect(await persona.element.requestMicrophone()).to.equal(false);
    } finally {
      Reflect.deleteProperty(mediaDevices, 'getUserMedia');
    }
    expect(await persona.element.requestMicrophone()).to.equal(true);
    expect(persona.element.micState).to.equal('granted');
    await persona.until(() => persona.clients.last.voice, 'the voice');
  });

  it('is let go at once by disable-input-audio', async () => {
    const persona = await personaFixture();
    await persona.start();
    const [track] = persona.clients.last.voice!.getTracks();
    expect(track!.readyState).to.equal('live');
    persona.element.disableInputAudio = true;
    await persona.element.updateComplete;
    expect(track!.readyState).to.equal('ended');
    await persona.until(() => persona.clients.last.voice === null, 'silence');
    expect(persona.element.state).to.equal('live');
    persona.element.disableInputAudio = false;
    await persona.element.updateComplete;
    // A button that could do nothing is not shown: the voice is back with the next start.
    expect(persona.find('.mic-button')).to.equal(null);
    await persona.element.stop();
    await persona.start();
    expect(persona.find('.mic-button')).not.to.equal(null);
  });
});

describe('start()', () => {
  it('asks the page again when it follows a stop in one breath', async () => {
    const persona = await personaFixture();
    await persona.start();
    void persona.element.stop();
    persona.element.addEventListener('anam-before-start', (event) => event.preventDefault(), { once: true });
    await persona.element.start();
    await persona.until(() => persona.element.state === 'ended', 'the end');
    expect(persona.clients.made).to.have.length(1);
    void persona.element.stop();
    await Promise.all([persona.element.start(), persona.element.start()]);
    expect(persona.of('anam-before-start')).to.have.length(3);
    expect(persona.clients.made).to.have.length(2);
  });

  it('outside a document is told as an event too', async () => {
    const element = document.createElement('anam-persona');
    const codes: string[] = [];
    element.addEventListener('anam-error', ({ code }) => codes.push(code));
    await element.start().catch(() => undefined);
    expect(codes).to.deep.equal(['invalid-configuration']);
  });

  it('comes by itself in every life of an element that starts by itself', async () => {
    const persona = await personaFixture('autostart');
    const { element } = persona;
    const { parentElement } = element;
    await persona.until(() => element.state === 'live', 'live');
    element.remove();
    await persona.until(() => element.state === 'ended', 'the end');
    parentElement!.append(element);
    await persona.until(() => element.state === 'live', 'the second life');
    expect(persona.clients.made).to.have.length(2);
    await element.stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(element.state, 'ended by somebody, it stays so').to.equal('ended');
  });
});

describe('the panel', () => {
  it('is told to be open or closed only where there is one', async () => {
    const persona = await personaFixture();
    persona.element.show();
    await persona.element.updateComplete;
    expect(persona.of('anam-open')).to.deep.equal([]);
    persona.element.layout = 'floating';
    persona.element.hide();
    await persona.element.updateComplete;
    expect(persona.of('anam-close')).to.have.length(1);
  });
});

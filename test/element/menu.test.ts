/** What the menu offers: only what works here, and it says so when it does not. */
import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { personaFixture, type Persona } from '../support/persona-fixture.js';

const focused = (persona: Persona): HTMLElement | null =>
  persona.element.shadowRoot!.activeElement as HTMLElement | null;

const open = async (persona: Persona): Promise<void> => {
  persona.button('More options').click();
  await persona.until(() => focused(persona)?.closest('.menu'), 'the menu');
};

const live = async (attributes = ''): Promise<Persona> => {
  const persona = await personaFixture(attributes);
  await persona.start();
  await open(persona);
  return persona;
};

/** Stands in for a property of the browser until the work is done. */
async function instead(target: object, name: string, value: PropertyDescriptor, work: () => Promise<void>) {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, ...value });
  try {
    await work();
  } finally {
    if (own) Object.defineProperty(target, name, own);
    else Reflect.deleteProperty(target, name);
  }
}

const device = (kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo =>
  ({ kind, deviceId, label, groupId: '', toJSON: () => '' }) as MediaDeviceInfo;

const picker = (persona: Persona, label: string): HTMLSelectElement =>
  [...persona.element.shadowRoot!.querySelectorAll('.pick')]
    .find((one) => one.textContent.trim().startsWith(label))!
    .querySelector('select')!;

describe('the menu', () => {
  it('closes when the focus leaves it', async () => {
    const persona = await live();
    persona.find('.menu button')!.focus();
    await sendKeys({ press: 'Shift+Tab' });
    // Firefox stops at what can be scrolled, too.
    if (focused(persona)?.matches('.menu')) await sendKeys({ press: 'Shift+Tab' });
    await persona.until(() => !persona.find('.menu'), 'no menu');
    expect(focused(persona), 'the focus is where the visitor went').to.equal(
      persona.button('End conversation'),
    );
  });

  it('closes with a press outside, and with its own button', async () => {
    const persona = await live();
    const { left, top } = persona.element.getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(left) + 20, Math.round(top) + 60] });
    await persona.until(() => !persona.find('.menu'), 'no menu');
    await open(persona);
    // Where nothing can take the focus.
    const { bottom } = persona.element.getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(left) + 20, Math.round(bottom) + 40] });
    await persona.until(() => !persona.find('.menu'), 'no menu');
    await open(persona);
    // A mouse moves the focus to the button first, and then presses it.
    persona.button('More options').focus();
    persona.button('More options').click();
    await persona.element.updateComplete;
    expect(persona.find('.menu')).to.equal(null);
  });

  it('sets the volume', async () => {
    const persona = await live();
    const slider = persona.find('.menu input') as HTMLInputElement;
    slider.value = '0.4';
    slider.dispatchEvent(new Event('input'));
    expect(persona.element.volume).to.equal(0.4);
    slider.value = '0';
    slider.dispatchEvent(new Event('input'));
    expect(persona.element.muted).to.be.true;
  });

  it('has no volume where the device alone decides it', async () => {
    const fixed = { get: () => 1, set: () => undefined };
    await instead(HTMLMediaElement.prototype, 'volume', fixed, async () => {
      const persona = await live();
      expect(persona.find('.menu input')).to.equal(null);
      expect(persona.find('.menu select')).to.exist;
    });
  });

  it('opens a window over all others, and says when it cannot', async () => {
    const persona = await personaFixture();
    const calls: string[] = [];
    await persona.start();
    const video = persona.find('video') as HTMLVideoElement;
    await instead(document, 'pictureInPictureEnabled', { value: true }, async () => {
      video.requestPictureInPicture = () => {
        calls.push('in');
        return Promise.resolve({} as PictureInPictureWindow);
      };
      await open(persona);
      persona.button('Picture in picture').click();
      await persona.until(() => calls.length > 0, 'the window');
      expect(persona.find('.menu')).to.equal(null);
      const out = { value: video };
      await instead(persona.element.shadowRoot!, 'pictureInPictureElement', out, () =>
        instead(
          document,
          'exitPictureInPicture',
          { value: () => Promise.resolve(calls.push('out')) },
          async () => {
            await open(persona);
            persona.button('Picture in picture').click();
            await persona.until(() => calls.length > 1, 'the way back');
          },
        ),
      );
      expect(calls).to.deep.equal(['in', 'out']);
      video.requestPictureInPicture = () => Promise.reject(new DOMException('', 'NotAllowedError'));
      await open(persona);
      persona.button('Picture in picture').click();
      await persona.until(() => persona.find('.notice'), 'the notice');
      expect(persona.status).to.equal('That is not possible here.');
    });
  });

  it('has neither that window nor the full screen where there is none', async () => {
    const none = { value: undefined };
    await instead(document, 'pictureInPictureEnabled', none, () =>
      instead(document, 'fullscreenEnabled', none, async () => {
        const persona = await live();
        expect(persona.hasButton('Picture in picture')).to.be.false;
        expect(persona.hasButton('Full screen')).to.be.false;
      }),
    );
  });

  it('says when the browser refuses the full screen', async () => {
    const persona = await live();
    persona.element.requestFullscreen = () => Promise.reject(new TypeError());
    persona.button('Full screen').click();
    await persona.until(() => persona.find('.notice'), 'the notice');
    expect(persona.status).to.equal('That is not possible here.');
  });
});

describe('the devices', () => {
  afterEach(() => localStorage.clear());

  it('of the speaker are chosen and remembered', async () => {
    const list = {
      value: () =>
        Promise.resolve([device('audiooutput', 'desk', 'Desk'), device('audiooutput', 'ear', 'Ear')]),
    };
    await instead(navigator.mediaDevices, 'enumerateDevices', list, async () => {
      const persona = await personaFixture();
      await persona.start();
      const chosen: string[] = [];
      (persona.find('video') as HTMLVideoElement).setSinkId = (id) => Promise.resolve(void chosen.push(id));
      await open(persona);
      await persona.until(() => persona.find('.menu select'), 'the devices');
      const select = picker(persona, 'Speaker');
      select.value = 'ear';
      select.dispatchEvent(new Event('change'));
      await persona.until(() => persona.element.outputDevice === 'ear', 'the speaker');
      expect(chosen).to.deep.equal(['ear']);
      const remembered = (): string | null => localStorage.getItem('anam-persona:output-device');
      await persona.until(() => remembered() === 'ear', 'the memory');
    });
  });

  it('show again what is used when another one cannot be', async () => {
    const list = {
      value: () =>
        Promise.resolve([device('audiooutput', 'broken', 'Broken'), device('audiooutput', 'desk', 'Desk')]),
    };
    await instead(navigator.mediaDevices, 'enumerateDevices', list, async () => {
      const persona = await personaFixture();
      await persona.start();
      (persona.find('video') as HTMLVideoElement).setSinkId = (id) =>
        id === 'desk' ? Promise.resolve() : Promise.reject(new Error('no'));
      await persona.element.setOutputDevice('desk');
      await open(persona);
      await persona.until(() => persona.find('.menu select'), 'the devices');
      const select = picker(persona, 'Speaker');
      select.value = 'broken';
      select.dispatchEvent(new Event('change'));
      await persona.until(() => persona.find('.menu .told'), 'the notice in the menu');
      expect(persona.find('.menu .told')!.textContent).to.equal('This device cannot be used.');
      expect(select.value).to.equal('desk');
    });
  });

  it('that come while the menu is open are in it', async () => {
    const devices = [device('audiooutput', 'desk', 'Desk')];
    await instead(
      navigator.mediaDevices,
      'enumerateDevices',
      { value: () => Promise.resolve([...devices]) },
      async () => {
        const persona = await live();
        await persona.until(() => persona.find('.menu select'), 'the devices');
        devices.push(device('audiooutput', 'ear', 'Ear'));
        navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
        await persona.until(() => persona.find('.menu')!.textContent.includes('Ear'), 'the new one');
      },
    );
  });
});

describe('the transcript', () => {
  const said = async (): Promise<Persona> => {
    const persona = await personaFixture('transcript persona-name="Cara"', ({ style }) => {
      style.inlineSize = '900px';
    });
    await persona.start();
    persona.clients.last.say('persona', 'Good morning');
    await persona.until(() => persona.hasButton('Copy transcript'), 'the button');
    return persona;
  };

  it('is copied, and says so', async () => {
    const persona = await said();
    const texts: string[] = [];
    const clipboard = { value: { writeText: (text: string) => Promise.resolve(void texts.push(text)) } };
    await instead(navigator, 'clipboard', clipboard, async () => {
      persona.button('Copy transcript').click();
      await persona.until(() => persona.find('.notice'), 'the notice');
      expect(persona.status).to.equal('Transcript copied');
      expect(texts[0]).to.match(/^\[.+\] Cara: Good morning$/);
    });
  });

  it('is copied the old way on a page without a clipboard, and says when that is refused', async () => {
    const persona = await said();
    let copied = '';
    let allowed = true;
    const old = {
      value: () => {
        const { activeElement } = persona.element.shadowRoot!;
        if (activeElement instanceof HTMLTextAreaElement) copied = activeElement.value;
        return allowed;
      },
    };
    await instead(navigator, 'clipboard', { value: undefined }, () =>
      instead(document, 'execCommand', old, async () => {
        persona.button('Copy transcript').focus();
        persona.button('Copy transcript').click();
        await persona.until(() => persona.find('.notice'), 'the notice');
        expect(persona.status).to.equal('Transcript copied');
        expect(copied).to.contain('Good morning');
        expect(focused(persona), 'the focus stays').to.equal(persona.button('Copy transcript'));
        allowed = false;
        persona.button('Copy transcript').click();
        await persona.until(
          () => persona.status === 'The transcript could not be copied.',
          'the other notice',
        );
      }),
    );
  });
});

describe('an end that is announced while the menu is open', () => {
  const isOnTop = (persona: Persona, element: Element): boolean => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const found = persona.element.shadowRoot!.elementFromPoint(left + width / 2, top + height / 2);
    return element.contains(found);
  };

  for (const [width, height] of [
    [600, 400],
    [384, 576],
    [320, 240],
    [200, 200],
  ] as const)
    it(`can be put off, in ${width} × ${height}`, async () => {
      const persona = await personaFixture();
      persona.element.style.cssText = `inline-size: ${width}px; block-size: ${height}px`;
      await persona.start();
      await open(persona);
      const menu = persona.find('.menu')!;
      menu.scrollTop = 1000;
      persona.element.maxDuration = 6;
      await persona.until(() => persona.of('anam-end-warning').length > 0, 'the warning');
      await persona.element.updateComplete;
      const extend = persona.button('Keep talking');
      expect(isOnTop(persona, extend), 'nothing lies over the button').to.be.true;
      expect(persona.element.shadowRoot!.querySelectorAll('.warning')).to.have.length(1);
      extend.click();
      await persona.element.updateComplete;
      expect(persona.find('.warning') === null, 'no warning').to.be.true;
      expect(persona.find('.menu') === null, 'the menu stays').to.be.false;
    });
});

describe('a key that is held on "More options"', () => {
  it('opens the menu, and presses nothing in it', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.button('More options').focus();
    await sendKeys({ down: 'Enter' });
    await persona.until(() => persona.find('.menu'), 'the menu');
    await persona.element.updateComplete;
    for (let repeats = 0; repeats < 5; repeats += 1) {
      await sendKeys({ down: 'Enter' });
      await persona.element.updateComplete;
      expect(focused(persona)?.matches('.menu'), 'the focus is on the menu as a whole').to.be.true;
    }
    await sendKeys({ up: 'Enter' });
    await sendKeys({ press: 'Tab' });
    expect(focused(persona)).to.equal(persona.button('Close'));
  });
});

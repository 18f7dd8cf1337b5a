/** What a visitor can press, and what HTML can press for them. */
import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { forever, silenced } from '../support/face-ways.js';
import { face, refused, withMicrophone } from '../support/faces.js';
import { personaFixture, type Persona } from '../support/persona-fixture.js';

const focused = (persona: Persona): Element | null => persona.element.shadowRoot!.activeElement;

describe('the microphone', () => {
  it('is muted and unmuted, by button, property and attribute', async () => {
    const persona = await personaFixture();
    await persona.start();
    const [track] = persona.clients.last.voice!.getTracks() as MediaStreamTrack[];
    expect(track!.enabled).to.be.true;
    persona.button('Mute microphone').click();
    await persona.element.updateComplete;
    expect(track!.enabled).to.be.false;
    expect(persona.element.hasAttribute('mic-muted')).to.be.true;
    expect(persona.of('anam-mic-change').at(-1)).to.include({ micState: 'granted', muted: true });
    expect(persona.status).to.equal('Your microphone is muted');
    persona.element.removeAttribute('mic-muted');
    await persona.element.updateComplete;
    expect(track!.enabled).to.be.true;
    expect(persona.hasButton('Mute microphone')).to.be.true;
  });

  it('may be refused: the session goes on, says so, and takes it later', async () => {
    const persona = await personaFixture();
    await withMicrophone(refused('NotAllowedError'), () => persona.start());
    expect(persona.element.state).to.equal('live');
    expect(persona.element.micState).to.equal('denied');
    expect(persona.of('anam-error').map(({ code }) => code)).to.deep.equal(['mic-denied']);
    expect(persona.status).to.match(/^The microphone is blocked/);
    expect(persona.find('textarea')).to.exist;
    persona.button('Use microphone').click();
    await persona.until(() => persona.element.micState === 'granted', 'the microphone');
    await persona.until(() => persona.clients.last.voice, 'the voice');
  });

  it('that was refused is asked for by the command in HTML too', async () => {
    const persona = await personaFixture();
    await withMicrophone(refused('NotAllowedError'), () => persona.start());
    persona.element.micMuted = true;
    const event = new Event('command') as Event & { command?: string };
    event.command = '--toggle-mic';
    persona.element.dispatchEvent(event);
    await persona.until(() => persona.element.micState === 'granted', 'the microphone');
    await persona.until(() => persona.clients.last.voice, 'the voice');
    expect(persona.element.micMuted, 'who asks for it wants to be heard').to.be.false;
  });

  it('is muted before the start without being asked for', async () => {
    const persona = await personaFixture();
    const event = new Event('command') as Event & { command?: string };
    event.command = '--toggle-mic';
    persona.element.dispatchEvent(event);
    expect([persona.element.micMuted, persona.element.micState]).to.deep.equal([true, 'unasked']);
  });

  it('goes off at the end', async () => {
    const persona = await personaFixture();
    await persona.start();
    const [track] = persona.clients.last.voice!.getTracks() as MediaStreamTrack[];
    await persona.element.stop();
    expect(track!.readyState).to.equal('ended');
    expect(persona.element.mediaStream).to.equal(null);
  });
});

describe('the sound', () => {
  it('is muted, unmuted and set, as on a video', async () => {
    const persona = await personaFixture('volume="0.5"');
    await persona.start();
    const video = persona.find('video') as HTMLVideoElement;
    expect(video.volume).to.equal(0.5);
    persona.button('Mute sound').click();
    await persona.element.updateComplete;
    expect(video.muted).to.be.true;
    expect(persona.of('anam-sound-change').at(-1)).to.include({ muted: true, soundBlocked: false });
    persona.element.muted = false;
    await persona.element.updateComplete;
    expect(video.muted).to.be.false;
  });

  it('that the browser blocks is asked for, and comes with a tap', async () => {
    const persona = await personaFixture();
    const video = persona.find('video') as HTMLVideoElement;
    video.play = () =>
      video.muted
        ? HTMLMediaElement.prototype.play.call(video)
        : Promise.reject(new DOMException('', 'NotAllowedError'));
    await persona.start();
    await persona.until(() => persona.element.soundBlocked, 'the block');
    await persona.element.updateComplete;
    expect(persona.element.matches(':state(sound-blocked)')).to.be.true;
    expect(persona.status).to.equal('The browser keeps the sound off until you tap.');
    Reflect.deleteProperty(video, 'play');
    persona.button('Tap to hear').click();
    await persona.until(() => !persona.element.soundBlocked, 'the sound');
    expect(video.muted).to.be.false;
  });
});

describe('the sound that the browser blocks', () => {
  /** Live and silent. From now on the browser lets a gesture have the sound. */
  const silent = async (attributes = ''): Promise<[Persona, HTMLVideoElement]> => {
    const persona = await personaFixture(`id="p" ${attributes}`);
    const video = persona.find('video') as HTMLVideoElement;
    silenced(persona);
    await persona.start();
    await persona.until(() => persona.element.soundBlocked, 'the block');
    await persona.element.updateComplete;
    Reflect.deleteProperty(video, 'play');
    return [persona, video];
  };
  /** Held down until whatever it starts has happened. */
  const press = async (persona: Persona, way: 'mouse' | 'keyboard', button: HTMLElement): Promise<void> => {
    const { left, top, width, height } = button.getBoundingClientRect();
    if (way === 'mouse')
      await sendMouse({
        type: 'move',
        position: [Math.round(left + width / 2), Math.round(top + height / 2)],
      });
    button.focus();
    const pressed = once(button, way === 'mouse' ? 'pointerdown' : 'keydown');
    const clicked = once(button, 'click');
    await (way === 'mouse' ? sendMouse({ type: 'down' }) : sendKeys({ down: 'Space' }));
    await pressed;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await (way === 'mouse' ? sendMouse({ type: 'up' }) : sendKeys({ up: 'Space' }));
    await clicked;
    await persona.until(() => !persona.element.soundBlocked, 'the sound');
    await persona.element.updateComplete;
  };
  const once = (target: EventTarget, type: string): Promise<Event> =>
    new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

  for (const way of ['mouse', 'keyboard'] as const) {
    it(`comes with the sound button: ${way}`, async () => {
      const [persona, video] = await silent();
      await press(persona, way, persona.button('Unmute sound'));
      expect([video.muted, persona.element.muted]).to.deep.equal([false, false]);
      expect(persona.hasButton('Mute sound')).to.be.true;
    });

    it(`comes with the command in HTML: ${way}`, async () => {
      const [persona, video] = await silent();
      const button = document.createElement('button');
      button.setAttribute('commandfor', 'p');
      button.setAttribute('command', '--toggle-sound');
      button.textContent = 'Sound';
      persona.element.before(button);
      await press(persona, way, button);
      expect([video.muted, persona.element.muted]).to.deep.equal([false, false]);
    });
  }

  for (const [what, attributes] of [
    ['a class of the same name', { class: 'sound-button' }],
    ['a command for another element', { commandfor: 'q', command: '--toggle-sound' }],
  ] as const)
    it(`comes with a press on a button of the page: ${what}`, async () => {
      const [persona, video] = await silent();
      const button = document.createElement('button');
      for (const [name, value] of Object.entries(attributes)) button.setAttribute(name, value);
      button.textContent = 'Other';
      const other = document.createElement('div');
      other.id = 'q';
      persona.element.before(button, other);
      await press(persona, 'mouse', button);
      expect([video.muted, persona.element.muted]).to.deep.equal([false, false]);
    });

  it('comes from the menu too', async () => {
    const [persona, video] = await silent();
    persona.element.style.inlineSize = '260px';
    persona.button('More options').click();
    await persona.until(() => persona.find('.menu'), 'the menu');
    await press(persona, 'keyboard', persona.button('Unmute sound'));
    expect([video.muted, persona.element.muted]).to.deep.equal([false, false]);
  });

  it('and that the page muted meanwhile comes as well', async () => {
    const [persona, video] = await silent();
    persona.element.muted = true;
    await persona.element.updateComplete;
    await press(persona, 'keyboard', persona.button('Unmute sound'));
    expect([video.muted, persona.element.muted]).to.deep.equal([false, false]);
  });
});

describe('the volume at 0', () => {
  const slide = (persona: Persona, ...steps: string[]): void => {
    const slider = persona.find('.menu input') as HTMLInputElement;
    for (const step of steps) {
      slider.value = step;
      slider.dispatchEvent(new Event('input'));
    }
    slider.dispatchEvent(new Event('change'));
  };

  it('goes back with the sound button to where it was before', async () => {
    const persona = await personaFixture('volume="0.8"');
    await persona.start();
    persona.button('More options').click();
    await persona.until(() => persona.find('.menu input'), 'the menu');
    slide(persona, '0.5', '0.3');
    slide(persona, '0.2', '0.1', '0');
    await persona.element.updateComplete;
    expect([persona.element.volume, persona.element.muted]).to.deep.equal([0, true]);
    persona.button('Unmute sound').click();
    await persona.element.updateComplete;
    expect([persona.element.volume, persona.element.muted]).to.deep.equal([0.3, false]);
    expect((persona.find('video') as HTMLVideoElement).volume).to.be.closeTo(0.3, 0.001);
    persona.button('Mute sound').click();
    persona.element.volume = 0;
    persona.button(/mute sound/i).click();
    expect(persona.element.volume, 'nobody knows how loud it was').to.equal(1);
  });

  it('that the page set to nothing is no sound, and one press brings it', async () => {
    const persona = await personaFixture('volume="0"');
    await persona.start();
    persona.button('Unmute sound').click();
    await persona.element.updateComplete;
    expect([persona.element.volume, persona.element.muted]).to.deep.equal([1, false]);
    expect(persona.hasButton('Mute sound')).to.be.true;
  });
});

describe('on the way', () => {
  for (const name of ['authorizing', 'asking for the microphone', 'connecting', 'almost there', 'retrying']) {
    it(`"Cancel" ends it: ${name}`, async () => {
      const persona = await face(name);
      persona.button('Cancel').click();
      await persona.until(() => persona.element.state === 'ended', 'the end');
      expect(persona.clients.open).to.equal(0);
    });
  }
});

describe('shortcuts', () => {
  it('work while the focus is inside, and not in a field', async () => {
    const persona = await personaFixture('text-input');
    await persona.start();
    persona.button('End conversation').focus();
    await sendKeys({ press: 'm' });
    await sendKeys({ press: 'c' });
    expect([persona.element.micMuted, persona.element.captions]).to.deep.equal([true, true]);
    persona.find('textarea')!.focus();
    await sendKeys({ type: 'mc' });
    expect([persona.element.micMuted, persona.element.captions]).to.deep.equal([true, true]);
  });
});

describe('the menu', () => {
  afterEach(() => localStorage.clear());

  it('opens with the focus in it, and Escape gives it back', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.button('More options').click();
    await persona.until(() => focused(persona)?.closest('.menu'), 'focus in the menu');
    expect(persona.find('.more-button')!.getAttribute('aria-expanded')).to.equal('true');
    await sendKeys({ press: 'Escape' });
    await persona.until(() => focused(persona)?.matches('.more-button'), 'focus on the button');
    expect(persona.find('.menu')).to.equal(null);
  });

  it('changes the microphone, and remembers it', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.button('More options').click();
    await persona.until(() => persona.find('.menu select option:nth-child(2)'), 'devices');
    const select = persona.find('.menu select') as HTMLSelectElement;
    select.selectedIndex = 1;
    const chosen = select.value;
    select.dispatchEvent(new Event('change'));
    await persona.until(() => persona.element.inputDevice === chosen, 'the device');
    const sent = (): string | undefined =>
      (persona.clients.last.voice?.getTracks()[0] as MediaStreamTrack | undefined)?.getSettings().deviceId;
    await persona.until(() => sent() === chosen, 'its voice');
    expect(localStorage.getItem('anam-persona:input-device')).to.equal(chosen);
  });

  it('goes back to the microphone in use when another cannot be had', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.button('More options').click();
    await persona.until(() => persona.find('.menu select option:nth-child(2)'), 'devices');
    const select = persona.find('.menu select') as HTMLSelectElement;
    const inUse = select.value;
    // Unplugged since the list was made.
    select.add(new Option('Gone', 'gone'));
    await withMicrophone(refused('OverconstrainedError'), async () => {
      select.value = 'gone';
      select.dispatchEvent(new Event('change'));
      await persona.until(() => select.value === inUse, 'the microphone in use');
    });
    expect(persona.status).to.match(/cannot be used/);
    expect(persona.of('anam-error').map(({ code }) => code)).to.deep.equal(['device-unavailable']);
    expect(localStorage.getItem('anam-persona:input-device')).to.equal(null);
  });

  it('goes back to the speaker in use when another cannot be had', async () => {
    const persona = await personaFixture();
    await persona.start();
    const video = persona.find('video') as HTMLVideoElement;
    video.setSinkId = () => Promise.reject(new DOMException('', 'NotFoundError'));
    persona.button('More options').click();
    const select = () =>
      [...persona.element.shadowRoot!.querySelectorAll<HTMLSelectElement>('.menu select')].at(1);
    await persona.until(() => select()?.options[1], 'speakers');
    select()!.selectedIndex = 1;
    select()!.dispatchEvent(new Event('change'));
    await persona.until(() => persona.status.includes('cannot be used'), 'the notice');
    expect(select()!.value).to.equal('');
    expect(persona.of('anam-error').map(({ code }) => code)).to.deep.equal(['device-unavailable']);
  });

  it('offers the microphones as soon as they may be named', async () => {
    const { mediaDevices } = navigator;
    let allow: (() => void) | undefined;
    const allowed = new Promise<void>((resolve) => (allow = resolve));
    let named = false;
    const enumerate = () =>
      named ? MediaDevices.prototype.enumerateDevices.call(mediaDevices) : Promise.resolve([]);
    mediaDevices.enumerateDevices = enumerate;
    try {
      const persona = await personaFixture();
      await withMicrophone(refused('NotAllowedError'), () => persona.start());
      persona.button('More options').click();
      await persona.until(() => persona.find('.menu'), 'the menu');
      expect(persona.find('.menu .level'), 'no microphone to choose').to.equal(null);
      await withMicrophone(
        () => allowed.then(() => MediaDevices.prototype.getUserMedia.call(mediaDevices, { audio: true })),
        async () => {
          const asked = persona.element.requestMicrophone();
          named = true;
          allow?.();
          await asked;
        },
      );
      await persona.until(() => persona.find('.menu .level'), 'the level');
      await persona.until(() => persona.find('.menu select option:nth-child(2)'), 'devices');
    } finally {
      Reflect.deleteProperty(mediaDevices, 'enumerateDevices');
    }
  });

  it('shows the level of the voice', async () => {
    const persona = await personaFixture();
    await persona.start();
    persona.button('More options').click();
    await persona.until(() => persona.find('.level')?.style.getPropertyValue('--_level'), 'a level');
  });
});

describe('commands in HTML', () => {
  it('start, mute, caption and stop', async () => {
    const persona = await personaFixture('id="p"');
    const press = (command: string): void => {
      const button = document.createElement('button');
      button.setAttribute('commandfor', 'p');
      button.setAttribute('command', command);
      persona.element.after(button);
      button.click();
      button.remove();
    };
    press('--start');
    await persona.until(() => persona.element.state === 'live', 'live');
    press('--toggle-mic');
    press('--toggle-captions');
    press('--toggle-sound');
    await persona.until(() => persona.element.muted, 'the commands');
    expect([persona.element.micMuted, persona.element.captions]).to.deep.equal([true, true]);
    press('--interrupt');
    await persona.until(() => persona.clients.last.calls.length > 0, 'the interruption');
    press('--stop');
    await persona.until(() => persona.element.state === 'ended', 'ended');
  });
});

describe('the browser’s question for the microphone', () => {
  const asked = async (permission: PermissionState | 'unknown'): Promise<string> => {
    const persona = await personaFixture();
    persona.element.tokenProvider = forever;
    await withMicrophone(
      forever,
      async () => {
        persona.element.start().catch(() => undefined);
        await persona.until(() => persona.element.micState === 'asking', 'the question');
        await new Promise((resolve) => setTimeout(resolve));
        await persona.element.updateComplete;
      },
      permission,
    );
    const shown = `${persona.status} | ${persona.find('.card .title')!.textContent.trim()}`;
    await persona.element.stop();
    return shown;
  };

  for (const permission of ['prompt', 'unknown'] as const)
    it(`is pointed to where the permission is ${permission}`, async () => {
      expect(await asked(permission)).to.equal('Allow your microphone | Allow your microphone');
    });

  it('is not looked for where the permission is there, and only the device takes its time', async () => {
    expect(await asked('granted')).to.equal('Getting ready… | Getting ready…');
  });
});

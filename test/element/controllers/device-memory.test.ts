/** The choice of microphone and speaker outlives the page: what is kept, when it is used, and when nothing may be kept. */
import { expect } from '@open-wc/testing';
import { rememberDevice, rememberedDevice } from '../../../src/controllers/device-memory.js';
import { personaFixture } from '../../support/persona-fixture.js';

const INPUT = 'anam-persona:input-device';
const OUTPUT = 'anam-persona:output-device';

/** Everything that is stored. */
const kept = (): Record<string, string> => Object.fromEntries(Object.entries(localStorage));

/** What the browser was asked for, in order: `''` is any microphone. */
function watchQuestions(): { readonly asked: string[]; restore(): void } {
  const { mediaDevices } = navigator;
  const asked: string[] = [];
  const original = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (constraints) => {
    const { deviceId } = constraints!.audio as MediaTrackConstraints;
    asked.push(String((deviceId as ConstrainDOMStringParameters | undefined)?.exact ?? ''));
    return original(constraints);
  };
  return { asked, restore: () => Reflect.deleteProperty(mediaDevices, 'getUserMedia') };
}

const someMicrophone = async (): Promise<string> => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const devices = await navigator.mediaDevices.enumerateDevices();
  for (const track of stream.getTracks()) track.stop();
  return devices.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '').at(-1)!.deviceId;
};

describe('the memory of devices', () => {
  let questions: ReturnType<typeof watchQuestions>;
  let device: string;
  before(async () => {
    device = await someMicrophone();
  });
  beforeEach(() => (questions = watchQuestions()));
  afterEach(() => {
    questions.restore();
    localStorage.clear();
  });

  it('keeps nothing before somebody chooses', async () => {
    const persona = await personaFixture(`input-device="${device}"`);
    await persona.start();
    persona.element.inputDevice = '';
    persona.element.outputDevice = 'some-speaker';
    await persona.element.stop();
    expect(localStorage).to.have.length(0);
  });

  it('uses the choice at the next start, on another element too', async () => {
    const first = await personaFixture();
    await first.element.setInputDevice(device);
    expect(kept()).to.deep.equal({ [INPUT]: device });
    const next = await personaFixture();
    expect(next.element.inputDevice, 'before the start').to.equal('');
    await next.start();
    expect(questions.asked).to.deep.equal([device]);
    expect(next.element.inputDevice).to.equal(device);
  });

  it('gives way to what the page sets', async () => {
    rememberDevice('input', 'remembered');
    const persona = await personaFixture(`input-device="${device}"`);
    await persona.start();
    expect(questions.asked).to.deep.equal([device]);
  });

  it('takes the default, without a word, when the device is gone, and remembers it for its return', async () => {
    rememberDevice('input', 'gone');
    rememberDevice('output', 'gone');
    const persona = await personaFixture();
    await persona.start();
    expect(questions.asked).to.deep.equal(['gone', '']);
    await persona.until(() => persona.element.inputDevice === '', 'the default microphone');
    await persona.until(() => persona.element.outputDevice === '', 'the default speaker');
    expect(persona.element.micState).to.equal('granted');
    expect(persona.of('anam-error')).to.deep.equal([]);
    expect(kept()).to.deep.equal({ [INPUT]: 'gone', [OUTPUT]: 'gone' });
  });

  it('keeps a speaker in the same way, and the system’s default forgets', async () => {
    const persona = await personaFixture();
    rememberDevice('input', device);
    rememberDevice('output', 'speaker');
    await persona.element.setOutputDevice('');
    expect(kept()).to.deep.equal({ [INPUT]: device });
    await persona.element.setInputDevice('');
    expect(localStorage).to.have.length(0);
  });

  it('keeps a speaker waiting for a microphone that comes late', async () => {
    Object.defineProperty(navigator, 'userActivation', {
      configurable: true,
      value: { hasBeenActive: false, isActive: false },
    });
    const { prototype } = HTMLMediaElement;
    const original = Object.getOwnPropertyDescriptor(prototype, 'setSinkId')!;
    const used: string[] = [];
    let isAllowed = false;
    prototype.setSinkId = (id) => {
      if (!isAllowed) return Promise.reject(new DOMException('', 'SecurityError'));
      return Promise.resolve(void used.push(id));
    };
    try {
      const persona = await personaFixture('autostart output-device="headset"');
      await persona.until(() => persona.element.state === 'live', 'live');
      expect([persona.element.micState, persona.element.outputDevice]).to.deep.equal(['unasked', 'headset']);
      isAllowed = true;
      await persona.element.requestMicrophone();
      await persona.until(() => used.length > 0, 'the speaker');
      expect(new Set(used)).to.deep.equal(new Set(['headset']));
      expect(persona.element.outputDevice).to.equal('headset');
      expect(persona.of('anam-error')).to.deep.equal([]);
    } finally {
      Object.defineProperty(prototype, 'setSinkId', original);
      Reflect.deleteProperty(navigator, 'userActivation');
    }
  });

  it('keeps no choice that failed, and the last of two', async () => {
    const persona = await personaFixture();
    await persona.start();
    const failed = await persona.element.setInputDevice('no-such-device').catch((error: unknown) => error);
    expect(failed).to.include({ code: 'device-unavailable' });
    expect(localStorage).to.have.length(0);
    await Promise.all([persona.element.setInputDevice(device), persona.element.setInputDevice('')]);
    expect(persona.element.inputDevice).to.equal('');
    expect(localStorage).to.have.length(0);
  });

  it('goes on without storage', async () => {
    const forbidden = (): never => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    const original = Object.getOwnPropertyDescriptor(window, 'localStorage')!;
    Object.defineProperty(window, 'localStorage', { get: forbidden, configurable: true });
    try {
      const persona = await personaFixture();
      await persona.element.setInputDevice(device);
      await persona.start();
      expect(questions.asked).to.deep.equal([device]);
      expect(rememberedDevice('output')).to.equal('');
    } finally {
      Object.defineProperty(window, 'localStorage', original);
    }
  });
});

import { expect } from '@open-wc/testing';
import { MediaSessionController } from '../../../src/controllers/media-session-controller.js';
import { newHost, nextTask, type TestHost } from './host.js';

describe('MediaSessionController', () => {
  const session = navigator.mediaSession;
  let handlers: Map<string, MediaSessionActionHandler | null>;
  let microphone: boolean[];
  let calls: string[];
  let hosts: TestHost[];
  const facts = { title: 'Cara', microphoneActive: true };

  const controller = (name: string): MediaSessionController => {
    const host = newHost();
    hosts.push(host);
    document.body.append(host);
    return new MediaSessionController(host, {
      onHangUp: () => calls.push(`${name} hang up`),
      onToggleMicrophone: () => calls.push(`${name} microphone`),
    });
  };
  const press = (action: 'hangup' | 'togglemicrophone'): void => handlers.get(action)?.({ action: 'stop' });

  beforeEach(() => {
    handlers = new Map();
    microphone = [];
    calls = [];
    hosts = [];
    session.metadata = null;
    session.setActionHandler = (action: string, handler) => handlers.set(action, handler);
    session.setMicrophoneActive = (active: boolean) => {
      microphone.push(active);
      return Promise.resolve();
    };
  });

  afterEach(() => {
    Reflect.deleteProperty(session, 'setActionHandler');
    Reflect.deleteProperty(session, 'setMicrophoneActive');
    for (const host of hosts) host.remove();
  });

  it('shows the title, hangs up and toggles the microphone', () => {
    const media = controller('a');
    media.show({ ...facts, artwork: 'https://example.test/cara.png' });
    expect(session.metadata!.title).to.equal('Cara');
    expect(session.metadata!.artwork[0]!.src).to.equal('https://example.test/cara.png');
    press('hangup');
    press('togglemicrophone');
    expect(calls).to.deep.equal(['a hang up', 'a microphone']);
    expect(microphone).to.deep.equal([true]);
    media.release();
  });

  it('restores what the page showed', () => {
    const own = new MediaMetadata({ title: 'The page' });
    session.metadata = own;
    const media = controller('a');
    media.show(facts);
    media.release();
    media.release();
    expect(session.metadata === own, 'session.metadata').to.equal(true);
    expect([...handlers.values()]).to.deep.equal([null, null]);
    expect(microphone).to.deep.equal([true, false]);
  });

  it('leaves alone what the page put up meanwhile', () => {
    const media = controller('a');
    media.show(facts);
    const own = new MediaMetadata({ title: 'The page' });
    session.metadata = own;
    media.show(facts);
    expect(session.metadata === own, 'session.metadata').to.equal(true);
    media.release();
    expect(session.metadata === own, 'session.metadata').to.equal(true);
  });

  it('tells only what changed', () => {
    const media = controller('a');
    media.show(facts);
    const shown = session.metadata;
    media.show({ ...facts });
    expect(session.metadata === shown, 'session.metadata').to.equal(true);
    expect(microphone).to.deep.equal([true]);
    media.show({ ...facts, microphoneActive: false });
    expect(session.metadata === shown, 'session.metadata').to.equal(true);
    expect(microphone).to.deep.equal([true, false]);
    media.show({ ...facts, title: 'Nora', microphoneActive: false });
    expect(session.metadata!.title).to.equal('Nora');
    media.release();
  });

  it('lets the last of two elements win, and gives the place back', () => {
    const first = controller('first');
    const second = controller('second');
    first.show({ ...facts, title: 'First' });
    second.show({ ...facts, title: 'Second' });
    first.show({ ...facts, title: 'First, again' });
    expect(session.metadata!.title).to.equal('Second');
    press('hangup');
    second.release();
    expect(session.metadata!.title).to.equal('First, again');
    press('hangup');
    first.release();
    expect(session.metadata === null, 'session.metadata').to.equal(true);
    expect(calls).to.deep.equal(['second hang up', 'first hang up']);
  });

  it('lets an element that is not shown go without a trace', () => {
    const first = controller('first');
    const second = controller('second');
    first.show({ ...facts, title: 'First' });
    second.show({ ...facts, title: 'Second' });
    const shown = session.metadata;
    first.release();
    expect(session.metadata === shown, 'session.metadata').to.equal(true);
    press('hangup');
    expect(calls).to.deep.equal(['second hang up']);
    second.release();
    expect(session.metadata === null, 'session.metadata').to.equal(true);
  });

  it('does without actions and hints that the browser does not know', async () => {
    session.setActionHandler = () => {
      throw new TypeError('unknown action');
    };
    session.setMicrophoneActive = () => Promise.reject(new DOMException('', 'NotSupportedError'));
    const media = controller('a');
    media.show(facts);
    expect(session.metadata!.title).to.equal('Cara');
    Object.defineProperty(session, 'setMicrophoneActive', { value: undefined, configurable: true });
    media.release();
    await nextTask();
    expect(session.metadata === null, 'session.metadata').to.equal(true);
  });

  it('does without a media session', () => {
    Object.defineProperty(navigator, 'mediaSession', { value: undefined, configurable: true });
    const media = controller('a');
    media.show(facts);
    media.release();
    Reflect.deleteProperty(navigator, 'mediaSession');
    expect(session.metadata === null, 'session.metadata').to.equal(true);
  });
});

/** Whole sessions over the real adapter, counted from outside. */
import { expect } from '@open-wc/testing';
import { createPersonaSession, type PersonaSession, type SessionSettings } from '../../src/headless.js';
import type { Microphone } from '../../src/session/media.js';
import { control, ledger, makeVoice, mint, until } from './support/service.js';

/** Every peer connection of the page, made from now on. */
const countPeers = (): { open: () => number; restore: () => void } => {
  const Original = window.RTCPeerConnection;
  const peers: RTCPeerConnection[] = [];
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.push(this);
    }
  };
  return {
    open: () => peers.filter(({ connectionState }) => connectionState !== 'closed').length,
    restore: () => (window.RTCPeerConnection = Original),
  };
};

const setUp = (
  settings: Partial<SessionSettings> = {},
): { session: PersonaSession; label: string; tracks: MediaStreamTrack[] } => {
  const label = crypto.randomUUID();
  const tracks: MediaStreamTrack[] = [];
  const microphone: Microphone = {
    state: 'granted',
    open: () => {
      // Silence: the persona would listen to a tone and never answer.
      const voice = makeVoice(0);
      tracks.push(...voice.getAudioTracks());
      return Promise.resolve(voice);
    },
  };
  const session = createPersonaSession({
    microphone,
    tokenProvider: async () => {
      const { token, apiBaseUrl } = await mint({ clientLabel: label });
      return { sessionToken: token, apiBaseUrl };
    },
    clientOptions: { metrics: { disableClientMetrics: true } },
    ...settings,
  });
  return { session, label, tracks };
};

const allClosed = (label: string): Promise<void> =>
  until(async () => (await ledger(label)).every(({ closedAt }) => closedAt !== null));

describe('a session over the SDK and the simulator', function () {
  // The simulator works in real time, and a busy machine takes its own.
  this.timeout(60_000);

  it('ten starts and stops leave nothing behind', async () => {
    const peers = countPeers();
    const { session, label, tracks } = setUp();
    for (let round = 0; round < 10; round++) {
      await session.start();
      expect(session.state).to.equal('live');
      await session.stop();
      expect(peers.open(), `peer connections after round ${round}`).to.equal(0);
    }
    peers.restore();
    expect(tracks.length).to.equal(10);
    expect(tracks.every(({ readyState }) => readyState === 'ended')).to.equal(true);
    await allClosed(label);
    expect((await ledger(label)).length).to.equal(10);
  });

  it('a stop at any moment of a start leaves nothing behind', async () => {
    const peers = countPeers();
    const { session, label, tracks } = setUp();
    for (const milliseconds of [0, 5, 20, 40, 60, 80, 120, 200]) {
      const started = session.start();
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      await session.stop();
      await started;
      expect(session.state).to.equal('ended');
      expect(peers.open(), `peer connections after ${milliseconds} ms`).to.equal(0);
    }
    peers.restore();
    expect(tracks.every(({ readyState }) => readyState === 'ended')).to.equal(true);
    await allClosed(label);
  });

  it('double starts make one session', async () => {
    const { session, label } = setUp();
    await Promise.all([session.start(), session.start(), session.start()]);
    expect((await ledger(label)).length).to.equal(1);
    await session.stop();
    await allClosed(label);
  });

  it('a page that is left closes in the same task', async () => {
    const peers = countPeers();
    const { session, label, tracks } = setUp();
    await session.start();
    session.leave();
    expect(peers.open()).to.equal(0);
    expect(tracks.every(({ readyState }) => readyState === 'ended')).to.equal(true);
    peers.restore();
    await allClosed(label);
  });

  it('two sessions on one page do not know each other', async () => {
    const [one, other] = [setUp(), setUp()];
    await Promise.all([one.session.start(), other.session.start()]);
    await one.session.stop();
    expect(other.session.state).to.equal('live');
    await other.session.sendUserMessage('Are you there?');
    await until(() => other.session.messages.some(({ role }) => role === 'persona'));
    await other.session.stop();
    await Promise.all([allClosed(one.label), allClosed(other.label)]);
  });

  it('is ended by the service, with its words', async () => {
    const { session, label } = setUp();
    const warnings: string[] = [];
    session.subscribe((event) => event.type === 'warning' && warnings.push(event.message));
    await session.start();
    await control(session.sessionId!, 'end', { reason: 'Time is up.' });
    await until(() => session.state === 'ended');
    expect(session.endReason).to.equal('server');
    expect(warnings).to.deep.equal(['Time is up.']);
    await allClosed(label);
  });

  it('a lost one is replaced, and goes on with the conversation', async () => {
    const { session, label } = setUp();
    await session.start();
    await session.sendUserMessage('Remember the word zebra.');
    await until(() => session.messages.some(({ role }) => role === 'persona'));
    const before = session.messages.length;
    const first = session.sessionId;
    // As if the network had changed for good: the SDK's own connection is closed under it.
    const raw = session.client as { streamingClient: { handleWebrtcFailure(reason: string): void } };
    raw.streamingClient.handleWebrtcFailure('test');
    await until(() => session.state === 'live' && session.sessionId !== first);
    expect(session.messages.length).to.be.at.least(before);
    expect((await ledger(label)).length).to.equal(2);
    await session.stop();
    await allClosed(label);
  });

  it('says what the engine refuses', async () => {
    const { session } = setUp({
      tokenProvider: async () => {
        const { token, apiBaseUrl } = await mint({
          personaConfig: { personaId: '00000000-0000-0000-0000-000000000000' },
        });
        return { sessionToken: token, apiBaseUrl };
      },
    });
    const error = await session.start().catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'engine-not-found');
    expect(session.state).to.equal('failed');
  });

  it('streams a text that is made while it is spoken', async () => {
    const { session } = setUp({ disableInputAudio: true });
    await session.start();
    async function* words(): AsyncGenerator<string> {
      for (const word of ['Purple ', 'elephants ', 'dance.']) {
        yield word;
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    }
    await session.talk(words());
    await until(() => session.messages.some(({ content }) => content.includes('dance')));
    await session.stop();
  });

  it('answers a tool of the persona', async () => {
    const { session } = setUp({ disableInputAudio: true });
    session.registerTool('paint', ({ colour }) => Promise.resolve(`painted ${String(colour)}`));
    await session.start();
    await until(() => session.timings.ready !== undefined);
    await control(session.sessionId!, 'tool-call', {
      name: 'paint',
      arguments: { colour: 'magenta' },
      afterwards: 'It says {result}.',
    });
    await until(() => session.messages.some(({ content }) => content.includes('painted magenta')));
    await session.stop();
  });
});

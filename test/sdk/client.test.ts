/** What the adapter does about the SDK's ways, against the simulator: anam-platform behaviours by their symptom. */
import { expect } from '@open-wc/testing';
import type { ClientEvent, ClientFactory } from '../../src/session/client.js';
import { sdkClients } from '../../src/sdk/index.js';
import { dataChannelIsOpen, endConnection, peerConnectionOf } from '../../src/sdk/internals.js';
import type { AnamClient } from '../../src/sdk/sdk.js';
import { control, ledger, makeVoice, mint, until } from './support/service.js';

type Client = ReturnType<ClientFactory['create']>;

const setUp = async (
  body: object = {},
  voice = true,
): Promise<{ client: Client; events: ClientEvent[]; label: string; raw: AnamClient }> => {
  const label = crypto.randomUUID();
  const clients = sdkClients();
  const [ticket] = await Promise.all([mint({ clientLabel: label, ...body }), clients.load()]);
  const events: ClientEvent[] = [];
  const client = clients.create({
    ...ticket,
    options: { metrics: { disableClientMetrics: true } },
    voice,
    endOfSpeechSensitivity: undefined,
    onEvent: (event) => events.push(event),
  });
  return { client, events, label, raw: client.raw as AnamClient };
};

const told = (events: readonly ClientEvent[], type: ClientEvent['type']): boolean =>
  events.some((event) => event.type === type);

/** Delays the request for a session, as a slow network would. */
const slowEngine = (milliseconds: number): (() => void) => {
  const fetch = window.fetch.bind(window);
  window.fetch = async (url, init) => {
    if (typeof url === 'string' && url.includes('/engine/session')) {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }
    return fetch(url, init);
  };
  return () => (window.fetch = fetch);
};

describe('the SDK’s private fields that the adapter reads', function () {
  // The simulator works in real time, and a busy machine takes its own.
  this.timeout(60_000);

  it('are where src/sdk/internals.ts looks for them', async () => {
    const { client, raw } = await setUp();
    expect(peerConnectionOf(raw)).to.equal(null);
    expect(dataChannelIsOpen(raw)).to.equal(false);
    await client.open(null);
    await until(() => dataChannelIsOpen(raw));
    const peer = peerConnectionOf(raw);
    expect(peer).to.be.instanceOf(RTCPeerConnection);
    await endConnection(raw);
    expect(peer?.connectionState, 'stopConnection() closes it').to.equal('closed');
    await client.close();
    expect(peer?.connectionState).to.equal('closed');
    expect(peerConnectionOf(raw)).to.equal(null);
  });
});

describe('closing', function () {
  // The simulator works in real time, and a busy machine takes its own.
  this.timeout(60_000);

  it('is not kept from it by a listener of the page that throws', async () => {
    const { client, raw } = await setUp();
    await client.open(null);
    await until(() => dataChannelIsOpen(raw));
    const peer = peerConnectionOf(raw);
    raw.addListener(
      'CONNECTION_CLOSED' as never,
      (() => {
        throw new Error('the page’s own');
      }) as never,
    );
    const { error } = console;
    console.error = () => undefined;
    try {
      await client.close();
    } finally {
      console.error = error;
    }
    expect(peer?.connectionState).to.equal('closed');
  });

  it('during the request for a session waits for it and closes what came of it', async () => {
    const restore = slowEngine(300);
    const { client, events, label } = await setUp();
    const opening = client.open(null).catch((error: unknown) => error);
    let closed = false;
    const closing = client.close().then(() => (closed = true));
    expect(await opening).to.have.property('code', 'not-live');
    expect(closed).to.equal(false);
    await closing;
    restore();
    await until(async () => (await ledger(label)).every(({ closedAt }) => closedAt !== null));
    expect(events).to.deep.equal([]);
  });

  it('during a request that is refused ends with the refusal', async () => {
    const restore = slowEngine(200);
    const { client, label } = await setUp({
      personaConfig: { personaId: '00000000-0000-0000-0000-000000000000' },
    });
    const opening = client.open(null).catch((error: unknown) => error);
    await client.close();
    restore();
    expect(await opening).to.have.property('code', 'not-live');
    expect(await ledger(label)).to.deep.equal([]);
  });

  it('does not stop the tracks it was lent, in any phase', async () => {
    for (const phase of ['requesting', 'open'] as const) {
      const { client } = await setUp();
      const voice = makeVoice();
      const opening = client.open(voice).catch(() => undefined);
      if (phase === 'open') await opening;
      await client.close();
      expect(voice.getAudioTracks()[0]?.readyState, phase).to.equal('live');
      voice.getAudioTracks()[0]?.stop();
    }
  });

  it('ends the persona’s tracks', async () => {
    const { client } = await setUp();
    const media = await client.open(null);
    await client.close();
    await until(() => media.getTracks().every(({ readyState }) => readyState === 'ended'));
  });
});

describe('the voice', function () {
  // The simulator works in real time, and a busy machine takes its own.
  this.timeout(60_000);

  it('is heard from the beginning', async () => {
    const { client, label } = await setUp();
    const voice = makeVoice();
    await client.open(voice);
    await until(async () => (await ledger(label))[0]?.receivedAudio === true);
    await client.close();
    voice.getAudioTracks()[0]?.stop();
  });

  it('that comes late is heard without a new negotiation', async () => {
    const { client, label, events } = await setUp();
    await client.open(null);
    await until(() => told(events, 'ready') && told(events, 'data-channel-open'));
    expect((await ledger(label))[0]?.receivedAudio).to.equal(false);
    const voice = makeVoice();
    await client.setVoice(voice);
    await until(async () => (await ledger(label))[0]?.receivedAudio === true);
    await client.close();
    voice.getAudioTracks()[0]?.stop();
  });

  it('is never asked for by the SDK itself', async () => {
    const devices = navigator.mediaDevices;
    let asked = 0;
    devices.getUserMedia = () => {
      asked++;
      return Promise.reject(new DOMException('Not in this test.', 'NotAllowedError'));
    };
    try {
      for (const voice of [true, false]) {
        const { client, events } = await setUp({}, voice);
        await client.open(null);
        await until(() => told(events, 'ready') && told(events, 'data-channel-open'));
        await client.close();
      }
    } finally {
      // The browser's own is on the prototype.
      Reflect.deleteProperty(devices, 'getUserMedia');
    }
    expect(asked).to.equal(0);
  });

  it('is not negotiated where there never is one', async () => {
    const { client, raw } = await setUp({}, false);
    await client.open(null);
    const audio = peerConnectionOf(raw)
      ?.getTransceivers()
      .find(({ receiver }) => receiver.track.kind === 'audio');
    expect(audio?.direction).to.equal('recvonly');
    await client.setVoice(makeVoice());
    expect(audio?.sender.track).to.equal(null);
    await client.close();
  });
});

describe('a disturbed connection', function () {
  // The simulator works in real time, and a busy machine takes its own.
  this.timeout(60_000);

  it('is told when the network goes and when it is back', async () => {
    const { client, events, label } = await setUp();
    await client.open(null);
    await until(() => told(events, 'ready') && told(events, 'data-channel-open'));
    // Chromium notices after 5 to 8 seconds, and heals by itself what is over by then.
    await control((await ledger(label))[0]!.sessionId, 'drop-network', { milliseconds: 8_500 });
    await until(() => told(events, 'recovering'));
    await until(() => told(events, 'recovered'));
    expect(told(events, 'closed')).to.equal(false);
    await client.close();
  });

  it('a dropped WebSocket is ridden out', async () => {
    const { client, events, label } = await setUp();
    await client.open(null);
    await until(() => told(events, 'ready') && told(events, 'data-channel-open'));
    await control((await ledger(label))[0]!.sessionId, 'drop-websocket');
    await until(async () => {
      await client.talk('Still here.');
      return true;
    });
    await until(() =>
      events.some((event) => event.type === 'chunk' && event.chunk.content.includes('Still')),
    );
    expect(told(events, 'closed')).to.equal(false);
    await client.close();
  });
});

describe('tokens and arguments that the SDK refuses', function () {
  // The simulator works in real time, and a busy machine takes its own.
  this.timeout(60_000);

  it('reject or throw as ours', async () => {
    const { client, events } = await setUp();
    await client.open(null);
    await until(() => told(events, 'ready') && told(events, 'data-channel-open'));
    expect(() => client.sendCue('shy', {}))
      .to.throw('unsupported tag')
      .with.property('code', 'invalid-argument');
    await client.close();
    const clients = sdkClients();
    const request = {
      options: {},
      voice: false,
      endOfSpeechSensitivity: undefined,
      onEvent: () => undefined,
    };
    expect(() => clients.create({ token: 'nonsense', apiBaseUrl: undefined, ...request })).to.throw(
      'Invalid session token format',
    );
  });
});

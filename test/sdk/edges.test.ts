/** What the simulator does not do: an SDK that stays pending, fails, or hands out odd streams. */
import { expect } from '@open-wc/testing';
import type { ClientEvent } from '../../src/session/client.js';
import { SdkClient } from '../../src/sdk/client.js';
import { sdkClients } from '../../src/sdk/index.js';
import { watchLink } from '../../src/sdk/link-watch.js';
import type { Sdk } from '../../src/sdk/sdk.js';
import { ToolAnswers } from '../../src/sdk/tool-answers.js';
import { makeVoice, until } from './support/service.js';

type Listener = (...told: unknown[]) => void;

/** An SDK of which the test says what it does. Only what the adapter calls is there. */
class StubSdk {
  readonly listeners = new Map<string, Listener[]>();
  sessionId: string | null = null;
  stopped = 0;
  streamingClient: unknown = null;
  stream: () => Promise<MediaStream[]> = () => new Promise(() => undefined);
  stopStreaming: () => Promise<void> = () => {
    this.stopped++;
    return Promise.resolve();
  };

  emit(name: string, ...told: unknown[]): void {
    for (const listener of this.listeners.get(name) ?? []) listener(...told);
  }

  get sdk(): Sdk {
    const names = [
      'CONNECTION_CLOSED',
      'SERVER_WARNING',
      'INPUT_AUDIO_STREAM_STARTED',
      'VIDEO_STREAM_STARTED',
      'NEW',
    ];
    const client = {
      addListener: (name: string, listener: Listener) => {
        this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
      },
      getActiveSessionId: () => this.sessionId,
      stream: () => this.stream(),
      stopStreaming: () => this.stopStreaming(),
    };
    // The adapter reads the field through this very object.
    Object.defineProperty(client, 'streamingClient', { get: () => this.streamingClient });
    const AnamEvent = Object.fromEntries(names.map((name) => [name, name]));
    return { AnamEvent, createClient: () => client } as unknown as Sdk;
  }
}

const setUp = (voice = false, onEvent?: (event: ClientEvent) => void) => {
  const stub = new StubSdk();
  const events: ClientEvent[] = [];
  const client = new SdkClient(stub.sdk, {
    token: 'a token',
    apiBaseUrl: undefined,
    options: {},
    voice,
    endOfSpeechSensitivity: undefined,
    onEvent: onEvent ?? ((event) => events.push(event)),
  });
  return { stub, events, client };
};

const outcome = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

/** Keeps the console still and hands out what was said to it. */
const quietConsole = async (body: () => Promise<void>): Promise<unknown[][]> => {
  const said: unknown[][] = [];
  const { error } = console;
  console.error = (...words: unknown[]) => said.push(words);
  try {
    await body();
  } finally {
    console.error = error;
  }
  return said;
};

describe('the SDK’s code', () => {
  it('has to be loaded before a client is created', () => {
    const request = {
      token: 'x',
      apiBaseUrl: undefined,
      options: {},
      voice: false,
      endOfSpeechSensitivity: undefined,
    };
    expect(() => sdkClients().create({ ...request, onEvent: () => undefined }))
      .to.throw()
      .with.property('code', 'sdk-load-failed');
  });

  it('is not even loaded where there is no WebRTC', async () => {
    const original = window.RTCPeerConnection;
    Reflect.deleteProperty(window, 'RTCPeerConnection');
    try {
      expect(await outcome(sdkClients().load())).to.have.property('code', 'browser-unsupported');
    } finally {
      window.RTCPeerConnection = original;
    }
  });

  for (const [owner, name] of [
    [AbortSignal.prototype, 'reason'],
    [RTCPeerConnection.prototype, 'connectionState'],
  ] as const) {
    it(`nor where the browser is too old to know "${name}"`, async () => {
      const descriptor = Object.getOwnPropertyDescriptor(owner, name)!;
      Reflect.deleteProperty(owner, name);
      try {
        expect(await outcome(sdkClients().load())).to.have.property('code', 'browser-unsupported');
      } finally {
        Object.defineProperty(owner, name, descriptor);
      }
    });
  }
});

describe('an opening that can no longer succeed', () => {
  for (const [code, ours] of [
    ['CONNECTION_CLOSED_CODE_SIGNALLING_CLIENT_CONNECTION_FAILURE', 'signalling-lost'],
    ['CONNECTION_CLOSED_CODE_WEBRTC_FAILURE', 'webrtc-failed'],
    ['CONNECTION_CLOSED_CODE_NORMAL', 'not-live'],
  ]) {
    it(`rejects at ${code}, though stream() stays pending`, async () => {
      const { stub, client, events } = setUp();
      const opening = outcome(client.open(null));
      stub.sessionId = 'one';
      stub.emit('CONNECTION_CLOSED', code);
      stub.emit('CONNECTION_CLOSED', code);
      expect(await opening).to.have.property('code', ours);
      expect(events.map(({ type }) => type)).to.deep.equal(['session', 'closed']);
      await client.close();
      expect(stub.stopped).to.equal(1);
    });
  }

  it('rejects with what the SDK throws', async () => {
    const { stub, client } = setUp();
    stub.stream = () => Promise.reject(new Error('Already streaming'));
    expect(await outcome(client.open(null))).to.have.property('code', 'engine-error');
    await client.close();
  });
});

describe('streams', () => {
  it('two of them become one, with every track the connection has', async () => {
    const { stub, client } = setUp();
    const [one, other] = [makeVoice(0), makeVoice(0)];
    const receivers = [...one.getTracks(), ...other.getTracks()].map((track) => ({ track }));
    stub.streamingClient = { peerConnection: { getReceivers: () => receivers } };
    stub.stream = () => Promise.resolve([one, other]);
    const media = await client.open(null);
    expect(media.getTracks().length).to.equal(2);
    await client.close();
  });

  it('one that is told twice is one, and none at all are the tracks of the connection', async () => {
    const same = setUp();
    const stream = makeVoice(0);
    same.stub.stream = () => Promise.resolve([stream, stream]);
    expect(await same.client.open(null)).to.equal(stream);
    const none = setUp();
    none.stub.stream = () => Promise.resolve([undefined, undefined] as unknown as MediaStream[]);
    expect((await none.client.open(null)).getTracks()).to.deep.equal([]);
  });
});

describe('robustness', () => {
  it('an error in our handling does not reach the SDK', async () => {
    const said = await quietConsole(() => {
      const { stub } = setUp(false, () => {
        throw new Error('ours');
      });
      expect(() => stub.emit('SERVER_WARNING', 'careful')).not.to.throw();
      return Promise.resolve();
    });
    expect(String(said[0]?.[0])).to.contain('[anam-persona]');
  });

  it('an event the tables do not know is left alone', () => {
    const { stub, events } = setUp();
    stub.emit('NEW', 'something');
    expect(events).to.deep.equal([]);
  });

  it('a stop that fails is a close nevertheless', async () => {
    const { stub, client } = setUp();
    stub.stopStreaming = () => Promise.reject(new Error('test'));
    let ended = 0;
    stub.streamingClient = {
      stopConnection: () => {
        ended += 1;
        return Promise.reject(new Error('test'));
      },
    };
    const said = await quietConsole(() => client.close());
    expect(said.length).to.equal(1);
    expect(ended).to.equal(1);
  });

  it('the session of a stream that is there at once is known after a close in its middle', async () => {
    const { stub, events, client } = setUp();
    stub.stream = async () => {
      await Promise.resolve();
      stub.sessionId = 'a-session';
      return [new MediaStream()];
    };
    stub.stopStreaming = () => {
      stub.sessionId = null;
      return Promise.resolve();
    };
    const opened = outcome(client.open(null));
    await client.close();
    expect(await opened).to.have.property('code', 'not-live');
    expect(client.sessionId).to.equal('a-session');
    expect(events).to.deep.equal([]);
  });

  it('a microphone that cannot be attached is told as a warning', async () => {
    const { stub, client, events } = setUp(true);
    const sender = { track: null, replaceTrack: () => Promise.reject(new Error('no')) };
    const audio = { receiver: { track: { kind: 'audio' } }, sender };
    stub.streamingClient = { peerConnection: { getTransceivers: () => [audio] } };
    void outcome(client.open(makeVoice(0)));
    stub.emit('INPUT_AUDIO_STREAM_STARTED');
    await new Promise((resolve) => setTimeout(resolve));
    expect(events).to.deep.equal([{ type: 'warning', message: 'The microphone could not be attached: no' }]);
    stub.sessionId = 'one';
    await client.close();
  });
});

describe('a tool that is answered', () => {
  it('before the SDK asks, gets its first answer', async () => {
    let handler: { onStart?: (payload: { toolCallId: string }) => Promise<unknown> } = {};
    const registered: string[] = [];
    const answers = new ToolAnswers({
      registerToolCallHandler: (name: string, given: typeof handler) => {
        registered.push(name);
        handler = given;
      },
    } as never);
    const call = { callId: '1', name: 'paint', kind: 'client', arguments: {} } as const;
    answers.expect(call);
    answers.expect(call);
    answers.expect({ ...call, name: 'look_up', kind: 'server' });
    answers.answer('1', { result: 'first' });
    answers.answer('1', { result: 'second' });
    expect(await handler.onStart?.({ toolCallId: '1' })).to.equal('first');
    expect(registered).to.deep.equal(['paint']);
  });
});

describe('watching the link', () => {
  const peer = () =>
    Object.assign(new EventTarget(), { connectionState: 'connected', iceConnectionState: 'connected' });

  const watch = (subject: ReturnType<typeof peer>): { told: string[]; stop: () => void } => {
    const told: string[] = [];
    const stop = watchLink(subject as unknown as RTCPeerConnection, {
      onRecovering: () => told.push('recovering'),
      onRecovered: () => told.push('recovered'),
      onBroken: () => told.push('broken'),
    });
    return { told, stop };
  };

  const become = (subject: ReturnType<typeof peer>, connection: string, ice: string): void => {
    Object.assign(subject, { connectionState: connection, iceConnectionState: ice });
    subject.dispatchEvent(new Event('iceconnectionstatechange'));
    subject.dispatchEvent(new Event('connectionstatechange'));
  };

  it('tells each disturbance once', () => {
    const subject = peer();
    const { told, stop } = watch(subject);
    become(subject, 'connected', 'completed');
    become(subject, 'disconnected', 'disconnected');
    become(subject, 'failed', 'failed');
    become(subject, 'connecting', 'checking');
    become(subject, 'connected', 'connected');
    stop();
    become(subject, 'failed', 'failed');
    expect(told).to.deep.equal(['recovering', 'recovered']);
  });

  it('tells a connection whose encryption failed while the network is fine', async () => {
    const subject = peer();
    const { told, stop } = watch(subject);
    become(subject, 'failed', 'connected');
    await until(() => told.includes('broken'));
    stop();
    expect(told).to.deep.equal(['recovering', 'broken']);
  });

  it('ends the client for such a connection, and says so once', async () => {
    const subject = peer();
    const { stub, client, events } = setUp();
    stub.streamingClient = { peerConnection: subject };
    stub.emit('VIDEO_STREAM_STARTED');
    stub.emit('VIDEO_STREAM_STARTED');
    become(subject, 'failed', 'connected');
    await until(() => events.length === 2);
    stub.emit('CONNECTION_CLOSED', 'CONNECTION_CLOSED_CODE_WEBRTC_FAILURE');
    expect(events.map(({ type }) => type)).to.deep.equal(['recovering', 'closed']);
    await client.close();
  });

  it('tells a recovery through the client', async () => {
    const subject = peer();
    const { stub, client, events } = setUp();
    stub.streamingClient = { peerConnection: subject };
    stub.emit('VIDEO_STREAM_STARTED');
    become(subject, 'disconnected', 'disconnected');
    become(subject, 'connected', 'connected');
    expect(events.map(({ type }) => type)).to.deep.equal(['recovering', 'recovered']);
    await client.close();
  });

  it('does not when the two agree again in time', async () => {
    const subject = peer();
    const { told, stop } = watch(subject);
    become(subject, 'failed', 'connected');
    become(subject, 'connected', 'connected');
    // Longer than the two may contradict each other: nothing may come of it.
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    stop();
    expect(told).to.deep.equal(['recovering', 'recovered']);
  });
});

describe('a data channel that is not there', () => {
  it('is told, whatever is to be sent', async () => {
    const { client } = setUp();
    expect(() => client.sendUserMessage('Hi'))
      .to.throw()
      .with.property('code', 'not-live');
    await client.close();
  });
});

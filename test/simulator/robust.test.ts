/** What arrives may be anything, and may come or go at any time: it harms at most its own session. */

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Clock } from '../../simulator/clock.js';
import { personas, startSimulator, type LedgerSession, type Simulator } from '../../simulator/index.js';
import { readSettings } from '../../simulator/engine/config.js';
import { ActiveFaults } from '../../simulator/faults/active.js';
import { completeOptions } from '../../simulator/options.js';
import { Simulation } from '../../simulator/simulation.js';
import { LedgerEntry } from '../../simulator/ledger.js';
import { PreparedFrames } from '../../simulator/media/prepared.js';
import { openVoice } from '../../simulator/media/voice.js';
import type { Peer, PeerListener } from '../../simulator/transport/peer.js';
import { Session } from '../../simulator/transport/session.js';
import { CONFIG } from './support/config.js';
import { NodeClient, call, mint, openEngine } from './support/node-client.js';

/** A TCP connection that has sent a text. */
async function raw(simulator: Simulator, text: string): Promise<Socket> {
  const socket = connect({
    port: Number(new URL(simulator.url).port),
    host: '127.0.0.1',
    allowHalfOpen: true,
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;

/** Opens a session by hand and its socket with TCP alone: it never answers a closing frame. */
async function openDeafSocket(simulator: Simulator): Promise<Socket> {
  const { body } = await openEngine(simulator, await mint(simulator));
  const socket = await raw(simulator, upgrade(`/ws?session_id=${String(body['sessionId'])}`));
  await once(socket, 'data');
  return socket;
}

const session = (simulator: Simulator): LedgerSession | undefined => simulator.ledger().sessions.at(-1);

async function until(what: string, check: () => boolean, timeout = 5000): Promise<void> {
  const limit = Date.now() + timeout;
  while (!check()) {
    await wait(20);
    if (Date.now() > limit) throw new Error(`Waited in vain for: ${what}.`);
  }
}

describe('whatever arrives', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator({ concurrency: 50 })));
  after(() => simulator.close());
  const isWell = async (): Promise<void> =>
    assert.equal((await call(simulator, 'GET', '/_simulator/health')).status, 200);

  for (const path of ['//', '/', '/ws?session_id=x', 'http://', '/%', '*', '/ws?session_id=%E0%A4%A'])
    it(`an upgrade to ${path} is refused`, async () => {
      const socket = await raw(simulator, upgrade(path));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      assert.match(answer.toString(), /^HTTP\/1\.1 4\d\d /);
      socket.destroy();
      await isWell();
    });

  for (const path of ['http://', '/v1/sessions/%E0%A4%A'])
    it(`a request for ${path} is a bad one`, async () => {
      const socket = await raw(simulator, `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      assert.match(answer.toString(), /^HTTP\/1\.1 400 /);
      socket.destroy();
    });

  it('an upgrade that is broken off at once harms nobody', async () => {
    for (let i = 0; i < 20; i++) (await raw(simulator, upgrade('/ws?session_id=x'))).resetAndDestroy();
    await wait(100);
    await isWell();
  });

  it('garbage on every way of a session leaves it alive', async () => {
    const client = await NodeClient.start(simulator, { ...CONFIG, skipGreeting: true });
    await client.until('pictures', () => client.packets.video > 3 && client.channelOpen);
    const candidate = client.signals.find(({ actionType }) => actionType === 'icecandidate');
    const line = String((candidate?.payload as { candidate?: string } | undefined)?.candidate);
    const udp = createSocket('udp4');
    for (let first = 0; first < 256; first++) {
      for (const length of [1, 13, 40])
        udp.send(Buffer.alloc(length, first), Number(line.split(' ')[5]), '127.0.0.1');
    }
    for (const payload of [null, 5, 'x', [], {}, { connectionDescription: { sdp: 'v=0\r\nnonsense' } }]) {
      for (const type of [
        'offer',
        'icecandidate',
        'talkstream',
        'agentaudioinput',
        'agentaudioinputend',
        'x',
      ])
        client.signal(type, payload);
    }
    client.signal('icecandidate', { candidate: 'candidate:nonsense', sdpMid: '0' });
    for (const message_type of [
      'speech',
      'persona_config',
      'director_note_cue',
      'tool_result',
      'interrupt',
    ]) {
      client.say({ message_type, content: 5, data: null, cue: 3, tool_call_id: {}, in_seconds: 'soon' });
      client.say({
        message_type,
        data: { voiceDetectionOptions: 7, tools: [null, 3], __proto__: 1 },
        cue: null,
      });
    }
    await wait(300);
    const before = client.packets.video;
    await client.until('more pictures', () => client.packets.video > before + 10);
    client.say({ message_type: 'speech', content: 'Hello' });
    await client.until('the echo', () => client.messages.some(({ data }) => data['content'] === 'Hello'));
    udp.close();
    await client.close();
  });
});

it('a listener of the clock that throws is dropped; the others go on', async () => {
  const clock = new Clock();
  const errors: unknown[] = [];
  let beats = 0;
  clock.listen(
    () => {
      throw new Error('Broken');
    },
    (error) => errors.push(error),
  );
  const stop = clock.listen(
    () => beats++,
    (error) => errors.push(error),
  );
  await until('beats', () => beats > 3);
  stop();
  assert.equal(errors.length, 1);
});

/** A session on a peer and media of the test's making. */
function sessionOf(clock: Clock, encode: () => Buffer): { session: Session; listener: PeerListener } {
  let listener: PeerListener | undefined;
  const settings = readSettings({ ...CONFIG, skipGreeting: true });
  const entry = new LedgerEntry('5f1c0a10-1111-4000-8000-000000000001', null, Date.now());
  const peer: Peer = {
    answer: () => Promise.resolve('v=0'),
    addCandidate: () => Promise.resolve(),
    audioCodec: 'pcmu',
    sendVideo: () => undefined,
    sendAudio: () => undefined,
    sendMessage: () => true,
    closeChannel: () => true,
    setLink: () => undefined,
    close: () => Promise.resolve(),
  };
  const session = new Session({
    sessionId: entry.sessionId,
    dialect: 'envelope',
    settings,
    entry,
    media: {
      clock,
      voice: openVoice(),
      codecs: {
        opus: false,
        encoder: () => ({ ticks: 160, encode, close: () => undefined }),
        close: () => undefined,
      },
      frames: new PreparedFrames(),
    },
    makePeer: (told) => {
      listener = told;
      return peer;
    },
    signallingGrace: 1000,
    mediaGrace: 1000,
    faults: [],
    onClosed: () => undefined,
  });
  session.receive('offer', { connectionDescription: { type: 'offer', sdp: 'v=0' } });
  return {
    session,
    get listener() {
      assert.ok(listener, 'No peer was made.');
      return listener;
    },
  };
}

it('a mistake in one session ends that session alone, and is told', async (test) => {
  const told = test.mock.method(console, 'error', () => undefined);
  const clock = new Clock();
  let sent = 0;
  const good = sessionOf(clock, () => Buffer.alloc(160, sent++));
  const bad = sessionOf(clock, () => {
    throw new Error('Broken');
  });
  await wait(20);
  for (const { listener } of [bad, good]) listener.connected();
  await until('the end of the bad one', () => bad.session.closed);
  assert.equal(bad.session.entry.endReason, 'simulator-error');
  const before = sent;
  await until('sound of the good one', () => sent > before + 3);
  assert.equal(good.session.closed, false);
  assert.match(String(told.mock.calls[0]?.arguments[0]), /^\[anam-persona\]/);
  await good.session.close('client');
});

it('timers of the options of a call change those of the token, and the others stay', async () => {
  const simulator = await startSimulator();
  const minted = await call(simulator, 'POST', '/v1/auth/session-token', {
    bearer: simulator.apiKey,
    body: {
      personaConfig: {
        ...CONFIG,
        skipGreeting: true,
        voiceDetectionOptions: { silenceBeforeSessionEndSeconds: 0.3, endOfSpeechSensitivity: 0.1 },
      },
    },
  });
  const { body } = await call(simulator, 'POST', '/v1/engine/session', {
    bearer: String(minted.body['sessionToken']),
    body: { sessionOptions: { voiceDetection: { endOfSpeechSensitivity: 0.9 } } },
  });
  const client = new NodeClient(body);
  await client.openSocket();
  await client.offer();
  await client.until('the end after silence', () => client.hasSignal('endsession'));
  assert.match(session(simulator)?.endReason ?? '', /silent for too long/);
  await client.close();
  await simulator.close();
});

describe('closing', () => {
  const closesIn = async (simulator: Simulator, milliseconds: number): Promise<void> => {
    const start = Date.now();
    await simulator.close();
    assert.ok(Date.now() - start < milliseconds, `It took ${Date.now() - start} ms.`);
    await assert.rejects(fetch(simulator.url));
  };

  it('does not wait for sockets that never answer', async () => {
    const simulator = await startSimulator();
    const deaf = await openDeafSocket(simulator);
    const refused = await raw(simulator, upgrade('/ws?session_id=x'));
    await once(refused, 'data');
    await closesIn(simulator, 10_000);
    deaf.destroy();
    refused.destroy();
  });

  it('lets no session open that was asked for before', async () => {
    const simulator = await startSimulator({ fault: 'engine-slow:delay=200' });
    const asked = openEngine(simulator, await mint(simulator)).catch(() => undefined);
    await wait(50);
    await simulator.close();
    await asked;
    await wait(300);
    assert.deepEqual(simulator.ledger().sessions, []);
  });

  it('lets none open behind its back either', async () => {
    const simulation = await Simulation.open(completeOptions({}));
    const grant = {
      personaConfig: CONFIG,
      clientLabel: null,
      sessionOptions: {},
      faults: new ActiveFaults(),
      sessionId: '5f1c0a10-1111-4000-8000-000000000002',
    };
    const closing = simulation.close();
    assert.throws(() => simulation.openSession(grant, {}, undefined), /closed/);
    await closing;
  });

  it('a refused upgrade is hung up on, even when the other side is not', async () => {
    const simulator = await startSimulator();
    const refused = await raw(simulator, upgrade('/ws?session_id=x'));
    await once(refused, 'data');
    const ended = once(refused, 'end');
    await ended;
    // With one half of it still open, a write would be taken; a socket that is gone answers with a reset.
    const reset = new Promise((resolve) => refused.once('close', resolve));
    for (let i = 0; i < 3; i++) {
      refused.write('x');
      await wait(50);
    }
    await reset;
    await simulator.close();
  });

  it('ends a socket whose page never answers, also when the session ends by itself', async () => {
    const simulator = await startSimulator();
    const deaf = await openDeafSocket(simulator);
    const closed = once(deaf, 'end');
    const { sessionId } = session(simulator)!;
    await call(simulator, 'POST', `/_simulator/sessions/${sessionId}/end`, { body: {} });
    // Less than the 30 seconds after which the library would hang up by itself.
    const late = wait(20_000, undefined, { ref: false }).then(() => assert.fail('The socket is still open.'));
    await Promise.race([closed, late]);
    deaf.destroy();
    await simulator.close();
  });
});

describe('a caller that hangs up', () => {
  it('before engine/session has answered leaves a session behind, which holds its slot until it is stopped', async (context) => {
    const simulator = await startSimulator({ concurrency: 1, fault: 'engine-slow:delay=1000,times=1' });
    context.after(() => simulator.close());
    const token = await mint(simulator);
    const caller = new AbortController();
    const asked = fetch(`${simulator.url}/v1/engine/session`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: '{}',
      signal: caller.signal,
    });
    await until('the request', () => simulator.faults.struck()['engine-slow'] === 1);
    caller.abort();
    await assert.rejects(asked);
    const ledger = (): LedgerSession[] => simulator.ledger().sessions;
    for (const end = Date.now() + 10_000; ledger().length === 0 && Date.now() < end;) await wait(20);
    assert.deepEqual(
      ledger().map(({ streamingSince, closedAt }) => [streamingSince, closedAt]),
      [[null, null]],
    );
    assert.equal((await openEngine(simulator, token)).status, 401, 'the token is spent');
    assert.equal((await openEngine(simulator, await mint(simulator))).status, 429, 'the slot is taken');
    const stop = `/v1/sessions/${ledger()[0]?.sessionId}/stop`;
    assert.equal((await call(simulator, 'POST', stop, { bearer: simulator.apiKey })).status, 202);
    for (const end = Date.now() + 10_000; ledger()[0]?.endReason !== 'stopped' && Date.now() < end;)
      await wait(20);
    assert.equal((await openEngine(simulator, await mint(simulator))).status, 200);
  });
});

describe('a session that is billed and shows nothing', () => {
  it('ends when no media come', async () => {
    const simulator = await startSimulator({ mediaGraceSeconds: 0.3 });
    const { body } = await openEngine(simulator, await mint(simulator));
    const client = new NodeClient(body);
    await client.openSocket();
    await client.until('the end', () => client.hasSignal('endsession'));
    assert.equal(session(simulator)?.endReason, 'no-media');
    client.closeSocket();
    await simulator.close();
  });

  it('ends when its time is up, counted from the socket', async () => {
    const simulator = await startSimulator();
    const token = await mint(simulator, { ...CONFIG, maxSessionLengthSeconds: 0.5 });
    const client = new NodeClient((await openEngine(simulator, token)).body);
    await client.openSocket();
    await client.until('the end', () => client.hasSignal('endsession'));
    const { billedSeconds = 0, endReason } = session(simulator) ?? {};
    assert.match(endReason ?? '', /maximum session length/);
    assert.ok(billedSeconds >= 0.5 && billedSeconds < 5, `${billedSeconds}`);
    client.closeSocket();
    await simulator.close();
  });

  it('goes on where the length of a stored persona is not taken from the token', async (context) => {
    const simulator = await startSimulator({ ignoreStoredLength: true });
    context.after(() => simulator.close());
    const open = async (config: object): Promise<NodeClient> => {
      const token = await mint(simulator, { ...config, maxSessionLengthSeconds: 0.5 });
      const client = new NodeClient((await openEngine(simulator, token)).body);
      await client.openSocket();
      return client;
    };
    const stored = await open({ personaId: personas[0]?.id });
    const described = await open(CONFIG);
    await described.until('the end', () => described.hasSignal('endsession'));
    // The other was opened first, with the same length.
    assert.equal(stored.hasSignal('endsession'), false);
    described.closeSocket();
    stored.closeSocket();
  });
});

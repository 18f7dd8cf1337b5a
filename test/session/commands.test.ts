import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PersonaError } from '../../src/session/error.js';
import type { FakeClients } from '../support/fake-client.js';
import { isPending, LIVE_TIMERS, makeHarness, settle } from '../support/session-harness.js';

const notLive = { code: 'not-live' } as const;

describe('commands without a live session', () => {
  it('reject with not-live, or throw it where a stream is asked for', async () => {
    const { session } = makeHarness();
    await assert.rejects(session.interrupt(), notLive);
    await assert.rejects(session.talk('Hi'), notLive);
    await assert.rejects(session.sendUserMessage('Hi'), notLive);
    await assert.rejects(session.addContext('Hi'), notLive);
    await assert.rejects(session.sendDirectorNoteCue('happy'), notLive);
    await assert.rejects(session.updatePersona({ languageCode: 'de' }), notLive);
    assert.throws(() => session.talkStream(), notLive);
    assert.throws(
      () => session.sendAudio({ encoding: 'pcm_s16le', sampleRate: 16_000, channels: 1 }),
      notLive,
    );
  });

  it('reject while it connects, except what may wait', async () => {
    const { session, clients } = makeHarness({ auto: false });
    void session.start();
    await settle();
    clients.last.describe();
    await assert.rejects(session.talk('Hi'), notLive);
    const waiting = session.addContext('Hi');
    assert.equal(await isPending(waiting), true);
    clients.last.openChannel();
    await waiting;
  });
});

describe('commands of a live session', () => {
  it('reach the client', async () => {
    const { session, clients } = makeHarness();
    await session.start();
    await session.interrupt();
    await session.talk('Say this.');
    await session.addContext('It rains.');
    await session.sendDirectorNoteCue('happy', { inSeconds: 2 });
    await session.sendDirectorNoteCue('sad');
    await session.updatePersona({ languageCode: 'de' });
    assert.deepEqual(clients.last.sent, [
      { what: 'interrupt' },
      { what: 'talk', text: 'Say this.' },
      { what: 'context', text: 'It rains.' },
      { what: 'cue', tag: 'happy', options: { inSeconds: 2 } },
      { what: 'cue', tag: 'sad', options: {} },
      { what: 'config', config: { languageCode: 'de' } },
    ]);
  });

  it('pass on what the client says to bad arguments', async () => {
    const { session, clients } = makeHarness();
    await session.start();
    clients.last.sendCue = () => {
      throw new PersonaError('invalid-argument', 'unsupported tag');
    };
    await assert.rejects(session.sendDirectorNoteCue('shy'), { code: 'invalid-argument' });
  });

  it('a text the service does not take is a talk that failed', async () => {
    const { session, clients } = makeHarness();
    await session.start();
    clients.last.talk = () => Promise.reject(new Error('502'));
    await assert.rejects(session.talk('Hi'), { code: 'talk-failed' });
    clients.last.talk = () => Promise.reject(new PersonaError('signalling-lost', 'test'));
    await assert.rejects(session.talk('Hi'), { code: 'signalling-lost' });
  });
});

describe('messages and context', () => {
  it('wait for the data channel and go in their order', async () => {
    const { session, clients } = makeHarness({ auto: false });
    void session.start();
    const sent = [session.addContext('one'), session.sendUserMessage('two'), session.addContext('three')];
    await settle();
    clients.last.describe();
    clients.last.connect();
    await settle();
    assert.equal(session.state, 'live');
    assert.equal(clients.last.sent.length, 0);
    clients.last.openChannel();
    await Promise.all(sent);
    assert.deepEqual(
      clients.last.sent.map((letter) => ('text' in letter ? letter.text : letter.what)),
      ['one', 'two', 'three'],
    );
    clients.last.openChannel();
    assert.equal(clients.last.sent.length, 3, 'nothing is said twice');
    assert.deepEqual(
      session.messages.map(({ content }) => content),
      ['two'],
    );
  });

  it('are said once, also when a replacement comes', async () => {
    const { session, clients, clock } = makeHarness();
    const started = session.start();
    await Promise.all([started, session.sendUserMessage('Hello')]);
    clients.last.tell({ type: 'closed', error: new PersonaError('webrtc-failed', 'test') });
    await clock.advance(1_000);
    assert.deepEqual(
      clients.last.sent.map(({ what }) => what),
      ['context'],
    );
  });

  it('are returned when the session ends before', async () => {
    const { session } = makeHarness({ auto: false });
    void session.start();
    const sent = session.sendUserMessage('Hi');
    const refused = assert.rejects(sent, notLive);
    await settle();
    session.leave();
    await refused;
  });

  it('given while the session before ends wait for the next, which may be taken back', async () => {
    const { session, clients } = makeHarness({ auto: false });
    void session.start();
    await settle();
    void session.stop();
    await assert.rejects(session.sendUserMessage('too late'), notLive);
    void session.start();
    const sent = session.sendUserMessage('for the next');
    const refused = assert.rejects(session.addContext('the next is taken back'), notLive);
    void session.stop();
    await refused;
    await assert.rejects(sent, notLive);
    clients.last.allocate();
    await settle();
  });

  it('wait for the replacement when the channel has just gone', async () => {
    const { session, clients, clock } = makeHarness();
    await session.start();
    const first = clients.last;
    first.channelOpen = false;
    const sent = session.sendUserMessage('Hi');
    assert.equal(await isPending(sent), true);
    first.tell({ type: 'closed', error: new PersonaError('webrtc-failed', 'test') });
    await clock.advance(1_000);
    await sent;
    assert.deepEqual(clients.last.sent, [{ what: 'message', text: 'Hi' }]);
  });

  it('are returned after five seconds when the channel is gone and the session goes on', async () => {
    const { session, clients, clock, events } = makeHarness();
    await session.start();
    clients.last.channelOpen = false;
    const before = events.length;
    const first = session.sendUserMessage('Hi');
    const refused = assert.rejects(first, notLive);
    await clock.advance(4_000);
    const second = session.addContext('It rains.');
    const refusedToo = assert.rejects(second, notLive);
    assert.equal(await isPending(first), true);
    await clock.advance(1_000);
    await Promise.all([refused, refusedToo]);
    assert.equal(session.state, 'live');
    assert.equal(events.length, before, 'what was not said is no message');
    assert.equal(clock.pending, LIVE_TIMERS);
  });

  it('are returned as well when a live session never got a channel', async () => {
    const { session, clients, clock } = makeHarness({ auto: false });
    void session.start();
    await settle();
    const sent = session.sendUserMessage('Hi');
    const refused = assert.rejects(sent, notLive);
    await clock.advance(10_000);
    clients.last.describe();
    clients.last.connect();
    await clock.advance(4_999);
    assert.equal(await isPending(sent), true);
    await clock.advance(1);
    await refused;
    await session.stop();
  });

  it('are not returned while the connection is repaired, which may bring a replacement', async () => {
    const { session, clients, clock } = makeHarness();
    await session.start();
    clients.last.channelOpen = false;
    const sent = session.sendUserMessage('Hi');
    await settle();
    clients.last.tell({ type: 'recovering' });
    await clock.advance(29_000);
    assert.equal(await isPending(sent), true);
    await clock.advance(2_000);
    await sent;
    assert.equal(clients.clients.length, 2);
    await clock.advance(10_000);
    await session.stop();
    assert.equal(clock.pending, 0);
  });

  it('one that cannot be sent is returned, and the others go', async () => {
    const { session, clients } = makeHarness({ auto: false });
    void session.start();
    const bad = session.addContext('bad');
    const good = session.addContext('good');
    const refused = assert.rejects(bad, { message: 'too large' });
    await settle();
    clients.last.describe();
    const add = clients.last.addContext.bind(clients.last);
    clients.last.addContext = (text) => {
      if (text === 'bad') throw new Error('too large');
      add(text);
    };
    clients.last.openChannel();
    await Promise.all([refused, good]);
    await assert.rejects(session.addContext('bad'), { message: 'too large' });
  });

  it('wait for the next channel when the one that opened is gone again', async () => {
    const { session, clients, clock } = makeHarness({ auto: false });
    void session.start();
    await settle();
    const sent = [session.sendUserMessage('one'), session.sendUserMessage('two')];
    clients.last.describe();
    clients.last.tell({ type: 'data-channel-open' });
    for (const message of sent) assert.equal(await isPending(message), true);
    clients.last.connect();
    await settle();
    clients.last.tell({ type: 'closed', error: new PersonaError('webrtc-failed', 'test') });
    await clock.advance(1_000);
    clients.last.describe();
    clients.last.openChannel();
    await Promise.all(sent);
    assert.deepEqual(
      clients.last.sent.map((said) => 'text' in said && said.text),
      ['one', 'two'],
    );
  });

  it('are never empty', async () => {
    const { session } = makeHarness();
    await session.start();
    await assert.rejects(session.sendUserMessage('  '), { code: 'invalid-argument' });
    await assert.rejects(session.addContext(undefined as unknown as string), { code: 'invalid-argument' });
  });
});

describe('detection settings', () => {
  const sent = (clients: FakeClients): unknown[] => clients.last.sent;
  const update = (endOfSpeechSensitivity: number): unknown => ({
    what: 'config',
    config: { voiceDetectionOptions: { endOfSpeechSensitivity } },
  });

  it('changed while the session opens are told when it can be told', async () => {
    const { session, clients } = makeHarness({ auto: false, settings: { endOfSpeechSensitivity: 0.2 } });
    void session.start();
    await settle();
    session.configure({ endOfSpeechSensitivity: 0.7 });
    clients.last.describe();
    clients.last.openChannel();
    assert.deepEqual(sent(clients), [update(0.7)]);
  });

  it('changed while the channel is gone do not throw, and are told to the next session', async () => {
    const { session, clients, clock } = makeHarness();
    await session.start();
    clients.last.channelOpen = false;
    session.configure({ endOfSpeechSensitivity: 0.7 });
    assert.deepEqual(sent(clients), []);
    clients.last.tell({ type: 'closed', error: new PersonaError('webrtc-failed', 'test') });
    await clock.advance(1_000);
    assert.equal(clients.last.request.endOfSpeechSensitivity, 0.7);
    assert.deepEqual(sent(clients), []);
  });

  it('that the client does not take are a warning', async () => {
    const { session, clients, of } = makeHarness();
    await session.start();
    clients.last.updatePersona = () => {
      throw new Error('too much');
    };
    session.configure({ endOfSpeechSensitivity: 0.7 });
    assert.match(of('warning')[0]?.message ?? '', /too much/);
  });

  it('are sent at once while live, as far as the service allows', async () => {
    const { session, clients } = makeHarness({ settings: { endOfSpeechSensitivity: 0.5 } });
    await session.start();
    assert.equal(clients.last.request.endOfSpeechSensitivity, 0.5);
    session.configure({ endOfSpeechSensitivity: 0.5 });
    session.configure({ endOfSpeechSensitivity: 0.9 });
    session.configure({ endOfSpeechSensitivity: undefined });
    assert.deepEqual(clients.last.sent, [
      { what: 'config', config: { voiceDetectionOptions: { endOfSpeechSensitivity: 0.9 } } },
    ]);
  });
});

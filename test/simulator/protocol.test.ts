/** A program that knows only the protocol holds sessions; every message it gets is held against the schemas. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSimulator, type Simulator } from '../../simulator/index.js';
import { CONFIG } from './support/config.js';
import { NodeClient, call, mint, openEngine } from './support/node-client.js';
import {
  check,
  clientMessageSchemas,
  clientSignalSchemas,
  dataSchemas,
  engineSchema,
  errorSchema,
  restSchemas,
  signalSchemas,
} from './support/schemas.js';

/** Checks everything the client has been sent. */
function checkAll(client: NodeClient): void {
  for (const { actionType, sessionId, payload } of client.signals) {
    check(actionType, signalSchemas[actionType], payload);
    assert.equal(sessionId, client.sessionId);
  }
  for (const message of client.messages) {
    assert.deepEqual(Object.keys(message), ['messageType', 'data']);
    check(message.messageType, dataSchemas[message.messageType], message.data);
  }
  for (const { actionType, payload } of client.sent.signals)
    check(actionType, clientSignalSchemas[actionType], payload);
  for (const { message_type: type, ...rest } of client.sent.messages)
    check(String(type), clientMessageSchemas[String(type)], rest);
}

describe('a session by hand', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator({ concurrency: 100 })));
  after(() => simulator.close());

  it('every message fits the protocol', async () => {
    // What only older engines send is there as a fault.
    const client = await NodeClient.start(
      simulator,
      { ...CONFIG, tools: [{ type: 'client', name: 'paint' }] },
      '?fault=tool-legacy-event',
      { codec: 'pcmu' },
    );
    const control = (name: string, body: object) =>
      call(simulator, 'POST', `/_simulator/sessions/${client.sessionId}/${name}`, { body });
    const has = (type: string): Promise<void> => client.until(type, () => client.hasMessage(type));
    await has('speechText');
    await control('tool-call', { type: 'client', name: 'never_answered' });
    client.say({ message_type: 'interrupt', timestamp: new Date().toISOString() });
    client.say({ message_type: 'context', content: 'A fact.' });
    client.say({ message_type: 'director_note_cue', cue: { tag: 'warm' } });
    await has('directorNoteCueApplied');
    client.say({
      message_type: 'persona_config',
      data: { languageCode: 'fr', voiceDetectionOptions: { endOfSpeechSensitivity: 0.9 } },
    });
    await has('personaConfigUpdateApplied');
    client.say({ message_type: 'speech', content: 'Use the tool', timestamp: new Date().toISOString() });
    await has('toolCallStarted');
    const isPaint = ({ data }: NodeClient['messages'][number]): boolean => data['tool_name'] === 'paint';
    await client.until('the call of the tool', () => client.messages.some(isPaint));
    const call1 = client.messages.find(isPaint)?.data;
    client.say({
      message_type: 'tool_result',
      tool_call_id: call1?.['tool_call_id'],
      user_action_correlation_id: call1?.['user_action_correlation_id'],
      timestamp_user_action: call1?.['timestamp_user_action'],
      result: 'blue',
    });
    await control('tool-call', { type: 'server', name: 'look_up' });
    await has('toolCallCompleted');
    await control('tool-call', { type: 'system', name: 'end_call' });
    await control('reasoning', { content: 'One thought.' });
    await has('reasoningText');
    await control('warning', { message: 'Careful' });
    client.signal('talkstream', {
      content: 'A sentence. And half',
      startOfSpeech: true,
      endOfSpeech: false,
      correlationId: 'abc',
    });
    await client.until('the stream', () =>
      client.messages.some(({ data }) => data['user_action_correlation_id'] === 'abc'),
    );
    client.say({ message_type: 'interrupt', timestamp: new Date().toISOString() });
    await client.until('talkinputstreaminterrupted', () => client.hasSignal('talkinputstreaminterrupted'));
    client.say({ message_type: 'remote_rtp_stats', data: { type: 'inbound-rtp' } });
    client.signal('heartbeat', '');
    client.signal('heartbeat', {});
    client.signal('agentaudioinput', {
      audioData: Buffer.alloc(320).toString('base64'),
      encoding: 'pcm_s16le',
      sampleRate: 16_000,
      channels: 1,
      sequenceNumber: 0,
    });
    client.signal('agentaudioinputend', {});
    await client.speak(40);
    await has('userSpeechStarted');
    await client.speak(60, false);
    await has('userSpeechEnded');
    await has('clientToolEvent');
    await client.until('toolCallFailed', () => client.hasMessage('toolCallFailed'), 12_000);
    await control('end', { reason: 'Done' });
    await client.until('endsession', () => client.hasSignal('endsession'));
    checkAll(client);
    assert.deepEqual(
      new Set(client.signals.map(({ actionType }) => actionType)),
      new Set(Object.keys(signalSchemas)),
    );
    const sorted = (types: Iterable<string>): string[] => [...new Set(types)].sort();
    assert.deepEqual(
      sorted(client.messages.map(({ messageType }) => messageType)),
      sorted(Object.keys(dataSchemas)),
    );
    assert.deepEqual(
      sorted(client.sent.messages.map((message) => String(message['message_type']))),
      sorted(Object.keys(clientMessageSchemas)),
    );
    await client.close();
  });

  it('every REST answer fits the protocol', async () => {
    const client = await NodeClient.start(simulator);
    await client.until('a caption', () => client.hasMessage('speechText'));
    for (const [name, schema] of Object.entries(restSchemas)) {
      const [method = '', path = ''] = name.replace('{id}', client.sessionId).split(' ');
      const body = { personaConfig: CONFIG, content: 'Hello.' };
      const query = path === '/talk' ? `?session_id=${client.sessionId}` : '';
      const ask = (bearer: string) =>
        call(simulator, method, path + query, { bearer, ...(method === 'POST' ? { body } : {}) });
      const { status, body: answer } = await ask(simulator.apiKey);
      assert.ok(status === 200 || status === 202, `${name}: ${status}`);
      check(name, schema, answer);
      const refused = await ask('wrong');
      if (refused.status !== 200) check(name, errorSchema, refused.body);
    }
    await client.until('the end', () => client.hasSignal('endsession'));
    await client.close();
  });

  it('the answer comes first, then candidates, then sessionready', async () => {
    const client = await NodeClient.start(simulator);
    await client.until('sessionready', () => client.hasSignal('sessionready'));
    const order = [...new Set(client.signals.map(({ actionType }) => actionType))];
    assert.deepEqual(order, ['answer', 'icecandidate', 'sessionready']);
    await client.until('media', () => client.packets.audio > 10 && client.packets.video > 10);
    await client.close();
  });

  it('takes data-channel messages as bytes, as other clients send them', async () => {
    const client = await NodeClient.start(simulator, { ...CONFIG, skipGreeting: true });
    await client.until('sessionready', () => client.hasSignal('sessionready') && client.channelOpen);
    client.say({ message_type: 'speech', content: 'Hello' }, true);
    await client.until('the echo', () => client.messages.some(({ data }) => data['content'] === 'Hello'));
    await client.close();
  });

  it('a new socket takes over without a new offer, and what was said meanwhile is not lost', async () => {
    const client = await NodeClient.start(simulator);
    await client.until('sessionready', () => client.hasSignal('sessionready'));
    client.closeSocket();
    await call(simulator, 'POST', `/_simulator/sessions/${client.sessionId}/warning`, {
      body: { message: 'Kept' },
    });
    await client.openSocket();
    await client.until('the warning', () => client.hasSignal('warning'));
    const before = client.packets.video;
    await client.until('more pictures', () => client.packets.video > before + 10);
    assert.equal(simulator.ledger().sessions.at(-1)?.closedAt, null);
    await client.close();
  });

  it('answers repeated offers on one session', async () => {
    const client = await NodeClient.start(simulator);
    await client.until('media', () => client.packets.video > 3);
    await client.offer();
    await client.until(
      'a second answer',
      () => client.signals.filter(({ actionType }) => actionType === 'answer').length === 2,
    );
    const before = client.packets.video;
    await client.until('media again', () => client.packets.video > before + 20);
    checkAll(client);
    await client.close();
  });

  it('a page that goes away without a word is abandoned after the grace', async () => {
    const other = await startSimulator({ signallingGraceSeconds: 0.3 });
    const { body } = await openEngine(other, await mint(other));
    const client = new NodeClient(body);
    await client.openSocket();
    client.closeSocket();
    await client.until('the end', () => other.ledger().sessions[0]?.endReason === 'abandoned');
    await other.close();
  });

  it('the session id is the credential of the socket', async () => {
    const { body } = await openEngine(simulator, await mint(simulator));
    const stranger = new NodeClient({ ...body, sessionId: '11111111-1111-4111-8111-111111111111' });
    await assert.rejects(stranger.openSocket(), /401/);
  });

  for (const [name, options] of [
    ['plain', {}],
    ['with a path', { engineHostPath: true }],
    ['with the spelling of the service', { clientConfigSpelling: 'service' }],
    ['with µ-law', { audioCodec: 'pcmu' }],
  ] as const) {
    it(`the engine answers ${name} and a session follows`, async () => {
      const other = await startSimulator(options);
      const { body } = await openEngine(other, await mint(other));
      check('engine/session', engineSchema, body);
      const client = new NodeClient(body, 'audioCodec' in options ? 'pcmu' : 'opus');
      await client.openSocket();
      await client.offer();
      await client.until('media', () => client.packets.video > 5 && client.packets.audio > 5);
      const talk = await fetch(`http://${String(body['engineHost'])}/talk?session_id=${client.sessionId}`, {
        method: 'POST',
        body: JSON.stringify({ content: 'Twelve.' }),
      });
      assert.equal(talk.status, 200);
      await client.until('the words', () =>
        client.messages.some(({ data }) => data['content'] === 'Twelve.'),
      );
      await client.close();
      await other.close();
    });
  }

  it('clients of old get captions without an envelope, and nothing else', async () => {
    const token = await mint(simulator);
    const { body } = await call(simulator, 'POST', '/v1/engine/session', {
      bearer: token,
      body: { clientMetadata: { client: 'js-sdk', version: '3.5.1' } },
    });
    const client = new NodeClient(body);
    await client.openSocket();
    await client.offer();
    await client.until('a caption', () => client.rawMessages.length > 0);
    check('speechText', dataSchemas['speechText'], JSON.parse(String(client.rawMessages[0])));
    await client.close();
  });
});

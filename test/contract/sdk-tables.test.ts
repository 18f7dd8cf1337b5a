/** The tables of src/sdk against the SDK itself: red when an update of the SDK brings something new. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  AnamEvent,
  ClientError,
  ConnectionClosedCode,
  createClient,
  ErrorCode,
  MessageRole,
} from '@anam-ai/js-sdk';
import { closeError, CLOSES, openingError, REFUSALS } from '../../src/sdk/errors.js';
import { EVENTS } from '../../src/sdk/events.js';
import { clientOptions } from '../../src/sdk/options.js';
import { ERRORS, PersonaError } from '../../src/session/error.js';
import type { ClientRequest } from '../../src/session/client.js';
import { Buffer as Shim } from '../../src/shims/buffer.js';
import { makeToken } from '../support/tokens.js';

/** What a translation makes of what the SDK tells. */
const translate = (name: keyof typeof EVENTS, ...told: unknown[]): unknown => {
  const translation = EVENTS[name] as ((...told: unknown[]) => unknown) | object;
  assert.ok(typeof translation === 'function', `${name} is translated`);
  return translation(...told);
};

describe('the tables are complete', () => {
  it('every event of the SDK is translated, or said not to be needed and why', () => {
    assert.deepEqual(Object.keys(EVENTS).sort(), Object.values(AnamEvent).sort());
    for (const [name, translation] of Object.entries(EVENTS)) {
      if (typeof translation !== 'function') assert.ok(translation.unused.length > 10, name);
    }
  });

  it('every error code of the SDK has one of ours', () => {
    assert.deepEqual(Object.keys(REFUSALS).sort(), Object.values(ErrorCode).sort());
    for (const [code] of Object.values(REFUSALS)) assert.ok(code in ERRORS);
  });

  it('every close code of the SDK has one of ours, or is the close that was asked for', () => {
    assert.deepEqual(Object.keys(CLOSES).sort(), Object.values(ConnectionClosedCode).sort());
  });
});

describe('errors', () => {
  // Making a ClientError sends a metric: nothing of these tests may leave this machine.
  createClient(makeToken(), { metrics: { disableClientMetrics: true } });

  for (const [sdk, status, ours] of [
    [ErrorCode.CLIENT_ERROR_CODE_VALIDATION_ERROR, 400, 'engine-bad-request'],
    [ErrorCode.CLIENT_ERROR_CODE_AUTHENTICATION_ERROR, 401, 'engine-unauthorized'],
    [ErrorCode.CLIENT_ERROR_CODE_NO_PLAN_FOUND, 402, 'engine-no-plan'],
    [ErrorCode.CLIENT_ERROR_CODE_AUTHENTICATION_ERROR, 403, 'engine-forbidden'],
    [ErrorCode.CLIENT_ERROR_CODE_SERVER_ERROR, 404, 'engine-not-found'],
    [ErrorCode.CLIENT_ERROR_CODE_MAX_CONCURRENT_SESSIONS_REACHED, 429, 'engine-concurrency-limit'],
    [ErrorCode.CLIENT_ERROR_CODE_SPEND_CAP_REACHED, 429, 'engine-spend-cap'],
    [ErrorCode.CLIENT_ERROR_CODE_USAGE_LIMIT_REACHED, 429, 'engine-usage-limit'],
    [ErrorCode.CLIENT_ERROR_CODE_SERVICE_BUSY, 503, 'engine-busy'],
    [ErrorCode.CLIENT_ERROR_CODE_SERVER_ERROR, 500, 'engine-error'],
    [ErrorCode.CLIENT_ERROR_CODE_UNKNOWN_ERROR, 500, 'engine-error'],
    [ErrorCode.CLIENT_ERROR_CODE_CONFIGURATION_ERROR, 400, 'invalid-configuration'],
  ] as const) {
    it(`${sdk} with ${status} is ${ours}, with the service’s reason and the cause`, () => {
      const cause = new ClientError('short', sdk, status, { cause: 'the reason' });
      const error = openingError(cause);
      assert.equal(error.code, ours);
      assert.match(error.message, /\(the reason\)$/);
      assert.equal(error.cause, cause);
    });
  }

  it('without a reason says what the SDK says', () => {
    const error = openingError(new ClientError('short', ErrorCode.CLIENT_ERROR_CODE_SERVER_ERROR));
    assert.match(error.message, /\(short\)$/);
  });

  it('that are none of the SDK’s keep their cause', () => {
    for (const cause of [
      new Error('Already streaming'),
      'a text',
      Object.assign(new Error('x'), { code: 'E' }),
    ]) {
      const error = openingError(cause);
      assert.equal(error.code, 'engine-error');
      assert.equal(error.cause, cause);
    }
    const ours = new PersonaError('not-live', 'test');
    assert.equal(openingError(ours), ours);
  });

  it('of a close', () => {
    const prefix = 'CONNECTION_CLOSED_CODE_';
    assert.equal(closeError(`${prefix}NORMAL`, undefined), undefined);
    assert.equal(closeError(`${prefix}WEBRTC_FAILURE`, undefined)?.code, 'webrtc-failed');
    assert.equal(
      closeError(`${prefix}SIGNALLING_CLIENT_CONNECTION_FAILURE`, undefined)?.code,
      'signalling-lost',
    );
    assert.equal(closeError(`${prefix}MICROPHONE_PERMISSION_DENIED`, undefined)?.code, 'mic-denied');
    const ended = closeError(`${prefix}SERVER_CLOSED_CONNECTION`, 'Time is up.');
    assert.deepEqual([ended?.code, ended?.message], ['server-ended', 'Time is up.']);
    assert.equal(closeError('SOMETHING_NEW', undefined)?.code, 'webrtc-failed');
  });
});

describe('events', () => {
  it('fragments of messages', () => {
    const event = {
      id: 'user::1',
      content: 'Hi',
      role: MessageRole.USER,
      endOfSpeech: true,
      interrupted: false,
    };
    const chunk = {
      ...event,
      contentIndex: undefined,
      correlationId: undefined,
      utteranceId: undefined,
      cueTag: undefined,
    };
    assert.deepEqual(translate('MESSAGE_STREAM_EVENT_RECEIVED', event), { type: 'chunk', chunk });
    const full = {
      contentIndex: 2,
      correlationId: 'c',
      utteranceId: 'u',
      cueTag: 'happy',
      role: MessageRole.PERSONA,
    };
    assert.deepEqual(translate('MESSAGE_STREAM_EVENT_RECEIVED', { ...event, ...full }), {
      type: 'chunk',
      chunk: { ...event, ...full },
    });
  });

  it('tools', () => {
    const call = { toolCallId: '1', toolName: 'paint', toolType: 'server', arguments: { a: 1 } };
    assert.deepEqual(translate('TOOL_CALL_STARTED', call), {
      type: 'tool-started',
      call: { callId: '1', name: 'paint', kind: 'server', arguments: { a: 1 } },
    });
    for (const [toolType, kind] of [
      ['client', 'client'],
      ['system', 'system'],
      ['new', 'client'],
    ]) {
      const started = translate('TOOL_CALL_STARTED', { ...call, toolType }) as { call: { kind: string } };
      assert.equal(started.call.kind, kind);
    }
    assert.deepEqual(translate('TOOL_CALL_COMPLETED', { ...call, result: 7 }), {
      type: 'tool-finished',
      result: { callId: '1', name: 'paint', status: 'completed', result: 7 },
    });
    assert.deepEqual(translate('TOOL_CALL_FAILED', { ...call, errorMessage: 'no' }), {
      type: 'tool-finished',
      result: { callId: '1', name: 'paint', status: 'failed', error: 'no' },
    });
    assert.deepEqual(translate('CLIENT_TOOL_EVENT_RECEIVED', { eventName: 'old', eventData: { b: 2 } }), {
      type: 'client-tool',
      name: 'old',
      data: { b: 2 },
    });
  });

  it('everything else', () => {
    assert.deepEqual(translate('CONNECTION_ESTABLISHED'), { type: 'connected' });
    assert.deepEqual(translate('DATA_CHANNEL_OPEN'), { type: 'data-channel-open' });
    assert.deepEqual(translate('SESSION_READY', 'id'), { type: 'ready' });
    assert.deepEqual(translate('SERVER_WARNING', 'careful'), { type: 'warning', message: 'careful' });
    assert.deepEqual(translate('USER_SPEECH_STARTED', 'c'), { type: 'user-speech', speaking: true });
    assert.deepEqual(translate('USER_SPEECH_ENDED', 'c'), { type: 'user-speech', speaking: false });
    assert.deepEqual(translate('TALK_STREAM_INTERRUPTED', 'c'), {
      type: 'talk-interrupted',
      correlationId: 'c',
    });
    assert.deepEqual(translate('CONNECTION_CLOSED', 'CONNECTION_CLOSED_CODE_NORMAL'), { type: 'closed' });
    assert.deepEqual(
      translate('REASONING_STREAM_EVENT_RECEIVED', {
        id: 'r',
        role: 'persona',
        content: 'hm',
        endOfThought: true,
      }),
      { type: 'reasoning', chunk: { id: 'r', role: 'persona', content: 'hm', endOfThought: true } },
    );
    assert.deepEqual(translate('DIRECTOR_NOTE_CUE_APPLIED', { cueTag: 'sad', correlationId: 'c' }), {
      type: 'cue-applied',
      tag: 'sad',
      correlationId: 'c',
    });
    assert.deepEqual(translate('PERSONA_CONFIG_UPDATE_APPLIED', { changedFields: { a: { after: 1 } } }), {
      type: 'persona-updated',
      changes: { a: { before: undefined, after: 1 } },
    });
  });
});

describe('options of the SDK’s client', () => {
  const request = (more: Partial<ClientRequest>): ClientRequest => ({
    token: makeToken(),
    apiBaseUrl: undefined,
    options: {},
    voice: true,
    endOfSpeechSensitivity: undefined,
    onEvent: () => undefined,
    ...more,
  });

  it('say where, always: the SDK’s metrics would otherwise follow the last client', () => {
    assert.equal(clientOptions(request({})).api?.baseUrl, 'https://api.anam.ai');
    const own = { api: { baseUrl: 'https://eu.example.com', apiVersion: '/v2' } };
    assert.deepEqual(clientOptions(request({ options: own })).api, own.api);
    const told = clientOptions(request({ options: own, apiBaseUrl: 'http://127.0.0.1:1' }));
    assert.deepEqual(told.api, { baseUrl: 'http://127.0.0.1:1', apiVersion: '/v2' });
  });

  it('carry the page’s own, and the detection only with a voice', () => {
    const options = { voiceDetection: { endOfSpeechSensitivity: 0.1 }, iceServers: [] };
    assert.deepEqual(clientOptions(request({ options })).voiceDetection, { endOfSpeechSensitivity: 0.1 });
    assert.deepEqual(clientOptions(request({ options })).iceServers, []);
    const sensitive = request({ options, endOfSpeechSensitivity: 0.8 });
    assert.deepEqual(clientOptions(sensitive).voiceDetection, { endOfSpeechSensitivity: 0.8 });
    const silent = clientOptions({ ...sensitive, voice: false });
    assert.equal('voiceDetection' in silent, false);
    assert.equal(silent.disableInputAudio, true);
    // The SDK takes them: it throws for options it cannot bring together.
    createClient(makeToken(), silent);
    createClient(makeToken(), clientOptions(sensitive));
  });
});

describe('the buffer shim', () => {
  it('reads tokens as npm’s buffer does', () => {
    for (const text of ['', 'a', 'ab', 'abc', 'žluťoučký', '漢字', '🎭 face', '\uFEFFmark', '???>>>~~~']) {
      for (const encoding of ['base64', 'base64url'] as const) {
        const encoded = Buffer.from(text).toString(encoding);
        assert.equal(Shim.from(encoded, 'base64').toString('utf8'), text);
        assert.equal(
          Shim.from(encoded, 'base64').toString(),
          Buffer.from(encoded, 'base64').toString('utf8'),
        );
      }
      assert.equal(Shim.byteLength(text, 'utf8'), Buffer.byteLength(text, 'utf8'));
      assert.equal(Shim.from(text).toString(), text);
    }
  });

  it('refuses what the SDK does not use', () => {
    assert.throws(() => Shim.from('00', 'hex'), /not hex/);
    assert.throws(() => Shim.from('AA', 'base64').toString('latin1'), /not latin1/);
  });
});

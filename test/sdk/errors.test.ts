/** What the SDK throws, and what a session makes of it. */
import { expect } from '@open-wc/testing';
import { PersonaError } from '../../src/session/error.js';
import { closeError, openingError } from '../../src/sdk/errors.js';
import { clientOptions } from '../../src/sdk/options.js';

const refusal = (code: string, more: object = {}): Error =>
  Object.assign(new Error('told'), { code, ...more });

describe('a failed opening', () => {
  it('that is ours already stays as it is', () => {
    const error = new PersonaError('not-live', 'test');
    expect(openingError(error)).to.equal(error);
  });

  it('that the SDK did not foresee keeps its words and its cause', () => {
    for (const cause of [new Error('broken'), 'broken', refusal('UNKNOWN')]) {
      const error = openingError(cause);
      expect(error.code).to.equal('engine-error');
      expect(error.cause).to.equal(cause);
      expect(error.message).to.match(/broken|told/);
    }
  });

  it('is told apart by the status, then by the code, with the reason of the service where there is one', () => {
    const missing = openingError(refusal('CLIENT_ERROR_CODE_SERVER_ERROR', { statusCode: 404 }));
    expect([missing.code, missing.message.includes('(told)')]).to.deep.equal(['engine-not-found', true]);
    const full = openingError(
      refusal('CLIENT_ERROR_CODE_MAX_CONCURRENT_SESSIONS_REACHED', {
        statusCode: 429,
        details: { cause: 'one is enough' },
      }),
    );
    expect(full.code).to.equal('engine-concurrency-limit');
    expect(full.message).to.include('(one is enough)');
  });
});

describe('a close', () => {
  it('that was asked for is no error, and one that nobody knows is', () => {
    expect(closeError('CONNECTION_CLOSED_CODE_NORMAL', undefined)).to.equal(undefined);
    const unknown = closeError('CONNECTION_CLOSED_CODE_NEW', undefined);
    expect([unknown?.code, unknown?.message.includes('CONNECTION_CLOSED_CODE_NEW')]).to.deep.equal([
      'webrtc-failed',
      true,
    ]);
    expect(closeError('CONNECTION_CLOSED_CODE_SERVER_CLOSED_CONNECTION', 'Time is up.')?.message).to.equal(
      'Time is up.',
    );
  });
});

describe('the options for the SDK', () => {
  const request = {
    token: 'test',
    apiBaseUrl: undefined,
    voice: true,
    endOfSpeechSensitivity: undefined,
    onEvent: () => undefined,
  };

  it('are the page’s own, with the address of the token’s answer before all others', () => {
    const options = { api: { baseUrl: 'https://one.example' }, iceServers: [] };
    expect(clientOptions({ ...request, options }).api?.baseUrl).to.equal('https://one.example');
    const apiBaseUrl = 'https://other.example';
    expect(clientOptions({ ...request, options, apiBaseUrl }).api?.baseUrl).to.equal(apiBaseUrl);
    expect(clientOptions({ ...request, options: {} }).api?.baseUrl).to.equal('https://api.anam.ai');
  });

  it('name a detection only where there is a voice to detect', () => {
    const options = { voiceDetection: { endOfSpeechSensitivity: 0.1 } };
    expect(clientOptions({ ...request, options }).voiceDetection).to.deep.equal(options.voiceDetection);
    const ours = { ...request, options, endOfSpeechSensitivity: 0.9 };
    expect(clientOptions(ours).voiceDetection).to.deep.equal({ endOfSpeechSensitivity: 0.9 });
    expect(clientOptions({ ...ours, voice: false })).not.to.have.property('voiceDetection');
  });
});

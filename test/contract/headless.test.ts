import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPersonaSession, DEFAULT_SETTINGS, PersonaError, PersonaSession } from '../../src/headless.js';
import { FakeClients } from '../support/fake-client.js';
import { makeToken } from '../support/tokens.js';

describe('anam-persona/session', () => {
  it('imports and makes a session where there is no DOM', async () => {
    const session = createPersonaSession({ sessionToken: makeToken() });
    assert.ok(session instanceof PersonaSession);
    assert.equal(session.state, 'idle');
    await assert.rejects(session.start(), { code: 'browser-unsupported' });
    assert.ok(session.error instanceof PersonaError);
  });

  it('takes settings and everything around it in one object', async () => {
    const clients = new FakeClients();
    const session = createPersonaSession({ clients, sessionToken: makeToken(), endOfSpeechSensitivity: 0.3 });
    await session.start();
    assert.equal(session.state, 'live');
    assert.equal(clients.last.request.endOfSpeechSensitivity, 0.3);
    await session.stop();
  });

  it('has defaults', async () => {
    assert.equal(DEFAULT_SETTINGS.connectTimeout, 20);
    await assert.rejects(createPersonaSession({ clients: new FakeClients() }).start(), {
      code: 'no-token-source',
    });
  });

  it('refuses numbers that cannot be meant', () => {
    for (const settings of [
      { connectTimeout: 0 },
      { connectTimeout: Number.NaN },
      { idleTimeout: -1 },
      { reconnect: Number.POSITIVE_INFINITY },
      { endOfSpeechSensitivity: 2 },
    ]) {
      assert.throws(
        () => createPersonaSession(settings),
        { code: 'invalid-configuration' },
        JSON.stringify(settings),
      );
    }
    createPersonaSession({ connectTimeout: 1, endOfSpeechSensitivity: 1, maxDuration: 0 });
  });
});

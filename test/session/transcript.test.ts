import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PersonaError } from '../../src/session/error.js';
import type { PersonaMessage } from '../../src/session/events.js';
import { makeHarness, settle, type Harness } from '../support/session-harness.js';

const live = async (): Promise<Harness> => {
  const harness = makeHarness();
  await harness.session.start();
  return harness;
};

const brief = ({ role, content, finished, interrupted }: PersonaMessage): string =>
  `${role}: ${content}${finished ? '' : ' …'}${interrupted ? ' (cut short)' : ''}`;

describe('messages', () => {
  it('the persona’s fragments of one id are one message', async () => {
    const { session, clients, of } = await live();
    clients.last.say('Good ', { id: 'p1', endOfSpeech: false });
    assert.deepEqual(session.messages.map(brief), ['persona: Good  …']);
    clients.last.say('day.', { id: 'p1', endOfSpeech: false });
    clients.last.say('', { id: 'p1' });
    clients.last.say('', { id: 'p1' });
    assert.deepEqual(session.messages.map(brief), ['persona: Good day.']);
    assert.deepEqual(
      of('message').map(({ message }) => brief(message)),
      ['persona: Good day.'],
    );
    assert.equal(of('message-chunk').length, 4);
  });

  it('a finished message of the user is never continued, though the id may come again', async () => {
    const { session, clients } = await live();
    clients.last.say('One ', { id: 'u1', role: 'user', endOfSpeech: false });
    clients.last.say('moment.', { id: 'u1', role: 'user' });
    clients.last.say('And one more.', { id: 'u1', role: 'user' });
    assert.deepEqual(session.messages.map(brief), ['user: One moment.', 'user: And one more.']);
    const keys = session.messages.map(({ key }) => key);
    assert.equal(new Set(keys).size, 2);
  });

  it('user and persona may share an id', async () => {
    const { session, clients } = await live();
    clients.last.say('Hi', { id: '1', role: 'user' });
    clients.last.say('Hello', { id: '1', role: 'persona' });
    assert.deepEqual(session.messages.map(brief), ['user: Hi', 'persona: Hello']);
  });

  it('cut short stays cut short, and is told once', async () => {
    const { session, clients, of } = await live();
    clients.last.say('Once upon', { id: 'p1', endOfSpeech: false });
    clients.last.say('', { id: 'p1', interrupted: true, correlationId: 'c1' });
    clients.last.tell({ type: 'talk-interrupted', correlationId: 'c1' });
    clients.last.say(' a', { id: 'p1', interrupted: false });
    assert.deepEqual(session.messages.map(brief), ['persona: Once upon a (cut short)']);
    assert.deepEqual(of('interrupt'), [{ type: 'interrupt', correlationId: 'c1' }]);
    assert.equal(of('message').length, 1);
  });

  it('cut short before a word of it, there is none', async () => {
    const { session, clients, of } = await live();
    clients.last.say('', { interrupted: true });
    assert.deepEqual(session.messages, []);
    assert.equal(of('message').length + of('message-chunk').length, 0);
    assert.equal(of('interrupt').length, 1);
  });

  it('a typed one is there at once, and once, whether the service repeats it or not', async () => {
    const { session, clients, of } = await live();
    await session.sendUserMessage('Hello');
    assert.deepEqual(session.messages.map(brief), ['user: Hello']);
    clients.last.say('Hello ', { id: 'u1', role: 'user' });
    assert.deepEqual(session.messages.map(brief), ['user: Hello']);
    assert.equal(session.messages[0]?.id, 'u1');
    assert.equal(of('message').length, 1);
    clients.last.say('Hello', { id: 'u2', role: 'user' });
    assert.equal(session.messages.length, 2, 'the second time it is said');
  });

  it('are a copy', async () => {
    const { session, clients } = await live();
    const before = session.messages;
    (before as PersonaMessage[]).push({} as PersonaMessage);
    clients.last.say('Hi');
    assert.equal(session.messages.length, 1);
  });

  it('outlive the end, and begin anew with the next start', async () => {
    const { session, clients, of } = await live();
    clients.last.say('Once upon', { endOfSpeech: false });
    await session.stop();
    assert.deepEqual(session.messages.map(brief), ['persona: Once upon (cut short)']);
    assert.equal(of('message').length, 1);
    await session.start();
    assert.deepEqual(session.messages, []);
  });
});

describe('the handover', () => {
  it('is bounded, and keeps the newest', async () => {
    const { clients, clock } = await live();
    for (let index = 0; index < 100; index++) clients.last.say(`${index} ${'word '.repeat(30)}`);
    clients.last.tell({
      type: 'closed',
      error: new PersonaError('webrtc-failed', ''),
    });
    await clock.advance(1_000);
    const [context] = clients.last.sent;
    assert.ok(context?.what === 'context');
    assert.ok(context.text.length < 6_500, String(context.text.length));
    assert.match(context.text, /persona: 99 /);
    assert.doesNotMatch(context.text, /persona: 1 /);
  });
});

describe('the handover of what was not said', () => {
  const lost = async ({ clients, clock }: Awaited<ReturnType<typeof live>>): Promise<void> => {
    clients.last.tell({ type: 'closed', error: new PersonaError('webrtc-failed', 'test') });
    await clock.advance(1_000);
  };

  it('a message that is too long keeps its end', async () => {
    const harness = await live();
    harness.clients.last.say(`${'word '.repeat(2_000)}the end.`);
    await lost(harness);
    const [context] = harness.clients.last.sent;
    assert.ok(context?.what === 'context');
    assert.ok(context.text.length < 6_500);
    assert.match(context.text, /the end\.$/);
  });

  it('what the page told and changed is told again, to every replacement', async () => {
    const harness = await live();
    const { session, clients } = harness;
    await session.addContext('The visitor is called Robin.');
    await session.updatePersona({ languageCode: 'de' });
    await session.updatePersona({ voiceId: 'other' });
    for (let round = 0; round < 2; round++) {
      await lost(harness);
      const [config, context] = clients.last.sent;
      assert.deepEqual(config, { what: 'config', config: { languageCode: 'de', voiceId: 'other' } });
      assert.ok(context?.what === 'context');
      assert.equal(context.text.split('Robin').length, 2, 'once');
    }
    await session.stop();
    await session.start();
    assert.deepEqual(clients.last.sent, [], 'a new conversation knows nothing of it');
  });
});

describe('speech', () => {
  it('of the persona is from its first word to its last', async () => {
    const { session, clients, of } = await live();
    clients.last.say('Good ', { id: 'p1', endOfSpeech: false });
    assert.equal(session.personaSpeaking, true);
    clients.last.say('day.', { id: 'p1' });
    assert.equal(session.personaSpeaking, false);
    assert.equal(of('speech-start').length, 1);
    assert.equal(of('speech-end').length, 1);
  });

  it('of the user is as the service hears it', async () => {
    const { session, clients } = await live();
    clients.last.tell({ type: 'user-speech', speaking: true });
    clients.last.tell({ type: 'user-speech', speaking: true });
    assert.equal(session.userSpeaking, true);
    clients.last.tell({ type: 'user-speech', speaking: false });
    assert.equal(session.userSpeaking, false);
  });

  it('of everybody is over with the session', async () => {
    const { session, clients, of } = await live();
    clients.last.say('Good ', { endOfSpeech: false });
    clients.last.tell({ type: 'user-speech', speaking: true });
    await session.stop();
    assert.equal(session.personaSpeaking || session.userSpeaking, false);
    assert.deepEqual(
      of('speech-end').map(({ role }) => role),
      ['persona', 'user'],
    );
  });
});

describe('what is passed on as it is', () => {
  it('warnings, reasoning, cues and updates', async () => {
    const { clients, events } = await live();
    const passed = [
      { type: 'warning', message: 'careful' },
      { type: 'reasoning', chunk: { id: 'r1', role: 'persona', content: 'hm', endOfThought: false } },
      { type: 'cue-applied', tag: 'happy', correlationId: 'c1' },
      { type: 'persona-updated', changes: { languageCode: { before: 'en', after: 'de' } } },
    ] as const;
    for (const event of passed) clients.last.tell(event);
    await settle();
    assert.deepEqual(events.slice(-4), passed);
  });
});

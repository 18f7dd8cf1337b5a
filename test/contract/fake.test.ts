import { describe, it } from 'node:test';
import { PersonaError } from '../../src/session/error.js';
import { FakeClients, fakeMedia, type FakeClient, type Sent } from '../support/fake-client.js';
import { makeToken } from '../support/tokens.js';
import { describeClientContract, type Service, type TicketKind } from './client-contract.js';

const UNKNOWN_AVATAR = new PersonaError('engine-not-found', 'Anam does not know an id of the persona.');

/** What the service does with what it gets, as far as a session can see it. */
const react = (sent: Sent, client: FakeClient): void => {
  switch (sent.what) {
    case 'message':
      client.say(sent.text, { role: 'user' });
      client.say('I am ', { id: 'persona::answer', endOfSpeech: false });
      client.say('a fake.', { id: 'persona::answer' });
      return;
    case 'talk':
      client.say(sent.text, { id: 'persona::talk', endOfSpeech: false });
      return;
    case 'stream':
      client.say(sent.text, { endOfSpeech: false, correlationId: sent.correlationId });
      return;
    case 'interrupt':
      client.say('', { interrupted: true });
      return;
    case 'cue':
      client.tell({ type: 'cue-applied', tag: sent.tag, correlationId: undefined });
      return;
    case 'config':
      client.tell({
        type: 'persona-updated',
        changes: Object.fromEntries(
          Object.entries(sent.config).map(([path, after]) => [path, { before: undefined, after }]),
        ),
      });
      return;
    case 'tool':
      client.say(JSON.stringify(sent.answer));
      return;
    default:
      return;
  }
};

const makeService = (): Promise<Service> => {
  const refusals: PersonaError[] = [];
  const lost = new PersonaError('signalling-lost', 'The engine is gone.');
  let kind: TicketKind = 'good';
  const clients = new FakeClients({
    onSent: react,
    refusals,
    onAllocated: (client) => {
      if (kind === 'unreachable') client.tell({ type: 'closed', error: lost });
      if (kind === 'short-lived') setTimeout(() => client.tell({ type: 'closed', error: lost }));
    },
  });
  const of = (sessionId: string): FakeClient => {
    const client = clients.clients.find((one) => one.sessionId === sessionId);
    if (!client) throw new Error(`There is no session ${sessionId}.`);
    return client;
  };
  return Promise.resolve({
    clients,
    ticket: (wanted = 'good') => {
      kind = wanted;
      if (kind === 'unknown-avatar') refusals.push(UNKNOWN_AVATAR);
      return Promise.resolve({ token: makeToken(), apiBaseUrl: undefined });
    },
    voice: () => fakeMedia('audio'),
    openSessions: () => Promise.resolve(clients.open.flatMap(({ sessionId }) => sessionId ?? [])),
    end: (sessionId, reason) => {
      of(sessionId).tell({ type: 'closed', error: new PersonaError('server-ended', reason) });
      return Promise.resolve();
    },
    warn: (sessionId, message) => {
      of(sessionId).tell({ type: 'warning', message });
      return Promise.resolve();
    },
    disturb: (sessionId) => {
      of(sessionId).tell({ type: 'recovering' });
      of(sessionId).tell({ type: 'recovered' });
      return Promise.resolve();
    },
    callTool: (sessionId, name) => {
      const call = { callId: 'call', name, kind: 'client', arguments: {} } as const;
      of(sessionId).tell({ type: 'tool-started', call });
      return Promise.resolve();
    },
  });
};

describeClientContract('the fake', makeService, { describe, it });

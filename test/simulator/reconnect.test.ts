/** Clients that come back with another connection, and with another socket. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startSimulator, type LedgerSession, type Simulator } from '../../simulator/index.js';
import { CONFIG } from './support/config.js';
import { NodeClient } from './support/node-client.js';

describe('a client that comes back with another connection', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  after(() => simulator.close());

  const entry = ({ sessionId }: NodeClient): LedgerSession | undefined =>
    simulator.ledger().sessions.find((session) => session.sessionId === sessionId);

  const persona = ({ messages }: NodeClient): string =>
    messages
      .filter(({ data }) => data['role'] === 'persona')
      .map(({ data }) => String(data['content']))
      .join('');

  /** A session that has said its greeting and gone on over another connection. */
  async function returned(certificate?: 'shared' | 'own'): Promise<NodeClient> {
    const client = await NodeClient.start(simulator, { ...CONFIG, initialMessage: 'Once.' });
    await client.until('the greeting', () => persona(client) === 'Once.');
    await client.until('pictures', () => client.packets.video > 5);
    client.closeSocket();
    await client.reconnect(certificate);
    const before = { ...client.packets };
    await client.until('pictures and sound again', () => {
      const { audio, video } = client.packets;
      return audio > before.audio + 10 && video > before.video + 10 && client.channelOpen;
    });
    return client;
  }

  for (const certificate of ['own', 'shared'] as const)
    it(`sees, hears and reads on, and is not greeted again (${certificate} certificate)`, async () => {
      const client = await returned(certificate);
      client.say({ message_type: 'speech', content: 'Hello' });
      await client.until('the answer', () => persona(client).endsWith('pretend to help?'));
      assert.equal(persona(client), 'Once.Hello to you too! How can I pretend to help?');
      assert.equal(entry(client)?.closedAt, null);
      await client.closePeer();
      client.closeSocket();
      await client.until('the end', () => entry(client)?.endReason === 'client');
      await client.close();
    });

  it('is not ended by the end of the connection it has left', async () => {
    const client = await returned();
    await client.closeFormer();
    await wait(1500);
    const before = client.packets.video;
    await client.until('pictures', () => client.packets.video > before + 5);
    assert.equal(entry(client)?.closedAt, null);
    await client.close();
  });

  it('may close the old connection first, as long as its socket stays', async () => {
    const client = await NodeClient.start(simulator);
    await client.until('pictures', () => client.packets.video > 5);
    await client.closePeer();
    await client.offer();
    const before = client.packets.video;
    await client.until('pictures again', () => client.packets.video > before + 10);
    assert.equal(entry(client)?.closedAt, null);
    await client.close();
  });

  it('has left when it closes its connection and offers no other', async () => {
    const client = await NodeClient.start(simulator);
    await client.until('pictures', () => client.packets.video > 5);
    await client.closePeer();
    await client.until('the end', () => entry(client)?.endReason === 'client', 3000);
    await client.close();
  });

  it('may send its candidates before its offer', async () => {
    const client = await NodeClient.start(simulator, undefined, undefined, { candidatesFirst: true });
    await client.until('pictures', () => client.packets.video > 5);
    await client.close();
  });
});

it('a newer socket ends the older one, and what still comes from that is ignored', async () => {
  const simulator = await startSimulator();
  const client = await NodeClient.start(simulator);
  await client.until('pictures', () => client.packets.video > 0);
  const stale = client.detachSocket();
  await client.openSocket();
  await client.until('the end of the older socket', () => client.closeCodes.includes(1006));
  assert.equal(stale.readyState, stale.CLOSED);
  assert.equal(simulator.ledger().sessions[0]?.closedAt, null);
  await client.close();
  await simulator.close();
});

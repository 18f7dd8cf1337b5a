import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startSimulator } from '../../simulator/index.js';
import { CONFIG } from './support/config.js';
import { NodeClient } from './support/node-client.js';

/** Sockets that this process has open. */
function sockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
}

it('twenty sessions, five at a time, leave nothing behind', async () => {
  const simulator = await startSimulator({ concurrency: 5 });
  const one = async (): Promise<void> => {
    const client = await NodeClient.start(simulator, CONFIG);
    await client.until(
      'a picture and a caption',
      () => client.packets.video > 0 && client.hasMessage('speechText'),
      30_000,
    );
    await client.close();
    // The next may begin only when the slot is free again.
    const entry = (): string | null | undefined =>
      simulator.ledger().sessions.find(({ sessionId }) => sessionId === client.sessionId)?.closedAt;
    while (entry() === null) await wait(10);
  };
  for (let round = 0; round < 4; round++) await Promise.all(Array.from({ length: 5 }, one));
  const { sessions } = simulator.ledger();
  assert.equal(sessions.length, 20);
  assert.ok(sessions.every(({ closedAt }) => closedAt !== null));
  await simulator.close();
  for (let patience = 0; sockets() > 0 && patience < 100; patience++) await wait(50);
  assert.equal(sockets(), 0);
});

it('closing the simulator ends sessions that are live', async () => {
  const simulator = await startSimulator();
  const client = await NodeClient.start(simulator, CONFIG);
  await client.until('a picture', () => client.packets.video > 0, 30_000);
  await simulator.close();
  assert.equal(simulator.ledger().sessions[0]?.endReason, 'simulator-closed');
  await client.close();
});

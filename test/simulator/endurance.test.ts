/** Two hundred sessions in a process of their own, ten at a time: none stays open, and nothing is left of them. */

import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startSimulator, type LedgerSession, type Simulator } from '../../simulator/index.js';
import { CONFIG } from './support/config.js';
import { NodeClient, call } from './support/node-client.js';

const SESSIONS = 200;
const AT_A_TIME = 10;

interface Usage {
  heap: number;
  open: number;
  udp: number;
  tcp: number;
}

/** The next message of a child. */
function next<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Message));
    child.once('exit', (code) => reject(new Error(`The simulator ended with ${code}.`)));
  });
}

it('two hundred sessions, ten at a time, leave nothing behind', { timeout: 180_000 }, async (test) => {
  const child = fork(new URL('../../bench/simulator-process.ts', import.meta.url), {
    execArgv: ['--expose-gc', '--import', 'tsx'],
  });
  test.after(() => child.kill());
  const simulator = await next<Simulator>(child);
  const sessions = async (): Promise<LedgerSession[]> =>
    (await call(simulator, 'GET', '/_simulator/sessions')).body['sessions'] as LedgerSession[];

  const one = async (): Promise<void> => {
    const client = await NodeClient.start(simulator, CONFIG);
    try {
      await client.until('a picture', () => client.packets.video > 0, 30_000);
      await client.until('a caption', () => client.hasMessage('speechText'), 30_000);
    } finally {
      await client.closePeer();
      client.closeSocket();
    }
  };
  /** What is in use once half of the sessions are over. */
  const half = async (): Promise<Usage> => {
    for (let done = 0; done < SESSIONS / 2; done += AT_A_TIME)
      await Promise.all(Array.from({ length: AT_A_TIME }, one));
    for (let patience = 0; ; patience++) {
      child.send('usage');
      const usage = await next<Usage>(child);
      if ((usage.open === 0 && usage.udp === 0) || patience > 100) return usage;
      await wait(100);
    }
  };

  const first = await half();
  const second = await half();
  for (const { open, udp } of [first, second]) assert.deepEqual({ open, udp }, { open: 0, udp: 0 });
  const all = await sessions();
  assert.equal(all.length, SESSIONS);
  // On a busy machine the end of the channel may not arrive before that of the socket.
  const ends = new Set(all.map(({ closedAt, endReason }) => (closedAt === null ? 'open' : endReason)));
  assert.ok(
    [...ends].every((end) => end === 'client' || end === 'abandoned'),
    [...ends].join(', '),
  );
  // Voices and pictures are kept up to a limit, so the first half may grow; the second has no reason to.
  const growth = (second.heap - first.heap) / 1e6;
  assert.ok(growth < 12, `The heap has grown by ${growth.toFixed(1)} MB in the second half.`);

  child.send('close');
  const { handles } = await next<{ handles: string[] }>(child);
  assert.deepEqual(
    handles.filter((name) => /UDP|TCP|Worker|MessagePort/.test(name)),
    [],
  );
});

it('closing the simulator ends sessions that are live', async () => {
  const simulator = await startSimulator();
  const client = await NodeClient.start(simulator, CONFIG);
  await client.until('a picture', () => client.packets.video > 0, 30_000);
  await simulator.close();
  assert.equal(simulator.ledger().sessions[0]?.endReason, 'simulator-closed');
  await client.close();
});

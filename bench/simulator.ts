/**
 * Figures of the simulator: CPU of a session that is silent and one that talks, time to the first picture, and what
 * 200 sessions in a row leave behind. `node --import tsx bench/simulator.ts [sessions] [at a time]`.
 */

import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { Simulator } from '../simulator/index.js';
import { CONFIG } from '../test/simulator/support/config.js';
import { NodeClient } from '../test/simulator/support/node-client.js';

interface Usage {
  cpu: { user: number; system: number };
  rss: number;
  heap: number;
  open: number;
  udp: number;
}

const [sessions = 200, parallel = 10] = process.argv.slice(2).map(Number);
const child = fork(new URL('./simulator-process.ts', import.meta.url), {
  execArgv: ['--expose-gc', '--import', 'tsx'],
});
const simulator = (await next(child)) as Simulator;

function next(process: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => process.once('message', resolve));
}

async function usage(): Promise<Usage> {
  child.send('usage');
  return (await next(child)) as Usage;
}

/** Share of one core the simulator uses within so many milliseconds, in percent. */
async function cpu(milliseconds: number): Promise<string> {
  const before = await usage();
  await wait(milliseconds);
  const after = await usage();
  const spent = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
  return `${(spent / 10 / milliseconds).toFixed(1)} %`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

const first = await NodeClient.start(simulator, { ...CONFIG, skipGreeting: true });
await first.until('pictures', () => first.packets.video > 0);
await wait(8000);
console.log(`one session, silent   ${await cpu(10_000)} of a core`);
first.say({ message_type: 'speech', content: 'tell me a story' });
await wait(1000);
console.log(`one session, talking  ${await cpu(10_000)} of a core`);
await first.close();

const times: number[] = [];
let failed = 0;
async function one(): Promise<void> {
  const start = performance.now();
  const client = await NodeClient.start(simulator, CONFIG);
  try {
    await client.until('a picture', () => client.packets.video > 0, 30_000);
    times.push(performance.now() - start);
    await client.until('a caption', () => client.hasMessage('speechText'), 30_000);
  } catch {
    failed++;
  }
  await client.close();
}

for (let done = 0; done < sessions; done += parallel) {
  await Promise.all(Array.from({ length: parallel }, one));
  if ((done + parallel) % 50 === 0) {
    await wait(1500);
    const { rss, heap, open, udp } = await usage();
    const sorted = times.splice(0).sort((a, b) => a - b);
    const [median = 0, worst = 0] = [sorted[sorted.length >> 1], sorted.at(-1)];
    console.log(
      `${done + parallel} sessions, ${failed} failed: rss ${megabytes(rss)}, heap ${megabytes(heap)}, ${open} open, ${udp} UDP sockets; ` +
        `first picture after ${median.toFixed(0)} ms (median), ${worst.toFixed(0)} ms (worst)`,
    );
  }
}
child.send('close');

/** Every fault of the table strikes a client that knows only the protocol, and leaves its sign. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type Effect } from '../../simulator/faults/fault.js';
import { faults, startSimulator, type Fault, type Simulator } from '../../simulator/index.js';
import { CONFIG } from './support/config.js';
import { NodeClient, mint, openEngine } from './support/node-client.js';

/** Faults at a time. */
const LANES = 6;
/** Milliseconds that a busy machine may take for one of them. */
const PATIENCE = 30_000;

let simulator: Simulator;
before(
  async () => (simulator = await startSimulator({ concurrency: 200, videoWidth: 160, videoHeight: 120 })),
);
after(() => simulator.close());

const struck = ({ name }: Fault): number => simulator.faults.struck()[name] ?? 0;

/** Calls that a fault may leave without an answer are given up. */
async function briefly(work: Promise<unknown>): Promise<void> {
  await Promise.race([work.catch(() => undefined), wait(400)]);
}

const filled = ({ sessionId }: NodeClient, text: string): string => text.replaceAll('{sessionId}', sessionId);

/** What a client sees of an effect, where it can be told from what it gets otherwise. */
function signOf(effect: Effect, client: NodeClient): boolean {
  const first = client.signals[0]?.actionType;
  switch (effect.on) {
    case 'channel': {
      if (effect.do === 'close') return !client.channelOpen;
      const came = client.rawMessages.map(String);
      const isWhole = (text: string): boolean =>
        came.filter((message) => message === filled(client, text)).length >= (effect.count ?? 1);
      return (effect.messages ?? []).every(isWhole);
    }
    case 'socket':
      if (effect.do === 'close') return client.closeCodes.includes(effect.code ?? 1011);
      if (effect.do === 'drop') return client.closeCodes.includes(1006);
      if (effect.do === 'send')
        return (effect.frames ?? []).every((text) => client.frames.includes(filled(client, text)));
      return true;
    case 'action':
      return client.signals.some(
        ({ actionType, payload }) =>
          (effect.action.do === 'end' && actionType === 'endsession' && payload === effect.action.reason) ||
          (effect.action.do === 'warn' && actionType === 'warning' && payload === effect.action.text),
      );
    case 'answer':
      return effect.do === 'withhold' || effect.do === 'late'
        ? !client.hasSignal('answer')
        : client.hasSignal('answer');
    case 'candidates':
      if (effect.do === 'withhold') return !client.hasSignal('icecandidate');
      if (effect.do === 'first') return first === 'icecandidate';
      return client.frames.some((text) => text.includes('candidate:garbage'));
    case 'ready':
      return effect.do === 'early' ? first === 'sessionready' : !client.hasSignal('sessionready');
    case 'frames':
      return effect.do === 'none' ? client.rawMessages.length === 0 : Buffer.isBuffer(client.rawMessages[0]);
    case 'streams':
      return new Set(client.frames.join('').match(/a=msid:[\w-]+/g)).size === 2;
    case 'media':
      if (effect.when.moment !== 'offer') return true;
      return (
        !(effect.video === 'none' && client.packets.video > 0) &&
        !(effect.audio === 'none' && client.packets.audio > 0)
      );
    case 'deaf':
      return client.messages.some(({ data }) => data['content'] === 'Hello');
    default:
      return true;
  }
}

/** Holds a session with the fault until it has struck. */
async function hold(fault: Fault): Promise<void> {
  const { body } = await openEngine(simulator, await mint(simulator, CONFIG, `?fault=${fault.name}`));
  if (struck(fault) > 0 && fault.where === 'engine') return;
  const client = new NodeClient(body);
  try {
    await follow(fault, client);
  } finally {
    await client.close();
  }
}

/** Connects, says something, and waits for the fault and its signs. */
async function follow(fault: Fault, client: NodeClient): Promise<void> {
  await client.openSocket().catch(() => undefined);
  await client.offer().catch(() => undefined);
  let said = false;
  await client.until(
    `${fault.name} to strike`,
    () => {
      if (client.channelOpen && !said && client.packets.audio > 0) {
        said = true;
        client.say({ message_type: 'speech', content: 'Hello' });
      }
      // A socket that is gone is opened again, as clients do.
      if (client.closeCodes.length > 0) void client.openSocket().catch(() => undefined);
      return struck(fault) > 0;
    },
    PATIENCE,
  );
  for (const effect of fault.effects) {
    await client.until(`the sign of ${fault.name} (${effect.on})`, () => signOf(effect, client), PATIENCE);
  }
}

async function provoke(fault: Fault): Promise<void> {
  const call = fault.effects.find((effect) => effect.on === 'http')?.call;
  const headers = { authorization: `Bearer ${simulator.apiKey}` };
  if (call === 'metrics') {
    simulator.faults.apply(fault.name);
    await fetch(`${simulator.url}/v1/metrics/client`, { method: 'POST', body: '{}' });
  } else if (call === 'talk' || call === 'stop') {
    const { body } = await openEngine(simulator, await mint(simulator, CONFIG, `?fault=${fault.name}`));
    const id = String(body['sessionId']);
    const path = call === 'talk' ? `/talk?session_id=${id}` : `/v1/sessions/${id}/stop`;
    const { status } = await fetch(simulator.url + path, {
      method: 'POST',
      headers,
      body: '{"content":"x"}',
    });
    assert.equal(status, 500);
  } else if (call === 'session-token' || fault.where === 'token') {
    await briefly(mint(simulator, CONFIG, `?fault=${fault.name}`));
  } else if (call === 'engine-session') {
    await briefly(openEngine(simulator, await mint(simulator, CONFIG, `?fault=${fault.name}`)));
  } else await hold(fault);
}

describe('every fault strikes', () => {
  const outcomes = new Map<string, Promise<void>>();
  before(() => {
    const lanes = Array.from({ length: LANES }, () => Promise.resolve());
    faults.forEach((fault, index) => {
      const lane = index % LANES;
      const outcome = (lanes[lane] ?? Promise.resolve()).then(() => provoke(fault));
      outcomes.set(fault.name, outcome);
      lanes[lane] = outcome.catch(() => undefined);
    });
  });
  for (const fault of faults)
    it(fault.name, async () => {
      await outcomes.get(fault.name);
      // A call that was given up on a busy machine may still be on its way.
      for (const end = Date.now() + PATIENCE; struck(fault) === 0 && Date.now() < end;) await wait(50);
      assert.ok(struck(fault) > 0, 'It has not struck.');
    });
});

/** The endpoint against the simulator: the same steps as a page and an operator take with Anam. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { createTokenHandler, stopLabel, type TokenResponse } from '../../server/index.js';
import { personas, startSimulator, type Simulator } from '../../simulator/index.js';
import { assertProblem, ENDPOINT, options, pageRequest } from './support/endpoint.js';

let simulator: Simulator;
const persona = { personaId: personas[0]!.id };
let upstream: { apiKey: string; apiBaseUrl: string };
before(async () => {
  simulator = await startSimulator();
  upstream = { apiKey: simulator.apiKey, apiBaseUrl: simulator.url };
});
after(() => simulator.close());

type Handler = ReturnType<typeof createTokenHandler>;

async function mint(handler: Handler): Promise<TokenResponse> {
  const minted = await handler(pageRequest());
  assert.equal(minted.status, 200);
  const token = (await minted.json()) as TokenResponse;
  assert.ok(new Date(token.expiresAt).getTime() > Date.now());
  return token;
}

const startSession = async (handler: Handler) => openStream(await mint(handler));

/** Opens a session's stream as the SDK would. */
async function openStream({ sessionToken, stop }: TokenResponse) {
  const started = await fetch(`${simulator.url}/v1/engine/session`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sessionToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ clientMetadata: { client: 'js-sdk', version: '4.27.0' } }),
  });
  assert.equal(started.status, 200);
  const session = (await started.json()) as {
    sessionId: string;
    engineHost: string;
    signallingEndpoint: string;
  };
  const socket = new WebSocket(
    `ws://${session.engineHost}${session.signallingEndpoint}?session_id=${session.sessionId}`,
  );
  await once(socket, 'open');
  const closed = once(socket, 'close');
  return { stop, closed, sessionId: session.sessionId };
}

const inLedger = (id: string) => simulator.ledger().sessions.find(({ sessionId }) => sessionId === id)!;

test('a page’s stop ends the stream, and only its own', async () => {
  const handler = createTokenHandler(options({ ...upstream, persona, clientLabel: 'page' }));
  const mine = await startSession(handler);
  const other = await startSession(handler);
  const stop = (body: object) => handler(pageRequest({ url: `${ENDPOINT}/stop`, body }));
  const foreign = await stop({ handle: mine.stop.handle, sessionId: other.sessionId });
  await assertProblem(foreign, 'unauthorized');
  assert.equal((await stop({ handle: mine.stop.handle, sessionId: mine.sessionId })).status, 204);
  await mine.closed;
  assert.match(inLedger(mine.sessionId).clientLabel ?? '', /^page\//);
  assert.notEqual(inLedger(mine.sessionId).closedAt, null);
  assert.equal(inLedger(other.sessionId).closedAt, null);
  assert.equal((await stop({ handle: mine.stop.handle, sessionId: mine.sessionId })).status, 204);
  assert.equal((await stop({ handle: other.stop.handle, sessionId: other.sessionId })).status, 204);
  await other.closed;
});

test('a page that does not know its session yet ends it by the handle, even one that is only being allocated', async () => {
  const handler = createTokenHandler(options({ ...upstream, persona, clientLabel: 'early' }));
  const stop = ({ handle }: TokenResponse['stop']) =>
    handler(pageRequest({ url: `${ENDPOINT}/stop`, body: { handle } }));
  const running = await startSession(handler);
  const other = await startSession(handler);
  assert.equal((await stop(running.stop)).status, 204);
  await running.closed;

  const token = await mint(handler);
  const stopped = stop(token.stop);
  await setTimeout(300);
  const late = await openStream(token);
  assert.equal((await stopped).status, 204);
  await late.closed;
  assert.notEqual(inLedger(late.sessionId).closedAt, null);
  assert.equal(inLedger(other.sessionId).closedAt, null);
  assert.equal((await stop(other.stop)).status, 204);
  await other.closed;
});

test('the operator ends every stream of a label', async () => {
  const handler = createTokenHandler(options({ ...upstream, persona, clientLabel: 'shop' }));
  const sessions = await Promise.all([startSession(handler), startSession(handler)]);
  const elsewhere = await startSession(
    createTokenHandler(options({ ...upstream, persona, clientLabel: 'shop-two' })),
  );
  assert.deepEqual(await stopLabel({ ...upstream, label: 'shop' }), { running: 2, stopped: 2 });
  await Promise.all(sessions.map(({ closed }) => closed));
  assert.equal(inLedger(elsewhere.sessionId).closedAt, null);
  assert.deepEqual(await stopLabel({ ...upstream, label: 'shop-two' }), { running: 1, stopped: 1 });
  await elsewhere.closed;
});

test('a wrong key is our misconfiguration', async () => {
  await assertProblem(
    await createTokenHandler(options({ apiBaseUrl: simulator.url }))(pageRequest()),
    'misconfigured',
  );
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSimulator } from 'anam-persona/simulator';

let simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

/** The route under test; yours would be imported. It mints a token and hides everything else. */
async function tokenRoute() {
  const answer = await fetch(`${simulator.url}/v1/auth/session-token`, {
    method: 'POST',
    headers: { authorization: `Bearer ${simulator.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      clientLabel: 'shop',
      personaConfig: { name: 'Guide', avatarId: 'a', voiceId: 'v' },
    }),
  });
  if (!answer.ok) return Response.json({ title: 'No persona right now' }, { status: 503 });
  return Response.json({ sessionToken: (await answer.json()).sessionToken });
}

it('mints a token that starts a session', async () => {
  const { sessionToken } = await (await tokenRoute()).json();
  const started = await fetch(`${simulator.url}/v1/engine/session`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sessionToken}` },
    body: '{}',
  });
  expect(started.status).toBe(200);
  expect(simulator.ledger().sessions.at(-1)?.clientLabel).toBe('shop');
});

it('says so when the service is down', async () => {
  simulator.faults.apply('token-503');
  expect((await tokenRoute()).status).toBe(503);
  simulator.faults.clear();
});

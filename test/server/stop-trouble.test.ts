/** Stops where Anam fails, is late, or has more than the page knows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertProblem, pageRequest } from './support/endpoint.js';
import {
  failing,
  sessions,
  startSession,
  stopRequest,
  stops,
  upstream,
  waiting,
} from './support/sessions.js';
import { answers, mints } from './support/upstream.js';

test('trouble at Anam is told, and does not end minting', async () => {
  const { handler } = waiting({ breaker: { failures: 2 } });
  const { handle, id } = await startSession(handler);
  upstream.answer = answers(500, {});
  for (let i = 0; i < 4; i++) {
    await assertProblem(await handler(stopRequest({ handle, sessionId: id })), 'upstream-error');
  }
  upstream.answer = mints();
  assert.equal((await handler(pageRequest())).status, 200);
});

for (const named of [true, false])
  for (const [what, fits] of [
    ['reading', (path: string) => path.startsWith('/v1/sessions') && !path.endsWith('/stop')],
    ['stopping', (path: string) => path.endsWith('/stop')],
  ] as const)
    test(`a hiccup while ${what} ${named ? 'by the id' : 'by the handle'} is one look lost`, async () => {
      const { handler, waits } = waiting();
      const { handle, id } = await startSession(handler);
      failing([1], fits);
      const body = named ? { handle, sessionId: id } : { handle };
      assert.equal((await handler(stopRequest(body))).status, 204);
      assert.deepEqual(waits, [1000]);
      assert.deepEqual(stops, [id]);
    });

test('where some looks fail and the others find nothing, there is nothing to tell', async () => {
  const { handler } = waiting();
  const { handle } = await startSession(handler);
  sessions.clear();
  failing([1, 3], (path) => path.startsWith('/v1/sessions'));
  assert.equal((await handler(stopRequest({ handle }))).status, 204);
});

test('what runs and could not be stopped is told, even where an earlier look was answered', async () => {
  let clientLabel = '';
  const { handler } = waiting({ limits: { totalOutstanding: 1 } }, ({ length }) => {
    if (length === 1) sessions.set('late', { clientLabel, endTime: null });
  });
  const { handle, id } = await startSession(handler);
  ({ clientLabel } = sessions.get(id)!);
  sessions.clear();
  failing([1, 2, 3], (path) => path.endsWith('/stop'));
  await assertProblem(await handler(stopRequest({ handle })), 'upstream-error');
  // It is still outstanding, and a page that says so again ends it.
  await assertProblem(await handler(pageRequest()), 'busy');
  assert.equal((await handler(stopRequest({ handle }))).status, 204);
  assert.deepEqual(stops, ['late']);
});

test('a session that Anam does not know yet by its id is found a look later', async () => {
  let clientLabel = '';
  const { handler, waits } = waiting({}, () => sessions.set('soon', { clientLabel, endTime: null }));
  const { handle, id } = await startSession(handler);
  ({ clientLabel } = sessions.get(id)!);
  sessions.clear();
  assert.equal((await handler(stopRequest({ handle, sessionId: 'soon' }))).status, 204);
  assert.deepEqual(waits, [1000]);
  assert.deepEqual(stops, ['soon']);
});

test('however often stopping failed, the next stop asks Anam', async () => {
  const { handler } = waiting({ breaker: { failures: 2, openSeconds: 3600 } });
  const { handle, id } = await startSession(handler);
  const normal = upstream.answer;
  upstream.answer = answers(500, {});
  for (let i = 0; i < 3; i++) {
    await assertProblem(await handler(stopRequest({ handle, sessionId: id })), 'upstream-error');
  }
  upstream.answer = normal;
  assert.equal((await handler(stopRequest({ handle, sessionId: id }))).status, 204);
  assert.deepEqual(stops, [id]);
});

test('with the session that a page knows ends every other of its mint: the answer to it may have been lost', async () => {
  const { handler, waits } = waiting();
  const { handle, id } = await startSession(handler);
  const { id: another } = await startSession(handler);
  const { clientLabel } = sessions.get(id)!;
  sessions.set('lost', { clientLabel, endTime: null });
  sessions.set('lost-and-over', { clientLabel, endTime: new Date().toISOString() });
  assert.equal((await handler(stopRequest({ handle, sessionId: id }))).status, 204);
  assert.deepEqual(stops.sort(), [id, 'lost'].sort());
  assert.equal(sessions.get(another)!.endTime, null);
  assert.deepEqual(waits, []);
});

test('others of the mint end although the one that the page knows is over, or is not known to Anam', async () => {
  for (const over of [true, false]) {
    const { handler } = waiting();
    const { handle, id } = await startSession(handler);
    const { clientLabel } = sessions.get(id)!;
    sessions.clear();
    if (over) sessions.set(id, { clientLabel, endTime: new Date().toISOString() });
    sessions.set(`lost-${over}`, { clientLabel, endTime: null });
    assert.equal((await handler(stopRequest({ handle, sessionId: id }))).status, 204);
  }
  assert.deepEqual(stops, ['lost-true', 'lost-false']);
});

test('a list that cannot be read is read again, and keeps nothing running that the page knows', async () => {
  const isList = (path: string): boolean => path.startsWith('/v1/sessions?');
  for (const [numbers, waited] of [
    [[1], [1000]],
    [
      [1, 2, 3],
      [1000, 2000],
    ],
  ] as const) {
    const { handler, waits } = waiting({ limits: { totalOutstanding: 1 } });
    const { handle, id } = await startSession(handler);
    const lost = `lost-${numbers.length}`;
    sessions.set(lost, { clientLabel: sessions.get(id)!.clientLabel, endTime: null });
    const normal = upstream.answer;
    failing(numbers, isList);
    assert.equal((await handler(stopRequest({ handle, sessionId: id }))).status, 204);
    upstream.answer = normal;
    assert.deepEqual(waits, waited);
    assert.ok(stops.includes(id));
    assert.equal(stops.includes(lost), numbers.length === 1);
    assert.equal((await handler(pageRequest())).status, 200);
  }
});

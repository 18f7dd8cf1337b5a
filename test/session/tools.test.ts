import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ToolCall } from '../../src/session/client.js';
import { LIVE_TIMERS, makeHarness, settle, type Harness } from '../support/session-harness.js';

const call: ToolCall = { callId: 'call-1', name: 'show', kind: 'client', arguments: { page: 2 } };

const live = async (): Promise<Harness> => {
  const harness = makeHarness();
  await harness.session.start();
  return harness;
};

const answers = ({ clients }: Harness): object[] =>
  clients.last.sent.flatMap((sent) => (sent.what === 'tool' ? [sent.answer] : []));

describe('a client tool', () => {
  it('is answered by its registered handler', async () => {
    const harness = await live();
    const seen: unknown[] = [];
    harness.session.registerTool('show', (args, { callId }) => {
      seen.push(args, callId);
      return Promise.resolve({ shown: true });
    });
    harness.clients.last.tell({ type: 'tool-started', call });
    await settle();
    assert.deepEqual(seen, [{ page: 2 }, 'call-1']);
    assert.deepEqual(answers(harness), [{ result: { shown: true } }]);
    assert.deepEqual(harness.of('tool-result'), [
      { type: 'tool-result', callId: 'call-1', name: 'show', status: 'completed', result: { shown: true } },
    ]);
    assert.equal(harness.clock.pending, LIVE_TIMERS);
  });

  it('is answered by a listener first, and the first answer wins', async () => {
    const harness = await live();
    harness.session.registerTool('show', () => 'handler');
    harness.session.subscribe((event) => {
      if (event.type !== 'tool-call') return;
      event.respondWith(Promise.resolve('first'));
      event.respondWith(Promise.reject(new Error('second')));
    });
    harness.clients.last.tell({ type: 'tool-started', call });
    await settle();
    assert.deepEqual(answers(harness), [{ result: 'first' }]);
  });

  it('that is answered too late throws, as FetchEvent.respondWith() does', async () => {
    const harness = await live();
    let late!: () => void;
    harness.session.subscribe((event) => {
      if (event.type === 'tool-call') late = () => event.respondWith('late');
    });
    harness.clients.last.tell({ type: 'tool-started', call });
    assert.throws(() => late(), { code: 'invalid-argument' });
  });

  it('without a handler fails, and says why', async () => {
    const harness = await live();
    harness.clients.last.tell({ type: 'tool-started', call });
    assert.match(JSON.stringify(answers(harness)), /No handler for the tool \\"show\\"/);
    assert.equal(harness.of('tool-result')[0]?.status, 'failed');
    assert.equal(harness.of('error')[0]?.error.code, 'tool-failed');
    assert.equal(harness.session.state, 'live');
  });

  const broken = new Error('broken');
  for (const [how, handler, cause] of [
    [
      'throws',
      () => {
        throw broken;
      },
      broken,
    ],
    ['rejects', () => Promise.reject(broken), broken],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- pages do
    ['rejects with a text', () => Promise.reject('broken'), 'broken'],
  ] as const) {
    it(`whose handler ${how} fails`, async () => {
      const harness = await live();
      harness.session.registerTool('show', handler);
      harness.clients.last.tell({ type: 'tool-started', call });
      await settle();
      assert.deepEqual(answers(harness), [{ error: 'broken' }]);
      assert.equal(harness.of('error')[0]?.error.cause, cause);
    });
  }

  it('that takes longer than 30 seconds fails, and its answer is dropped', async () => {
    const harness = await live();
    let finish!: (value: string) => void;
    harness.session.registerTool('show', () => new Promise((resolve) => (finish = resolve)));
    harness.clients.last.tell({ type: 'tool-started', call });
    await harness.clock.advance(30_000);
    finish('late');
    await settle();
    assert.match(
      JSON.stringify(answers(harness)),
      /^\[\{"error":"[^"]*\\"show\\" did not answer within 30 seconds/,
    );
  });

  it('that is told twice is called once; told as finished by the service too, it is told once', async () => {
    const harness = await live();
    let calls = 0;
    harness.session.registerTool('show', () => ++calls);
    harness.clients.last.tell({ type: 'tool-started', call });
    harness.clients.last.tell({ type: 'tool-started', call });
    await settle();
    harness.clients.last.tell({
      type: 'tool-finished',
      result: { callId: 'call-1', name: 'show', status: 'completed', result: 1 },
    });
    assert.equal(calls, 1);
    assert.equal(harness.of('tool-call').length, 1);
    assert.equal(harness.of('tool-result').length, 1);
  });

  it('of a session that is over is nobody’s business', async () => {
    const harness = await live();
    let finish!: (value: string) => void;
    const signals: AbortSignal[] = [];
    harness.session.registerTool('show', (_args, { signal }) => {
      signals.push(signal);
      return new Promise((resolve) => (finish = resolve));
    });
    harness.clients.last.tell({ type: 'tool-started', call });
    await settle();
    await harness.session.stop();
    assert.equal(harness.clock.pending, 0);
    finish('late');
    await settle();
    assert.equal(signals[0]?.aborted, true);
    assert.deepEqual(answers(harness), []);
    assert.equal(harness.of('tool-result').length, 0);
    assert.equal(harness.clock.pending, 0);
  });

  it('during which a listener ends the session is not answered', async () => {
    const harness = await live();
    let called = false;
    harness.session.registerTool('show', () => (called = true));
    harness.session.subscribe((event) => {
      if (event.type === 'tool-call') void harness.session.stop();
    });
    harness.clients.last.tell({ type: 'tool-started', call });
    await settle();
    assert.equal(called, false);
    assert.deepEqual(answers(harness), []);
  });

  it('of a new session is a new call, though the service counts from one again', async () => {
    const harness = await live();
    let calls = 0;
    harness.session.registerTool('show', () => ++calls);
    harness.clients.last.tell({ type: 'tool-started', call });
    await settle();
    await harness.session.stop();
    await harness.session.start();
    harness.clients.last.tell({ type: 'tool-started', call });
    await settle();
    assert.equal(calls, 2);
  });

  it('the newest handler answers; taking an older one back changes nothing', async () => {
    const harness = await live();
    const takeBack = harness.session.registerTool('show', () => 'old');
    const takeBackNew = harness.session.registerTool('show', () => 'new');
    takeBack();
    harness.clients.last.tell({ type: 'tool-started', call });
    await settle();
    takeBackNew();
    harness.clients.last.tell({ type: 'tool-started', call: { ...call, callId: 'call-2' } });
    await settle();
    assert.deepEqual(answers(harness)[0], { result: 'new' });
    assert.match(JSON.stringify(answers(harness)[1]), /No handler/);
  });
});

describe('a tool that runs elsewhere', () => {
  it('is told, and cannot be answered here', async () => {
    const harness = await live();
    const errors: unknown[] = [];
    harness.session.subscribe((event) => {
      if (event.type !== 'tool-call') return;
      try {
        event.respondWith('mine');
      } catch (error) {
        errors.push(error);
      }
    });
    harness.session.registerTool('look_up', () => 'mine');
    const started = { ...call, name: 'look_up', kind: 'server' } as const;
    harness.clients.last.tell({ type: 'tool-started', call: started });
    const result = { callId: 'call-1', name: 'look_up', status: 'failed', error: 'down' } as const;
    harness.clients.last.tell({ type: 'tool-finished', result });
    await settle();
    assert.equal((errors[0] as { code?: string }).code, 'invalid-argument');
    assert.deepEqual(answers(harness), []);
    assert.deepEqual(harness.of('tool-result'), [{ type: 'tool-result', ...result }]);
  });

  it('of the older kind is told, and takes no answer', async () => {
    const harness = await live();
    harness.clients.last.tell({ type: 'client-tool', name: 'old', data: { a: 1 } });
    const [event] = harness.of('tool-call');
    assert.deepEqual(event?.arguments, { a: 1 });
    assert.throws(() => event!.respondWith('x'), { code: 'invalid-argument' });
  });
});

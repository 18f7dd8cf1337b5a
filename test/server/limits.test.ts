import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createTokenHandler, type LimitOptions } from '../../server/index.js';
import { MemoryPlaces } from '../../server/places.js';
import { assertProblem, mintingFetch, options, pageRequest } from './support/endpoint.js';

/** No limit but those a test names. */
const OFF: LimitOptions = {
  clientPerMinute: false,
  totalPerMinute: false,
  totalPerDay: false,
  clientOutstanding: false,
  totalOutstanding: false,
};

const limited = (limits: LimitOptions, changes: Parameters<typeof options>[0] = {}) =>
  createTokenHandler(options({ limits: { ...OFF, ...limits }, fetch: mintingFetch(), ...changes }));

const from = (clientAddress: string) => ({ clientAddress });

/** How many of so many requests at once were let in. */
async function letIn(
  handler: ReturnType<typeof limited>,
  count: number,
  address: (i: number) => string = () => '192.0.2.1',
) {
  const responses = await Promise.all(
    Array.from({ length: count }, (_, i) => handler(pageRequest(), from(address(i)))),
  );
  return responses.filter(({ status }) => status === 200).length;
}

const someAddress = (i: number): string => `198.51.${i >> 8}.${i & 255}`;

test('per caller and minute, exact under concurrency', async () => {
  const handler = limited({ clientPerMinute: 7 });
  assert.equal(await letIn(handler, 50), 7);
  const refused = await handler(pageRequest(), from('192.0.2.1'));
  const wait = Number(refused.headers.get('retry-after'));
  assert.ok(Number.isInteger(wait) && wait >= 1 && wait <= 60, `Retry-After is ${wait}`);
  await assertProblem(refused, 'rate-limited');
  assert.equal(await letIn(handler, 1, () => '192.0.2.2'), 1);
});

test('one IPv6 network is one caller', async () => {
  const handler = limited({ clientPerMinute: 3 });
  assert.equal(await letIn(handler, 20, (i) => `2001:db8:1:2::${(i + 1).toString(16)}`), 3);
});

test('a subject is limited wherever it calls from', async () => {
  const handler = limited({ clientPerMinute: 3 }, { authorize: () => ({ subject: 'user-1' }) });
  assert.equal(await letIn(handler, 20, someAddress), 3);
});

test('in total per minute and per day, exact under concurrency', async () => {
  for (const name of ['totalPerMinute', 'totalPerDay'] as const) {
    const handler = limited({ [name]: 30 });
    assert.equal(await letIn(handler, 200, someAddress), 30);
    await assertProblem(await handler(pageRequest(), from('203.0.113.1')), 'rate-limited');
  }
});

test('outstanding sessions per caller and in total, exact under concurrency', async () => {
  const own = limited({ clientOutstanding: 4 });
  assert.equal(await letIn(own, 50), 4);
  await assertProblem(await own(pageRequest(), from('192.0.2.1')), 'rate-limited');
  assert.equal(await letIn(own, 1, () => '192.0.2.2'), 1);

  const all = limited({ totalOutstanding: 30 });
  assert.equal(await letIn(all, 200, someAddress), 30);
  const refused = await all(pageRequest(), from('203.0.113.1'));
  assert.equal(refused.headers.get('retry-after'), '30');
  await assertProblem(refused, 'busy');
});

test('a place is free again when its session must have ended', async () => {
  let now = Date.now();
  const handler = limited({ totalOutstanding: 1 }, { maxSessionLengthSeconds: 100, clock: () => now });
  assert.equal(await letIn(handler, 2), 1);
  now += 159_000;
  assert.equal(await letIn(handler, 1), 0);
  now += 2000;
  assert.equal(await letIn(handler, 1), 1);
});

test('a mint that failed gives its place back', async () => {
  let fails = true;
  const handler = limited(
    { totalOutstanding: 1 },
    {
      breaker: false,
      fetch: (input, init) =>
        fails ? Promise.resolve(new Response('', { status: 500 })) : mintingFetch()(input, init),
    },
  );
  for (let i = 0; i < 5; i++) await assertProblem(await handler(pageRequest()), 'upstream-error');
  fails = false;
  assert.equal(await letIn(handler, 2), 1);
});

test('what is refused before counts nothing', async () => {
  const handler = limited({ clientPerMinute: 2 });
  for (let i = 0; i < 10; i++) await assertProblem(await handler(pageRequest({ body: 'x' })), 'bad-request');
  assert.equal(await letIn(handler, 5), 2);
});

test('a minute later it counts anew', async () => {
  mock.timers.enable({ apis: ['Date', 'setTimeout'], now: Date.now() });
  try {
    const handler = limited({ clientPerMinute: 2 });
    assert.equal(await letIn(handler, 5), 2);
    mock.timers.tick(61_000);
    assert.equal(await letIn(handler, 5), 2);
  } finally {
    mock.timers.reset();
  }
});

test('without a word about limits there are some', async () => {
  const handler = createTokenHandler({ ...options({ fetch: mintingFetch() }), limits: undefined });
  assert.equal(await letIn(handler, 50), 5);
  assert.equal(await letIn(handler, 500, someAddress), 95);
});

test('a limit that is none is refused at creation', () => {
  assert.throws(() => limited({ clientPerMinute: 0 }), /limits\.clientPerMinute must be a number above 0/);
  assert.throws(() => limited({ totalPerDay: Number.NaN }), /limits\.totalPerDay/);
});

test('places of callers that never come back are forgotten', async () => {
  let now = 0;
  const places = new MemoryPlaces({ client: 1, total: undefined }, () => now);
  for (let i = 0; i < 999; i++) await places.take(`mint-${i}`, `client-${i}`, 10);
  assert.equal(places.size, 999);
  now = 10_000;
  await places.take('mint', 'client', 10);
  assert.equal(places.size, 1);
});

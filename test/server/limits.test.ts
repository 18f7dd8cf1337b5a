import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createTokenHandler, type LimitOptions } from '../../server/index.js';
import { memoryCounter } from '../../server/counters.js';
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

test('a caller who is refused takes nothing from the site, whichever of the other limits refuses', async () => {
  for (const own of [{ clientOutstanding: 1 }, { clientPerMinute: 1 }]) {
    for (const total of [{ totalPerMinute: 5 }, { totalPerDay: 5 }]) {
      const handler = limited({ ...own, ...total });
      assert.equal(await letIn(handler, 50), 1);
      assert.equal(await letIn(handler, 50, someAddress), 4, JSON.stringify({ own, total }));
    }
  }
  let now = Date.now();
  const handler = limited({ totalOutstanding: 2, totalPerDay: 3 }, { clock: () => now });
  assert.equal(await letIn(handler, 50, someAddress), 2);
  now += 700_000;
  assert.equal(await letIn(handler, 50, someAddress), 1);
  // The day refuses now, not the places: what it refuses gives its place back.
  await assertProblem(await handler(pageRequest(), from('203.0.113.1')), 'rate-limited');
});

test('what the day refuses is not counted, neither per minute nor per day', async () => {
  let fail: () => void = () => undefined;
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  let first = true;
  const handler = limited(
    { totalPerMinute: 2, totalPerDay: 1 },
    {
      breaker: false,
      fetch: (input, init) => {
        if (!first) return mintingFetch()(input, init);
        first = false;
        arrive();
        return new Promise((resolve) => (fail = () => resolve(new Response('', { status: 500 }))));
      },
    },
  );
  const failing = handler(pageRequest());
  await arrived;
  assert.equal(await letIn(handler, 20, someAddress), 0);
  fail();
  await assertProblem(await failing, 'upstream-error');
  assert.equal(await letIn(handler, 20, someAddress), 1);
});

test('a mint that cannot have happened does not count for the site; one that may have does', async () => {
  const day = { totalPerMinute: 1, totalPerDay: 1 };
  const refused = () => Promise.resolve(new Response('', { status: 401 }));
  const unreachable = () =>
    Promise.reject(
      new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) }),
    );
  for (const [failing, code] of [
    [refused, 'misconfigured'],
    [unreachable, 'upstream-error'],
  ] as const) {
    let ask: typeof fetch = failing;
    // The circuit opens after two, and what it refuses counts no more than they do.
    let now = Date.now();
    const handler = limited(day, {
      breaker: { failures: 2, openSeconds: 1 },
      clock: () => now,
      fetch: (input, init) => ask(input, init),
    });
    for (let i = 0; i < 5; i++) await assertProblem(await handler(pageRequest()), code);
    now += 1000;
    ask = mintingFetch();
    assert.equal(await letIn(handler, 5), 1, code);
  }
  const odd = limited(day, { fetch: () => Promise.resolve(Response.json({ sessionToken: 'none' })) });
  await assertProblem(await odd(pageRequest()), 'upstream-error');
  await assertProblem(await odd(pageRequest()), 'rate-limited');
});

test('a point of a window that is over is not taken off the next one', async () => {
  mock.timers.enable({ apis: ['Date', 'setTimeout'], now: Date.now() });
  try {
    const count = memoryCounter('minute', 1, 60);
    const old = await count('all');
    mock.timers.tick(61_000);
    assert.equal((await count('all')).waitMs, undefined);
    await old.giveBack();
    assert.notEqual((await count('all')).waitMs, undefined);
  } finally {
    mock.timers.reset();
  }
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
  const misspelt = { perMinute: 1 } as LimitOptions;
  assert.throws(() => limited(misspelt), /limits\.perMinute is not an option\. There are clientPerMinute/);
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

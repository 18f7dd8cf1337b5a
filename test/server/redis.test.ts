import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import {
  createTokenHandler,
  serve,
  type LimitOptions,
  type LogRecord,
  type TokenHandler,
} from '../../server/index.js';
import { API_KEY, assertProblem, mintingFetch, options, pageRequest } from './support/endpoint.js';
import { killLeftovers, startRedis, type TestRedis } from './support/redis.js';

const OFF: LimitOptions = {
  clientPerMinute: false,
  totalPerMinute: false,
  totalPerDay: false,
  clientOutstanding: false,
  totalOutstanding: false,
};

let redis: TestRedis;
let admin: Redis;
const open: TokenHandler[] = [];

before(async () => {
  redis = await startRedis();
  admin = new Redis(redis.url);
});
after(async () => {
  admin.disconnect();
  await Promise.all(open.map((handler) => handler.close()));
  killLeftovers();
});

/** A replica with its own connection, ready. */
async function replica(limits: LimitOptions, url = redis.url, changes: Parameters<typeof options>[0] = {}) {
  const handler = createTokenHandler(
    options({ redis: url, limits: { ...OFF, ...limits }, fetch: mintingFetch(), ...changes }),
  );
  open.push(handler);
  await handler.ready();
  return handler;
}

/** How many of so many requests, spread over replicas and sent at once, were let in. */
async function letIn(
  handlers: TokenHandler[],
  count: number,
  address: (i: number) => string = () => '192.0.2.1',
) {
  const responses = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      handlers[i % handlers.length]!(pageRequest(), { clientAddress: address(i) }),
    ),
  );
  return responses.filter(({ status }) => status === 200).length;
}

const someAddress = (i: number): string => `198.51.${i >> 8}.${i & 255}`;

for (const [name, limit, address] of [
  ['clientPerMinute', 9, undefined],
  ['totalPerMinute', 25, someAddress],
  ['totalPerDay', 25, someAddress],
  ['clientOutstanding', 9, undefined],
  ['totalOutstanding', 25, someAddress],
] as const) {
  test(`two replicas share ${name}, exact under concurrency`, async () => {
    await admin.flushall();
    const replicas = await Promise.all([replica({ [name]: limit }), replica({ [name]: limit })]);
    assert.equal(await letIn(replicas, 120, address), limit);
    assert.equal(await letIn(replicas, 10, address), 0);
  });
}

test('a refusal tells the wait of the shared window', async () => {
  await admin.flushall();
  const [a, b] = await Promise.all([replica({ totalOutstanding: 1 }), replica({ totalOutstanding: 1 })]);
  assert.equal((await a(pageRequest())).status, 200);
  const refused = await b(pageRequest());
  assert.equal(refused.headers.get('retry-after'), '30');
  await assertProblem(refused, 'busy');
});

test('a place given back on one replica is free on the other', async () => {
  await admin.flushall();
  let fails = true;
  const failing = await replica({ totalOutstanding: 1 }, redis.url, {
    fetch: (input, init) =>
      fails ? Promise.resolve(new Response('', { status: 500 })) : mintingFetch()(input, init),
  });
  const other = await replica({ totalOutstanding: 1 });
  await assertProblem(await failing(pageRequest()), 'upstream-error');
  assert.equal((await other(pageRequest())).status, 200);
  fails = false;
  await assertProblem(await failing(pageRequest()), 'busy');
});

test('a caller who is refused, and a mint that failed, take nothing from the site on any replica', async () => {
  await admin.flushall();
  const limits = { clientOutstanding: 1, totalPerMinute: 5, totalPerDay: 5 };
  const failing = await replica(limits, redis.url, {
    breaker: false,
    fetch: () => Promise.resolve(new Response('', { status: 500 })),
  });
  const replicas = await Promise.all([replica(limits), replica(limits)]);
  for (let i = 0; i < 8; i++) {
    const address = { clientAddress: someAddress(500 + i) };
    await assertProblem(await failing(pageRequest(), address), 'upstream-error');
  }
  assert.equal(await letIn(replicas, 50), 1);
  assert.equal(await letIn(replicas, 50, someAddress), 4);
});

test('a point that is given back when its window is gone makes no new one', async () => {
  await admin.flushall();
  let fail: () => void = () => undefined;
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const handler = await replica({ totalPerMinute: 5, totalPerDay: 5 }, redis.url, {
    fetch: () => {
      arrive();
      return new Promise((resolve) => (fail = () => resolve(new Response('', { status: 500 }))));
    },
  });
  const failing = handler(pageRequest());
  await arrived;
  assert.equal((await admin.keys('*')).length, 2);
  await admin.flushall();
  fail();
  await failing;
  assert.deepEqual(await admin.keys('*'), []);
});

test('two sites on one Redis are told apart by their label, replicas of one are not', async () => {
  await admin.flushall();
  const limits = { totalPerDay: 2, totalOutstanding: 2, clientPerMinute: 2 };
  const site = (clientLabel: string) => replica(limits, redis.url, { clientLabel });
  const [shop, shopToo, blog] = await Promise.all([site('shop'), site('shop'), site('blog')]);
  assert.equal(await letIn([shop, shopToo], 10), 2);
  assert.equal(await letIn([blog], 10), 2);
});

test('a server that does not start lets go of Redis', async () => {
  const taken = await serve({ ...options(), port: 0 });
  const connections = async (): Promise<number> =>
    String(await admin.client('LIST'))
      .trim()
      .split('\n').length;
  const before = await connections();
  const upstream = { fetch: () => Promise.resolve(new Response('', { status: 404 })) };
  for (const [changes, message] of [
    [{ port: taken.port }, /is taken/],
    [{ port: 0, checkIds: true, ...upstream }, /Anam knows no avatar/],
    [{ port: 0, limits: { clientPerMinute: -1 } }, /limits\.clientPerMinute/],
    [{ port: 0, path: 'x' }, /path must begin/],
  ] as const) {
    await assert.rejects(
      Promise.resolve().then(() => serve({ ...options({ redis: redis.url }), ...changes })),
      message,
    );
  }
  await taken.close();
  while ((await connections()) > before) await setTimeout(20);
});

test('what is kept holds no address and no key, and goes away by itself', async () => {
  await admin.flushall();
  const handler = await replica({
    clientPerMinute: 5,
    totalPerDay: 5,
    clientOutstanding: 5,
    totalOutstanding: 5,
  });
  await handler(pageRequest(), { clientAddress: '203.0.113.77' });
  const keys = await admin.keys('*');
  assert.equal(keys.length, 4);
  for (const key of keys) {
    assert.ok(!key.includes('203.0.113.77') && !key.includes(API_KEY), key);
    const lifetime = await admin.pttl(key);
    assert.ok(lifetime > 0 && lifetime <= 86_400_000, `${key} lives ${lifetime} ms`);
  }
});

test('a client of yours is used and left open', async () => {
  await admin.flushall();
  const mine = new Redis(redis.url);
  const handler = createTokenHandler(
    options({ redis: mine, limits: { ...OFF, totalPerDay: 2 }, fetch: mintingFetch() }),
  );
  await handler.ready();
  assert.equal(await letIn([handler], 5), 2);
  await handler.close();
  assert.equal(await mine.ping(), 'PONG');
  mine.disconnect();
});

test('a client of yours may connect when it is first asked: the first requests wait for that', async () => {
  await admin.flushall();
  for (const settings of [{}, { enableOfflineQueue: false }]) {
    const mine = new Redis(redis.url, { lazyConnect: true, ...settings });
    mine.on('error', () => undefined);
    const handler = createTokenHandler(
      options({
        redis: mine,
        clientLabel: `lazy-${Object.keys(settings).length}`,
        limits: { ...OFF, totalPerDay: 2, totalOutstanding: 5 },
        fetch: mintingFetch(),
      }),
    );
    if ('enableOfflineQueue' in settings) while (mine.status !== 'ready') await setTimeout(10);
    assert.equal(await letIn([handler], 5), 2);
    assert.equal(mine.status, 'ready');
    mine.disconnect();
  }
});

test('Redis killed in the middle: per-caller limits go on in memory, totals fail closed', async () => {
  const doomed = await startRedis();
  const records: LogRecord[] = [];
  const perCaller = await replica({ clientPerMinute: 3, clientOutstanding: 50 }, doomed.url);
  const total = await replica({ clientPerMinute: 3, totalPerDay: 1000 }, doomed.url, {
    log: (record) => records.push(record),
  });
  const places = await replica({ totalOutstanding: 1000 }, doomed.url);
  assert.equal(await letIn([perCaller], 2), 2);
  assert.equal(await letIn([total], 2, () => '192.0.2.2'), 2);
  assert.equal(await letIn([places], 2), 2);

  await doomed.kill();
  // This process has not counted yet, so memory begins at nought: three are let in, and not one more.
  assert.equal(await letIn([perCaller], 20), 3);
  const refused = await total(pageRequest());
  assert.equal(refused.headers.get('retry-after'), '5');
  await assertProblem(refused, 'store-unavailable');
  assert.match(String(records.at(-1)!.message), /^shared store: /);
  await assertProblem(await places(pageRequest()), 'store-unavailable');
  assert.equal(await letIn([total, places], 20), 0);
  await assert.rejects(total.ready());

  // It comes back on the same port, and so do the totals.
  const revived = await startRedis(Number(new URL(doomed.url).port));
  const back = (): Promise<boolean> =>
    total.ready().then(
      () => true,
      () => false,
    );
  while (!(await back())) await setTimeout(20);
  assert.equal((await total(pageRequest(), { clientAddress: '192.0.2.9' })).status, 200);
  await revived.kill();
});

test('Redis that hangs is treated as gone, within bounded time', async () => {
  const stuck = await startRedis();
  const perCaller = await replica({ clientPerMinute: 3 }, stuck.url);
  const total = await replica({ totalPerDay: 1000 }, stuck.url);
  stuck.hang();
  const [one, other] = await Promise.all([perCaller(pageRequest()), total(pageRequest())]);
  assert.equal(one.status, 200);
  await assertProblem(other, 'store-unavailable');
  stuck.resume();
  await stuck.kill();
});

test('what Redis has read of refused mints while it hung counts for nothing', async () => {
  const stuck = await startRedis();
  const places = await replica({ totalOutstanding: 3 }, stuck.url);
  const day = await replica({ totalPerDay: 3 }, stuck.url);
  stuck.hang();
  assert.equal(await letIn([places, day], 12, someAddress), 0);
  stuck.resume();
  await Promise.all([places.ready(), day.ready()]);
  assert.equal(await letIn([places], 5, someAddress), 3);
  assert.equal(await letIn([day], 5, someAddress), 3);
  await stuck.kill();
});

test('a client that connects too late does nothing of what was given up', async () => {
  const doomed = await startRedis();
  const port = Number(new URL(doomed.url).port);
  await doomed.kill();
  const own = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  own.on('error', () => undefined);
  const handler = createTokenHandler(
    options({ redis: own, limits: { ...OFF, totalOutstanding: 3 }, fetch: mintingFetch() }),
  );
  open.push(handler);
  assert.equal(await letIn([handler], 6, someAddress), 0);
  const revived = await startRedis(port);
  while (own.status !== 'ready') await setTimeout(20);
  await handler.ready();
  assert.equal(await letIn([handler], 5, someAddress), 3);
  own.disconnect();
  await revived.kill();
});

test('readiness follows Redis; a wrong address is refused at creation', async () => {
  const doomed = await startRedis();
  const server = await serve({ ...options({ redis: doomed.url, fetch: mintingFetch() }), port: 0 });
  const readyz = (): Promise<Response> => fetch(new URL('/readyz', server.url));
  assert.equal((await readyz()).status, 200);
  await doomed.kill();
  const down = await readyz();
  assert.equal(down.status, 503);
  assert.deepEqual(await down.json(), { status: 'store-unavailable' });
  assert.equal((await fetch(new URL('/healthz', server.url))).status, 200);
  await server.close();
  assert.throws(() => createTokenHandler(options({ redis: 'localhost:6379' })), /redis:\/\//);
});

/**
 * Figures of the token endpoint under load, on the loopback: `npm run build && node bench/server.mjs [--memory <seconds>]`.
 * It needs redis-server. Every process is its own, so they share the cores; only ratios and counts mean much. What is
 * remembered of a caller is forgotten after a minute or so: only with `--memory 240` is the memory seen to stay flat.
 */
import { fork, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { clearInterval, setInterval } from 'node:timers';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';

const apiKey = `k-${randomUUID()}`;
const { values } = parseArgs({ options: { memory: { type: 'string', default: '30' } } });
const memorySeconds = Number(values.memory);
const children = [];

async function start(role, settings = {}) {
  const child = fork(
    new URL('server-roles.mjs', import.meta.url),
    [role, JSON.stringify({ apiKey, ...settings })],
    {
      execArgv: ['--expose-gc'],
    },
  );
  children.push(child);
  const [{ url }] = await once(child, 'message');
  return { child, url };
}

async function startRedis() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  const child = spawn('redis-server', [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
  ]);
  children.push(child);
  await once(child.stdout, 'data');
  const { Redis } = await import('ioredis');
  const client = new Redis(`redis://127.0.0.1:${port}`);
  await client.ping();
  client.disconnect();
  return `redis://127.0.0.1:${port}`;
}

let callers = 0;
/** Loads one address; every request comes from another caller. */
function load(url, settings) {
  return autocannon({
    url: `${url}/api/session-token`,
    connections: 20,
    ...settings,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body: '{}',
        setupRequest: (request) => {
          callers += 1;
          const address = [10, callers >> 16, callers >> 8, callers].map((part) => part & 255).join('.');
          return { ...request, headers: { ...request.headers, 'x-caller': address } };
        },
      },
    ],
  });
}

async function exact(upstream, redis) {
  const limit = 500;
  const limits = { totalPerMinute: limit, totalPerDay: false, totalOutstanding: false };
  const settings = { upstream, limits, clientAddressHeader: 'x-caller' };
  const alone = await start('endpoint', settings);
  const one = await load(alone.url, { amount: 3000, connections: 50 });
  console.log(`memory, one process:      3000 requests, limit ${limit}: ${one['2xx']} let in`);

  const replicas = await Promise.all([1, 2].map(() => start('endpoint', { ...settings, redis })));
  const two = await Promise.all(replicas.map(({ url }) => load(url, { amount: 1500, connections: 25 })));
  const letIn = two.map((result) => result['2xx']);
  console.log(
    `Redis, two replicas:      3000 requests, limit ${limit}: ${letIn[0] + letIn[1]} let in (${letIn.join(' + ')})`,
  );
  return one['2xx'] === limit && letIn[0] + letIn[1] === limit;
}

async function compare(upstream) {
  const proxy = await start('proxy', { upstream });
  const limits = {
    clientPerMinute: 1e9,
    totalPerMinute: 1e9,
    totalPerDay: 1e9,
    clientOutstanding: false,
    totalOutstanding: false,
  };
  const endpoint = await start('endpoint', { upstream, limits });
  const results = { proxy: [], endpoint: [] };
  await Promise.all([load(proxy.url, { duration: 2 }), load(endpoint.url, { duration: 2 })]);
  // In turns, so that whatever else the machine does falls on both.
  for (let round = 0; round < 5; round++) {
    for (const [name, { url }] of Object.entries({ proxy, endpoint }))
      results[name].push(await load(url, { duration: 4 }));
  }
  const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const figures = Object.fromEntries(
    Object.entries(results).map(([name, runs]) => [
      name,
      {
        throughput: median(runs.map((r) => r.requests.average)),
        p99: median(runs.map((r) => r.latency.p99)),
        bad: runs.reduce((n, r) => n + r.non2xx + r.errors, 0),
      },
    ]),
  );
  for (const [name, { throughput, p99, bad }] of Object.entries(figures)) {
    console.log(`${name.padEnd(26)}${Math.round(throughput)} requests/s, p99 ${p99} ms, ${bad} not 200`);
  }
  for (const [name, { url }] of Object.entries({ proxy, endpoint })) {
    const { latency } = await load(url, { duration: 5, overallRate: 200 });
    console.log(`${name.padEnd(26)}at 200 requests/s: p50 ${latency.p50} ms, p99 ${latency.p99} ms`);
  }
  const ratio = (key) => (figures.endpoint[key] / figures.proxy[key]).toFixed(2);
  console.log(`endpoint / bare proxy:    throughput × ${ratio('throughput')}, p99 × ${ratio('p99')}`);
}

async function memory(upstream) {
  // Every request is another caller and gets a token: the worst case for what has to be remembered, a count and a place.
  const limits = { totalPerMinute: 1e9, totalPerDay: 1e9, totalOutstanding: 1e9 };
  const { child, url } = await start('endpoint', {
    upstream,
    limits,
    clientAddressHeader: 'x-caller',
    // A place is kept a minute longer than this.
    maxSessionLengthSeconds: 10,
  });
  const sample = async () => {
    child.send('memory');
    const [{ heapUsed, rss }] = await once(child, 'message');
    return { heap: heapUsed / 2 ** 20, rss: rss / 2 ** 20 };
  };
  const running = load(url, { duration: memorySeconds, connections: 10, overallRate: 500 });
  const samples = [];
  const timer = setInterval(async () => samples.push(await sample()), 5000);
  const result = await running;
  clearInterval(timer);
  console.log(
    `memory over ${memorySeconds} s, ${result['2xx']} mints of as many callers (${result.non2xx} refused), MiB every 5 s after collection`,
  );
  for (const key of ['heap', 'rss']) {
    const figures = samples.map((sample) => sample[key]);
    const third = Math.floor(figures.length / 3);
    const mean = (numbers) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
    const [middle, last] = [mean(figures.slice(third, -third)), mean(figures.slice(-third))];
    console.log(`  ${key.padEnd(6)}${figures.map((n) => n.toFixed(1)).join(' ')}`);
    console.log(
      `  ${key.padEnd(6)}middle third ${middle.toFixed(1)}, last third ${last.toFixed(1)}: × ${(last / middle).toFixed(2)}`,
    );
  }
}

try {
  const { url: upstream } = await start('upstream');
  const redis = await startRedis();
  if (!(await exact(upstream, redis))) process.exitCode = 1;
  await compare(upstream);
  await memory(upstream);
} finally {
  for (const child of children) child.kill();
}

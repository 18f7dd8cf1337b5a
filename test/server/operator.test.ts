import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createTokenServer, findUnknownIds, stopLabel } from '../../server/index.js';
import { API_KEY, options } from './support/endpoint.js';
import { answers, sendJson, startUpstream, type TestUpstream } from './support/upstream.js';

interface Row {
  id: string;
  clientLabel: string;
  endTime: string | null;
  metadata?: string;
}

let rows: Row[] = [];
/** The most rows Anam gives at once, whatever is asked for. */
let most = 1000;
let upstream: TestUpstream;
before(async () => {
  upstream = await startUpstream();
});
after(() => upstream.close());

beforeEach(() => {
  upstream.received.length = 0;
  most = 1000;
  upstream.answer = ({ method, path }, res) => {
    const url = new URL(path, upstream.url);
    const [, id] = /^\/v1\/sessions\/([^/]+)\/stop$/.exec(url.pathname) ?? [];
    const row = rows.find((r) => r.id === id);
    if (method === 'POST' && row) {
      if (row.id === 'stubborn') {
        sendJson(res, 500, {});
        return;
      }
      row.endTime = 'now';
      sendJson(res, 202, {});
      return;
    }
    const page = Number(url.searchParams.get('page'));
    const perPage = Math.min(most, Number(url.searchParams.get('perPage')));
    const found = rows.filter((r) => r.clientLabel.includes(url.searchParams.get('search') ?? ''));
    sendJson(res, 200, { data: found.slice((page - 1) * perPage, page * perPage) });
  };
});

const stop = (changes: object = {}) =>
  stopLabel({ apiKey: API_KEY, apiBaseUrl: upstream.url, label: 'shop', ...changes });

test('one that has not reached an engine yet is looked for again, and is not said to be stopped', async () => {
  rows = [
    { id: 'late', clientLabel: 'shop', endTime: null },
    { id: 'never', clientLabel: 'shop', endTime: null },
  ];
  const { answer } = upstream;
  let asked = 0;
  upstream.answer = (received, res) => {
    const unreached =
      received.path.includes('/never/') || (received.path.includes('/late/') && asked++ === 0);
    if (unreached) sendJson(res, 404, {});
    else answer(received, res);
  };
  assert.deepEqual(await stop(), { running: 2, stopped: 1 });
});

test('every running session of the label is stopped, over all pages, and no other', async () => {
  rows = [
    ...Array.from({ length: 230 }, (_, i) => ({
      id: `s${i}`,
      clientLabel: `shop/${i}`,
      endTime: i % 2 ? 'before' : null,
    })),
    { id: 'exact', clientLabel: 'shop', endTime: null },
    { id: 'longer', clientLabel: 'shop-admin/1', endTime: null },
    { id: 'inside', clientLabel: 'my/shop/1', endTime: null },
  ];
  assert.deepEqual(await stop({ dryRun: true }), { running: 116, stopped: 0 });
  assert.equal(rows.filter(({ endTime }) => endTime === 'now').length, 0);
  assert.deepEqual(await stop(), { running: 116, stopped: 116 });
  assert.deepEqual(
    rows.filter(({ endTime }) => endTime === null).map(({ id }) => id),
    ['longer', 'inside'],
  );
  assert.deepEqual(await stop(), { running: 0, stopped: 0 });
});

test('pages may be shorter than asked for, and bigger than an answer of a mint', async () => {
  most = 40;
  // Two kilobytes each, as sessions with all their fields may have.
  const metadata = 'x'.repeat(2000);
  rows = Array.from({ length: 130 }, (_, i) => ({
    id: `s${i}`,
    clientLabel: `shop/${i}`,
    endTime: null,
    metadata,
  }));
  assert.deepEqual(await stop(), { running: 130, stopped: 130 });
});

test('a row that comes twice is one session; a list that never changes has one page', async () => {
  rows = ['a', 'b', 'a'].map((id) => ({ id, clientLabel: 'shop/1', endTime: null }));
  upstream.answer = (_, res) => sendJson(res, 200, rows);
  assert.deepEqual(await stop({ dryRun: true }), { running: 2, stopped: 0 });
  assert.equal(upstream.received.length, 2);
});

test('a list without an end is told, and what was found is stopped all the same', async () => {
  let page = 0;
  let stops = 0;
  const fetch: typeof globalThis.fetch = (_, init) => {
    if (init?.method === 'POST') stops += 1;
    else page += 1;
    return Promise.resolve(Response.json([{ id: `s${page}`, clientLabel: 'shop/1', endTime: null }]));
  };
  await assert.rejects(stop({ fetch }), /more than 1000 pages/);
  assert.equal(stops, 1000);
});

test('without a label nothing is stopped: it would mean every session of the account', async () => {
  rows = [{ id: 'foreign', clientLabel: '', endTime: null }];
  for (const label of ['', ' ', '/', 'a b', undefined])
    await assert.rejects(stop({ label }), /^Error: label: use/);
  assert.equal(upstream.received.length, 0);
});

test('one that cannot be stopped does not keep the others running', async () => {
  rows = ['a', 'stubborn', 'b'].map((id) => ({ id, clientLabel: 'shop/1', endTime: null }));
  assert.deepEqual(await stop(), { running: 3, stopped: 2 });
});

test('a list that cannot be read is told', async () => {
  upstream.answer = answers(401, {});
  await assert.rejects(stop(), { code: 'misconfigured' });
  upstream.answer = answers(200, { rows: [] });
  await assert.rejects(stop(), /shape that is not known/);
  upstream.answer = answers(200, { data: [{ sessionId: 'x' }] });
  await assert.rejects(stop(), { code: 'upstream-error' });
  await assert.rejects(stop({ apiKey: '' }), /apiKey is missing/);
});

const configurations = {
  guide: {
    persona: { avatarId: 'a-good', voiceId: 'v-bad', llmId: 'CUSTOMER_CLIENT_V1', systemPrompt: 'p' },
  },
  host: { persona: { avatarId: 'a-good', voiceId: 'v-good', llmId: 'l-bad' } },
  kept: { persona: { personaId: 'p-bad' } },
};

test('ids that Anam does not know are named, each asked for once', async () => {
  upstream.answer = ({ path }, res) => sendJson(res, path.includes('bad') ? 404 : 200, {});
  const wrong = await findUnknownIds(options({ apiBaseUrl: upstream.url, configurations }));
  assert.deepEqual(wrong, [
    'configurations.guide.persona.voiceId: Anam knows no voice "v-bad".',
    'configurations.host.persona.llmId: Anam knows no llm "l-bad".',
    'configurations.kept.persona.personaId: Anam knows no persona "p-bad".',
  ]);
  assert.deepEqual(upstream.received.map(({ method, path }) => `${method} ${path}`).sort(), [
    'GET /v1/avatars/a-good',
    'GET /v1/llms/l-bad',
    'GET /v1/personas/p-bad',
    'GET /v1/voices/v-bad',
    'GET /v1/voices/v-good',
  ]);
});

test('a server that is to check its ids does not start with a wrong one', async () => {
  upstream.answer = ({ path }, res) => sendJson(res, path.includes('bad') ? 404 : 200, {});
  const server = createTokenServer({
    ...options({ apiBaseUrl: upstream.url, configurations }),
    port: 0,
    checkIds: true,
  });
  await assert.rejects(server.listen(), /guide\.persona\.voiceId: Anam knows no voice "v-bad"/);
  upstream.answer = answers(200, {});
  await server.listen();
  await server.close();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenHandler } from '../../server/index.js';
import { BODY_LIMIT } from '../../server/body.js';
import { assertProblem, ENDPOINT, mintingFetch, options, PAGE, pageRequest } from './support/endpoint.js';

let upstreamCalls = 0;
const handler = createTokenHandler(
  options({
    fetch: mintingFetch(() => (upstreamCalls += 1)),
  }),
);

test('GET says why it is refused, and what is allowed', async () => {
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
    const response = await handler(pageRequest({ method }));
    assert.equal(response.headers.get('allow'), 'POST, OPTIONS');
    const { detail } = await assertProblem(response, 'method-not-allowed');
    assert.match(detail, /POST.*GET is deprecated/);
  }
});

test('a POST without a body is a request for the only persona', async () => {
  assert.equal((await handler(pageRequest())).status, 200);
  assert.equal(
    (await handler(pageRequest({ body: '', headers: { 'content-type': 'text/plain' } }))).status,
    200,
  );
});

test('a body must be JSON by name, in UTF-8, uncompressed', async () => {
  const json = ['application/json', 'Application/JSON; charset=UTF-8', 'application/json; charset="utf-8"'];
  for (const type of json) {
    assert.equal(
      (await handler(pageRequest({ body: '{}', headers: { 'content-type': type } }))).status,
      200,
      type,
    );
  }
  const others = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    'application/jsonp',
  ];
  for (const type of others) {
    const response = await handler(pageRequest({ body: '{}', headers: { 'content-type': type } }));
    await assertProblem(response, 'unsupported-media-type');
  }
  await assertProblem(
    await handler(pageRequest({ body: '{}', headers: { 'content-encoding': 'gzip' } })),
    'unsupported-media-type',
  );
});

test('what is not exactly the expected shape is refused before Anam is asked', async () => {
  upstreamCalls = 0;
  const bodies = [
    '{',
    'null',
    '[]',
    '"x"',
    '1',
    '{"persona":1}',
    '{"persona":null}',
    '{"variables":[]}',
    '{"variables":null}',
    '{"personaId":"x"}',
    '{"personaConfig":{"systemPrompt":"x"}}',
    '{"maxSessionLengthSeconds":9}',
    '{"__proto__":{"persona":"x"}}',
    '{"constructor":1}',
    '\u0000',
  ];
  for (const body of bodies) await assertProblem(await handler(pageRequest({ body })), 'bad-request');
  assert.equal(upstreamCalls, 0);
});

test('the body is capped by what arrives, whatever its headers say', async () => {
  const fits = JSON.stringify({}).padEnd(BODY_LIMIT);
  assert.equal((await handler(pageRequest({ body: fits }))).status, 200);
  await assertProblem(await handler(pageRequest({ body: `${fits} ` })), 'body-too-large');

  let pulled = 0;
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1024).fill(32));
      },
      cancel() {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const request = new Request(ENDPOINT, {
    method: 'POST',
    headers: { origin: PAGE, 'content-type': 'application/json' },
    body: endless,
    duplex: 'half',
  } as RequestInit);
  await assertProblem(await handler(request), 'body-too-large');
  assert.ok(pulled <= 6, `pulled ${pulled} times`);
  assert.equal(cancelled, true);
});

test('a body that is not UTF-8 or breaks off is a bad request', async () => {
  const invalid = new Request(ENDPOINT, {
    method: 'POST',
    headers: { origin: PAGE, 'content-type': 'application/json' },
    body: new Uint8Array([0x7b, 0xff, 0x7d]),
  });
  await assertProblem(await handler(invalid), 'bad-request');
  const broken = new ReadableStream({ start: (controller) => controller.error(new Error('reset')) });
  const request = new Request(ENDPOINT, {
    method: 'POST',
    headers: { origin: PAGE, 'content-type': 'application/json' },
    body: broken,
    duplex: 'half',
  } as RequestInit);
  await assertProblem(await handler(request), 'bad-request');
});

/** Holds the OpenAPI description against what the endpoint really answers. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {
  createTokenHandler,
  PROBLEMS,
  serve,
  type LimitOptions,
  type ProblemCode,
  type TokenResponse,
} from '../../server/index.js';
import { ENDPOINT, mintingFetch, options, pageRequest } from './support/endpoint.js';

interface Answer {
  headers?: Record<string, { $ref?: string; schema?: object }>;
  content?: Record<string, { schema: object }>;
}
interface Operation {
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
  responses: Record<string, Answer>;
}
const description = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: { Problem: { properties: { code: { enum: string[] } } } } };
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
// The module is CommonJS: under NodeNext its function is the default of the default.
(formats as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema(description, 'openapi');
const resolve = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object;

/** What has been held against the description: operation and status. */
const seen = new Set<string>();

async function assertDescribed(path: string, method: string, response: Response): Promise<unknown> {
  const operation = description.paths[path]?.[method];
  assert.ok(operation, `${method} ${path} is not described`);
  const answer = operation.responses[response.status];
  const text = await response.text();
  assert.ok(answer, `${method} ${path} answers ${response.status}, which is not described: ${text}`);
  seen.add(`${method} ${path} ${response.status}`);
  for (const name of ['Retry-After', 'Allow'])
    assert.ok(
      !response.headers.has(name) || answer.headers?.[name],
      `${name} of ${response.status} is not described`,
    );
  for (const [name, header] of Object.entries(answer.headers ?? {})) {
    const value = response.headers.get(name);
    // Retry-After comes with some codes of a status, CORS headers to listed origins.
    if (value === null && (name === 'Retry-After' || name.startsWith('Access-Control'))) continue;
    const schema = header.$ref ? { $ref: `openapi${header.$ref}/schema` } : (header.schema ?? {});
    assert.ok(ajv.validate(schema, value), `${name}: ${value ?? 'missing'}`);
  }
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  const content = answer.content?.[type];
  if (!answer.content) {
    assert.equal(text, '');
    return undefined;
  }
  assert.ok(content, `${response.status} as ${type} is not described`);
  const body = JSON.parse(text) as unknown;
  assert.ok(ajv.validate(resolve(content.schema), body), `${text}\n${ajv.errorsText()}`);
  return body;
}

const MINT = '/api/session-token';
const STOP = '/api/session-token/stop';
const failing = (status: number, error = '') =>
  options({ fetch: () => Promise.resolve(Response.json({ error }, { status })) });
const guide = {
  guide: {
    persona: { avatarId: 'a', voiceId: 'v', systemPrompt: 'p' },
    variables: { name: { type: 'string' as const } },
  },
};
const listed = {
  origin: 'https://partner.example',
  'sec-fetch-site': 'cross-site',
  'access-control-request-method': 'POST',
};

let well: ReturnType<typeof createTokenHandler>;
let token: TokenResponse;
before(async () => {
  well = createTokenHandler(
    options({ configurations: guide, fetch: mintingFetch(), allowedOrigins: ['https://partner.example'] }),
  );
  const response = await well(pageRequest({ body: { persona: 'guide', variables: { name: 'Ada' } } }));
  token = (await assertDescribed(MINT, 'post', response)) as TokenResponse;
});
after(() => {
  const described = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses }]) =>
      Object.keys(responses).map((status) => `${method} ${path} ${status}`),
    ),
  );
  assert.deepEqual(
    described.filter((entry) => !seen.has(entry)),
    [],
    'described, but never seen',
  );
});

test('an answer with apiBaseUrl', async () => {
  const handler = createTokenHandler(
    options({ fetch: mintingFetch(), apiBaseUrl: 'http://127.0.0.1:1', exposeApiBaseUrl: true }),
  );
  const body = (await assertDescribed(MINT, 'post', await handler(pageRequest()))) as TokenResponse;
  assert.equal(body.apiBaseUrl, 'http://127.0.0.1:1');
});

test('every refusal of a mint', async () => {
  const mint = async (request: Request, code: ProblemCode, handler = well) => {
    const method = request.method.toLowerCase();
    const body = (await assertDescribed(MINT, method, await handler(request))) as { code: string };
    assert.equal(body.code, code);
  };
  await mint(pageRequest({ body: 'x' }), 'bad-request');
  await mint(pageRequest({ body: { persona: 'x' } }), 'unknown-persona');
  await mint(pageRequest({ body: { variables: { name: 1 } } }), 'invalid-variables');
  await mint(pageRequest({ body: 'x'.repeat(5000) }), 'body-too-large');
  await mint(pageRequest({ body: 'x', headers: { 'content-type': 'text/plain' } }), 'unsupported-media-type');
  await mint(pageRequest({ headers: { 'sec-fetch-site': 'cross-site' } }), 'forbidden-origin');
  await mint(pageRequest({ method: 'GET' }), 'method-not-allowed');
  await mint(pageRequest(), 'unauthorized', createTokenHandler(options({ authorize: () => null })));
  await mint(pageRequest(), 'misconfigured', createTokenHandler(failing(401)));
  await mint(pageRequest(), 'upstream-error', createTokenHandler(failing(500)));
  const circuit = createTokenHandler({ ...failing(500), breaker: { failures: 1 } });
  await circuit(pageRequest());
  await mint(pageRequest(), 'upstream-error', circuit);
  await mint(pageRequest(), 'quota', createTokenHandler(failing(402)));
  await mint(pageRequest(), 'busy', createTokenHandler(failing(429, 'Concurrent session limit reached')));
  const never = options({ timeouts: { answer: 20 }, fetch: (_, init) => untilAborted(init?.signal) });
  await mint(pageRequest(), 'upstream-timeout', createTokenHandler(never));
  const one = createTokenHandler(options({ fetch: mintingFetch(), limits: { clientPerMinute: 1 } }));
  await one(pageRequest());
  await mint(pageRequest(), 'rate-limited', one);
  const gone = createTokenHandler(
    options({ fetch: mintingFetch(), limits: {}, redis: 'redis://127.0.0.1:1' }),
  );
  await mint(pageRequest(), 'store-unavailable', gone);
  await gone.close();
});

test('every answer to a stop', async () => {
  const body = { handle: token.stop.handle, sessionId: 'never-started' };
  const stop = async (changes: Parameters<typeof pageRequest>[0], status: number, handler = well) => {
    const response = await handler(pageRequest({ url: `${ENDPOINT}/stop`, body, ...changes }));
    assert.equal(response.status, status);
    await assertDescribed(STOP, 'post', response);
  };
  const noWait = { wait: () => Promise.resolve() };
  const stopping = (answer: Response, limits: LimitOptions | false = false) =>
    createTokenHandler(
      options({ ...noWait, limits, timeouts: { answer: 20 }, fetch: () => Promise.resolve(answer.clone()) }),
    );
  await stop({}, 204, stopping(Response.json({}, { status: 404 })));
  const mine = [{ id: 's', clientLabel: 'other' }];
  const { handle } = body;
  const listing = createTokenHandler(
    options({ ...noWait, fetch: () => Promise.resolve(Response.json(mine)) }),
  );
  await stop({ body: { handle } }, 204, listing);
  await stop({ body: 'x' }, 400);
  await stop({ body: { ...body, handle: 'x' } }, 401);
  await stop({ headers: { 'sec-fetch-site': 'cross-site' } }, 403);
  await stop({ body: 'x'.repeat(5000) }, 413);
  await stop({ headers: { 'content-type': 'text/html' } }, 415);
  await stop({}, 500, stopping(Response.json({}, { status: 403 })));
  await stop({}, 502, stopping(Response.json({}, { status: 500 })));
  await stop({}, 503, stopping(Response.json({}, { status: 402 })));
  await stop(
    {},
    504,
    createTokenHandler(
      options({ ...noWait, timeouts: { answer: 20 }, fetch: (_, init) => untilAborted(init?.signal) }),
    ),
  );
  const get = await well(pageRequest({ url: `${ENDPOINT}/stop`, method: 'GET' }));
  await assertDescribed(STOP, 'get', get);
  const broken = createTokenHandler({ ...failing(500), ...noWait, breaker: { failures: 1 } });
  await stop({}, 502, broken);
  await stop({}, 502, broken);
  const often = stopping(Response.json({}, { status: 404 }), {});
  for (let i = 0; i < 10; i++) await stop({}, 204, often);
  await stop({}, 429, often);
});

test('preflights and health', async () => {
  for (const path of [MINT, STOP]) {
    const url = new URL(path, ENDPOINT).href;
    await assertDescribed(
      path,
      'options',
      await well(pageRequest({ url, method: 'OPTIONS', headers: listed })),
    );
    const foreign = { ...listed, origin: 'https://evil.example' };
    await assertDescribed(
      path,
      'options',
      await well(pageRequest({ url, method: 'OPTIONS', headers: foreign })),
    );
  }
  const server = await serve({ ...options({ redis: 'redis://127.0.0.1:1' }), port: 0 });
  await assertDescribed('/readyz', 'get', await fetch(new URL('/readyz', server.url)));
  await server.close();
  const draining = await serve({ ...options(), port: 0 });
  const closed = draining.close(2);
  const ending = await fetch(new URL('/readyz', draining.url));
  assert.equal(ending.status, 503);
  assert.deepEqual(await assertDescribed('/readyz', 'get', ending), { status: 'ending' });
  await closed;
  const ready = await serve({ ...options(), port: 0 });
  await assertDescribed('/readyz', 'get', await fetch(new URL('/readyz', ready.url)));
  await assertDescribed('/healthz', 'get', await fetch(new URL('/healthz', ready.url)));
  await ready.close();
});

test('the description has exactly the codes of the table, and the version of the package', () => {
  assert.deepEqual(description.components.schemas.Problem.properties.code.enum, Object.keys(PROBLEMS));
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  assert.equal(description.info.version, version);
});

test('the description of a request body takes and refuses what the endpoint does', async () => {
  const { $ref } = description.paths[MINT]!['post']!.requestBody!.content['application/json']!.schema;
  for (const body of [{}, { persona: 'guide' }, { persona: 1 }, { x: 1 }, [], null, { variables: [] }]) {
    const response = await well(pageRequest({ body }));
    assert.equal(
      ajv.validate({ $ref: `openapi${$ref}` }, body),
      response.status !== 400,
      JSON.stringify(body),
    );
  }
  const stop = description.paths[STOP]!['post']!.requestBody!.content['text/plain']!.schema.$ref;
  const { handle } = token.stop;
  const found = createTokenHandler(
    options({ wait: () => Promise.resolve(), fetch: () => Promise.resolve(Response.json([])) }),
  );
  for (const body of [{ handle }, { handle, sessionId: '' }, { sessionId: 's' }, { handle, x: 1 }, {}]) {
    const response = await found(pageRequest({ url: `${ENDPOINT}/stop`, body }));
    assert.equal(
      ajv.validate({ $ref: `openapi${stop}` }, body),
      response.status !== 400,
      JSON.stringify(body),
    );
  }
});

function untilAborted(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
}

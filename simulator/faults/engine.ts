/** Faults of `POST /v1/engine/session`, and of what it answers. */

import type { EngineAnswerEffect, Fault, HttpEffect } from './fault.js';

type Http = Omit<HttpEffect, 'on' | 'call'>;

const RETRIED = 'The SDK posts three times, then stream() rejects with SERVER_ERROR, 500.';

function answers(name: string, title: string, does: string, expect: string, http: Http): Fault {
  return {
    name,
    title,
    where: 'engine',
    does,
    expect,
    effects: [{ on: 'http', call: 'engine-session', ...http }],
  };
}

function status(name: string, code: number, error: string, message: string, expect: string): Fault {
  return answers(name, `${code} ${error}`, `Answers ${code} with the error "${error}".`, expect, {
    status: code,
    json: { error, message },
  });
}

function changed(
  name: string,
  title: string,
  does: string,
  expect: string,
  change: Omit<EngineAnswerEffect, 'on'>,
): Fault {
  return { name, title, where: 'engine', does, expect, effects: [{ on: 'engine-answer', ...change }] };
}

export const engineFaults: readonly Fault[] = [
  status(
    'engine-400',
    400,
    'Bad Request',
    'Unsupported video size',
    'stream() rejects with VALIDATION_ERROR.',
  ),
  status(
    'engine-401',
    401,
    'Unauthorized',
    'Invalid session token',
    'stream() rejects with AUTHENTICATION_ERROR, 401.',
  ),
  status('engine-402', 402, 'Payment Required', 'No plan found', 'stream() rejects with NO_PLAN_FOUND.'),
  status(
    'engine-403',
    403,
    'Forbidden',
    'This feature is not part of your plan',
    'stream() rejects with AUTHENTICATION_ERROR, 403.',
  ),
  status(
    'engine-404',
    404,
    'Not Found',
    'Avatar not found',
    'stream() rejects with SERVER_ERROR, status 404.',
  ),
  status(
    'engine-429-concurrency',
    429,
    'Concurrent session limit reached',
    'Your plan allows no more sessions',
    'stream() rejects with MAX_CONCURRENT_SESSIONS_REACHED.',
  ),
  status(
    'engine-429-spend-cap',
    429,
    'Spend cap reached',
    'The spend cap is reached',
    'stream() rejects with SPEND_CAP_REACHED.',
  ),
  status(
    'engine-429-usage',
    429,
    'Usage limit reached',
    'The minutes are used up',
    'stream() rejects with USAGE_LIMIT_REACHED.',
  ),
  status('engine-500', 500, 'Internal Server Error', 'Something went wrong', RETRIED),
  status(
    'engine-503',
    503,
    'Service Unavailable',
    'No engine is free',
    'The SDK posts three times, then SERVICE_BUSY.',
  ),
  answers(
    'engine-503-once',
    'Busy once',
    'Answers 503 the first time and properly after that.',
    'The SDK retries and the session starts.',
    {
      status: 503,
      json: { error: 'Service Unavailable', message: 'No engine is free' },
      times: 1,
    },
  ),
  answers(
    'engine-418',
    'Unknown status',
    'Answers a status nobody expects.',
    'stream() rejects with SERVER_ERROR, status 418.',
    {
      status: 418,
      json: { error: 'Teapot', message: 'Short and stout' },
    },
  ),
  answers('engine-html-403', 'HTML 403', "Answers 403 with a proxy's HTML page.", RETRIED, {
    status: 403,
    text: '<!doctype html><h1>Forbidden</h1>',
    contentType: 'text/html',
  }),
  answers('engine-html-200', 'HTML with status 200', 'Answers 200 with an HTML page.', RETRIED, {
    status: 200,
    text: '<!doctype html><h1>Welcome</h1>',
    contentType: 'text/html',
  }),
  answers('engine-empty', 'Empty answer', 'Answers 200 with no body.', RETRIED, {
    status: 200,
    text: '',
    contentType: 'application/json',
  }),
  answers(
    'engine-truncated',
    'Truncated answer',
    'Breaks the connection in the middle of the body.',
    RETRIED,
    { ending: 'truncate' },
  ),
  answers('engine-slow', 'Slow answer', 'Answers properly after 3 seconds.', 'The session starts late.', {
    delay: 3000,
  }),
  answers(
    'engine-hangs',
    'No answer',
    'Takes the request and never answers.',
    'Each of three attempts is given up after 10 s.',
    {
      ending: 'hang',
    },
  ),
  answers('engine-reset', 'Connection reset', 'Breaks the connection without an answer.', RETRIED, {
    ending: 'reset',
  }),
  answers(
    'engine-answer-lost',
    'Answer lost',
    'Opens a session and breaks the connection before the answer, once.',
    'The session is left behind; the retry gets 401, because the token is spent.',
    { ending: 'lose', times: 1 },
  ),
  {
    name: 'engine-answer-lost-twin',
    title: 'Answer lost, then another session',
    where: 'engine',
    does: 'Opens a session and breaks the connection before the answer, once; the same token then opens another.',
    expect: 'The SDK retries and the second session starts; the first is left behind.',
    effects: [{ on: 'http', call: 'engine-session', ending: 'lose', times: 1 }, { on: 'reuse' }],
  },
  answers(
    'engine-no-cors',
    'No CORS headers',
    'Answers properly, but a page may not read it.',
    'The first answer is lost with its session; the retry gets 401, because the token is spent.',
    {
      withoutCors: true,
    },
  ),
  changed(
    'engine-no-client-config',
    'No clientConfig',
    'The answer lacks clientConfig.',
    'stream() rejects with a TypeError after the session was allocated.',
    { remove: ['clientConfig'] },
  ),
  changed(
    'engine-ice-servers-missing',
    'No ICE servers',
    'clientConfig lacks iceServers.',
    'The connection fails in the SDK.',
    {
      remove: ['clientConfig.iceServers'],
    },
  ),
  changed(
    'engine-no-session-id',
    'No session id',
    'The answer lacks sessionId.',
    'stream() rejects with SERVER_ERROR, 500.',
    {
      remove: ['sessionId'],
    },
  ),
  changed(
    'engine-host-unreachable',
    'Engine out of reach',
    'engineHost names a port where nobody listens.',
    'CONNECTION_CLOSED with SIGNALLING_CLIENT_CONNECTION_FAILURE after 1.5 s; stream() stays pending.',
    { set: { engineHost: '127.0.0.1:1' } },
  ),
  changed(
    'engine-host-path',
    'Engine host with a path',
    'engineHost carries a path, as for some engines.',
    'The session starts.',
    {
      set: { engineHost: '{host}/v1/webrtc/engines/simulator' },
    },
  ),
  changed(
    'engine-service-spelling',
    'Timing keys as the service spells them',
    'clientConfig has expectedHeartbeatIntervalSecs and maxWsReconnectAttempts instead.',
    'The session starts with the defaults of the SDK.',
    {
      set: { 'clientConfig.expectedHeartbeatIntervalSecs': 5, 'clientConfig.maxWsReconnectAttempts': 5 },
      remove: ['clientConfig.heartbeatIntervalSeconds', 'clientConfig.maxWsReconnectionAttempts'],
    },
  ),
  changed(
    'engine-relay-only',
    'Relay only',
    'clientConfig asks for relayed candidates and names no relay.',
    'ICE never connects.',
    { set: { 'clientConfig.iceTransportPolicy': 'relay' } },
  ),
  {
    name: 'talk-500',
    title: 'The talk call fails',
    where: 'engine',
    does: 'POST /talk answers 500.',
    expect: 'talk() rejects with a plain Error.',
    effects: [{ on: 'http', call: 'talk', status: 500, json: { error: 'Internal Server Error' } }],
  },
  {
    name: 'stop-500',
    title: 'The stop call fails',
    where: 'engine',
    does: 'POST /v1/sessions/{id}/stop answers 500 and ends nothing.',
    effects: [{ on: 'http', call: 'stop', status: 500, json: { error: 'Internal Server Error' } }],
  },
  {
    name: 'metrics-500',
    title: 'Telemetry fails',
    where: 'engine',
    does: 'POST /v1/metrics/client answers 500.',
    expect: 'Nothing: the session is not touched.',
    effects: [{ on: 'http', call: 'metrics', status: 500, json: { error: 'Internal Server Error' } }],
  },
];

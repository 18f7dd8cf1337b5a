/** Faults of `POST /v1/auth/session-token`. */

import type { Fault, HttpEffect } from './fault.js';

type Http = Omit<HttpEffect, 'on' | 'call'>;

const HTML = '<!doctype html><title>Bad gateway</title><h1>502 Bad Gateway</h1>';

function answers(name: string, title: string, does: string, http: Http): Fault {
  return { name, title, where: 'token', does, effects: [{ on: 'http', call: 'session-token', ...http }] };
}

function status(code: number, error: string, message: string): Fault {
  const does = `Answers ${code} with the error "${error}".`;
  return answers(`token-${code}`, `${code} ${error}`, does, { status: code, json: { error, message } });
}

export const tokenFaults: readonly Fault[] = [
  status(400, 'Bad Request', 'Invalid persona configuration'),
  status(401, 'Unauthorized', 'Invalid or missing API key'),
  status(403, 'Forbidden', 'The API key has no permission to create session tokens'),
  status(404, 'Not Found', 'Persona not found'),
  {
    ...status(429, 'Too Many Requests', 'Rate limit exceeded'),
    does: 'Answers 429 with the error "Too Many Requests".',
  },
  status(500, 'Internal Server Error', 'Something went wrong'),
  status(503, 'Service Unavailable', 'Try again later'),
  answers('token-html', 'HTML instead of JSON', "Answers 502 with a proxy's HTML page.", {
    status: 502,
    text: HTML,
    contentType: 'text/html',
  }),
  answers(
    'token-html-200',
    'HTML with status 200',
    'Answers 200 with an HTML page, as a captive portal does.',
    {
      status: 200,
      text: HTML,
      contentType: 'text/html',
    },
  ),
  answers('token-empty', 'Empty answer', 'Answers 200 with no body.', {
    status: 200,
    text: '',
    contentType: 'application/json',
  }),
  answers('token-truncated', 'Truncated answer', 'Breaks the connection in the middle of the body.', {
    ending: 'truncate',
  }),
  answers('token-huge', 'Huge answer', 'Answers 200 with five megabytes of JSON that hold no token.', {
    status: 200,
    text: `{"padding":"${'x'.repeat(5_000_000)}"}`,
    contentType: 'application/json',
  }),
  answers('token-slow', 'Slow answer', 'Answers properly after 3 seconds.', { delay: 3000 }),
  answers('token-hangs', 'No answer', 'Takes the request and never answers.', { ending: 'hang' }),
  answers('token-reset', 'Connection reset', 'Breaks the connection without an answer.', { ending: 'reset' }),
  answers('token-503-once', 'Unavailable once', 'Answers 503 the first time and properly after that.', {
    status: 503,
    json: { error: 'Service Unavailable', message: 'Try again' },
    times: 1,
  }),
  {
    name: 'token-missing',
    title: 'Answer without a token',
    where: 'token',
    does: 'Answers 200 with an object that has no sessionToken.',
    effects: [{ on: 'token', token: 'missing' }],
  },
  {
    name: 'token-blank',
    title: 'Empty token',
    where: 'token',
    does: 'Answers 200 with an empty sessionToken.',
    effects: [{ on: 'token', token: 'empty' }],
  },
  {
    name: 'token-number',
    title: 'Token of the wrong type',
    where: 'token',
    does: 'Answers 200 with a number as sessionToken.',
    effects: [{ on: 'token', token: 'number' }],
  },
  {
    name: 'token-not-a-jwt',
    title: 'Token that is not a JWT',
    where: 'token',
    does: 'Answers with a text that has no parts.',
    expect: 'createClient throws "Invalid session token format".',
    effects: [{ on: 'token', token: 'not-a-jwt' }],
  },
  {
    name: 'token-legacy',
    title: 'Legacy token',
    where: 'token',
    does: 'Answers with a token of type "legacy", as the deprecated GET minted them.',
    expect: 'createClient throws "Legacy session tokens are no longer supported…".',
    effects: [{ on: 'token', token: 'legacy' }],
  },
  {
    name: 'token-expired',
    title: 'Expired token',
    where: 'token',
    does: 'Answers with a token whose hour is over; engine/session then answers 401.',
    expect: 'stream() rejects with AUTHENTICATION_ERROR, 401: the SDK does not look at the expiry.',
    effects: [{ on: 'token', token: 'expired' }],
  },
  {
    name: 'token-future',
    title: 'Clock skew',
    where: 'token',
    does: 'Answers with a good token that was issued an hour in the future, as seen from a clock that is late.',
    expect: 'The session starts.',
    effects: [{ on: 'token', token: 'future' }],
  },
  {
    name: 'token-spent',
    title: 'Token used before',
    where: 'token',
    does: 'Answers with a token that has already started a session; engine/session then answers 401.',
    expect: 'stream() rejects with AUTHENTICATION_ERROR, 401.',
    effects: [{ on: 'token', token: 'spent' }],
  },
  {
    name: 'token-foreign',
    title: 'Token of someone else',
    where: 'token',
    does: 'Answers with a well-formed token that this service has not issued; engine/session then answers 401.',
    expect: 'stream() rejects with AUTHENTICATION_ERROR, 401.',
    effects: [{ on: 'token', token: 'foreign' }],
  },
];

/** Token endpoints that are set up badly, for the gallery: what `/api/refusal/<name>` answers to every request. */

const HTML = '<!doctype html><title>A page</title><h1>This is no token</h1>';
const json = (status, body, headers = {}) => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
  headers,
});

const REFUSALS = {
  login: json(401, { error: 'Log in first' }),
  forbidden: json(403, { error: 'Not for you' }),
  missing: json(404, { error: 'No such endpoint' }),
  often: json(429, { error: 'Slow down' }, { 'retry-after': '120' }),
  broken: json(500, { error: 'Something broke' }),
  html: { status: 200, type: 'text/html', body: HTML },
  empty: json(200, { ok: true }),
  word: json(200, { sessionToken: 'not a token' }),
  key: json(200, { sessionToken: 'n'.repeat(40) }),
};

/** Answers a request to a badly made endpoint; `reset` breaks the connection. */
export const refuse = (name, response) => {
  if (name === 'reset') return response.destroy();
  const { status, type, body, headers } = REFUSALS[name] ?? REFUSALS.missing;
  return response.writeHead(status, { 'content-type': type, ...headers }).end(body);
};

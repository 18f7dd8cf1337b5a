import { createServer } from 'node:http';

const { ANAM_API_KEY, ANAM_PERSONA_ID, ANAM_API_URL = 'https://api.anam.ai', PORT = 3000 } = process.env;

async function mint() {
  const response = await fetch(`${ANAM_API_URL}/v1/auth/session-token`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ANAM_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ personaConfig: { personaId: ANAM_PERSONA_ID, maxSessionLengthSeconds: 600 } }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`Anam answered ${response.status}`);
  const { sessionToken } = await response.json();
  return { sessionToken };
}

createServer(async (request, response) => {
  const send = (status, body) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify(body));
  if (request.method !== 'POST' || request.url !== '/api/session-token') return send(404, {});
  if (request.headers['sec-fetch-site'] !== 'same-origin') return send(403, {});
  await mint().then((token) => send(200, token), () => send(502, {})); // prettier-ignore
}).listen(PORT, '127.0.0.1', function () {
  console.log(`http://127.0.0.1:${this.address().port}/api/session-token`);
});

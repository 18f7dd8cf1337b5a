/** Owns the processes of the token endpoint's figures: an upstream, a bare proxy to it, and the endpoint itself. */
import { Buffer } from 'node:buffer';
import { Agent, createServer, request as httpRequest } from 'node:http';
import { createTokenServer } from 'anam-persona/server';

const [role, settings = '{}'] = process.argv.slice(2);
const options = JSON.parse(settings);

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = `${encode({ alg: 'HS256' })}.${encode({ exp: 4e9, accountId: 'a'.repeat(36) })}.${'s'.repeat(43)}`;

const roles = {
  /** Answers like Anam, at once. */
  upstream: () =>
    listen(
      createServer((req, res) => {
        req.resume();
        req.on('end', () =>
          res
            .writeHead(200, { 'content-type': 'application/json' })
            .end(JSON.stringify({ sessionToken: jwt })),
        );
      }),
    ),

  /** The least a token endpoint can do: pass the request on with the key, and the answer back. */
  proxy: () => {
    const agent = new Agent({ keepAlive: true });
    const body = JSON.stringify({ personaConfig: { personaId: 'p' } });
    return listen(
      createServer((req, res) => {
        req.resume();
        const asked = httpRequest(`${options.upstream}/v1/auth/session-token`, {
          method: 'POST',
          agent,
          headers: {
            authorization: `Bearer ${options.apiKey}`,
            'content-type': 'application/json',
            'content-length': body.length,
          },
        });
        asked.on('response', (answer) => {
          res.writeHead(answer.statusCode, { 'content-type': 'application/json' });
          answer.pipe(res);
        });
        asked.on('error', () => res.writeHead(502).end());
        asked.end(body);
      }),
    );
  },

  endpoint: async () => {
    const server = createTokenServer({
      apiKey: options.apiKey,
      apiBaseUrl: options.upstream,
      persona: { personaId: 'p' },
      limits: options.limits,
      redis: options.redis,
      // A caller per request, as the internet has them.
      clientAddressHeader: options.clientAddressHeader,
      maxSessionLengthSeconds: options.maxSessionLengthSeconds,
      port: 0,
    });
    const { url } = await server.listen();
    return new URL(url).origin;
  },
};

function listen(server) {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`)),
  );
}

process.send({ url: await roles[role]() });
process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  process.send({ heapUsed, rss });
});

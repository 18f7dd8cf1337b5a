/**
 * The demo's server: the site, the built element, and one token endpoint. With ANAM_API_KEY the personas are
 * Anam's, without it the simulator's; the page is the same.
 */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createTokenHandler, loadConfiguration, toNodeListener } from 'anam-persona/server';
import sirv from 'sirv';
import { refuse } from './refusals.mjs';
import { startDemoSimulator } from './simulator.mjs';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const host = process.env['HOST'] || '127.0.0.1';
const port = readPort(process.env['PORT'] || '3000');

const real = Boolean(process.env['ANAM_API_KEY'] || process.env['ANAM_API_KEY_FILE']);
const demo = real ? undefined : await startDemoSimulator();
const { tokens, options } = await openTokens();
const configurations = Object.keys(options.configurations);
/** What a page of the gallery has to know. */
const facts = {
  simulator: demo !== undefined,
  configurations,
  choices: demo?.choices ?? configurations.map((name) => ({ label: name, persona: name })),
};
/** Without a proxy in front, a foreign name means a page whose name was made to resolve to this machine. */
const guarded = real && isLoopback(host) && !options.trustedProxies;

const site = sirv(folder('./site'), { dev: true, extensions: ['html'] });
const built = sirv(folder('../cdn'), { dev: true });

/** What a careful site would send: the element has to work under it. */
const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self' blob:",
    "connect-src 'self' https: wss: http://127.0.0.1:* ws://127.0.0.1:*",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const FOREIGN_HOST =
  'This server is asked for under a foreign name. If a proxy of yours stands in front, set TRUSTED_PROXIES to 1.';

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const { pathname } = url;
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (/^\/api\/session-token(\/|$)/.test(pathname)) {
    const serve = () => tokens(request, response);
    if (guarded && !isLoopback(request.headers.host ?? ''))
      return json(response, 403, { error: FOREIGN_HOST });
    return demo ? demo.withFaults(url, serve) : serve();
  }
  if (pathname === '/api/demo') return json(response, 200, facts);
  if (demo && pathname.startsWith('/api/refusal/')) {
    return refuse(pathname.slice('/api/refusal/'.length), response);
  }
  if (demo && pathname.startsWith('/_simulator/')) {
    return demo
      .control(request, response, url)
      .catch((error) => json(response, 502, { error: error.message }));
  }
  if (pathname.startsWith('/cdn/')) {
    request.url = request.url.slice('/cdn'.length);
    return built(request, response, () => json(response, 404, { error: 'No such file. Run npm run build.' }));
  }
  return site(request, response, () => json(response, 404, { error: 'No such page.' }));
});

server.once('error', (error) => {
  console.error(explain(error));
  process.exit(1);
});
server.listen(port, host, () => {
  const { port: taken } = server.address();
  console.log(
    demo
      ? '\nThe persona is a simulator on this machine. Set ANAM_API_KEY and ANAM_PERSONA_ID (or ANAM_PERSONA_FILE) to talk to Anam.'
      : '\nThe persona is Anam’s: talking to it is billed.',
  );
  console.log('Open this page and click once (Ctrl-C ends it):\n');
  console.log(`http://${host.includes(':') ? `[${host}]` : host}:${taken}/`);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.closeAllConnections();
    server.close();
    void Promise.resolve(demo?.simulator.close()).finally(() => process.exit(0));
  });
}

async function openTokens() {
  try {
    const options = demo?.options ?? (await loadConfiguration(process.env));
    return { options, tokens: toNodeListener(createTokenHandler(options)) };
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

function readPort(text) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number < 65_536) return number;
  console.error(`PORT is "${text}"; it must be a whole number from 0 to 65535.`);
  process.exit(1);
}

/** Whether a host, with or without a port, is this machine and nothing else. */
function isLoopback(name) {
  return /^(localhost|127(\.\d+){3}|\[?::1\]?)(:\d+)?$/i.test(name);
}

function explain(error) {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`;
  if (error.code === 'EADDRNOTAVAIL') return `HOST is "${host}", which is no address of this machine.`;
  if (error.code === 'EACCES')
    return `This user may not open port ${port}. Choose one above 1023: PORT=3000 npm start`;
  return `The demo could not start: ${error.message}`;
}

function json(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

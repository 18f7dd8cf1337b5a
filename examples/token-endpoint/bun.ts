/** Bun: `bun run bun.ts` */
import { createTokenHandler, loadConfiguration } from 'anam-persona/server';

const token = createTokenHandler(await loadConfiguration(process.env));

const server = Bun.serve({
  port: process.env.PORT ?? 3000,
  hostname: '127.0.0.1',
  fetch: (request, server) =>
    new URL(request.url).pathname.startsWith('/api/session-token')
      ? token(request, { clientAddress: server.requestIP(request)?.address })
      : new Response(null, { status: 404 }),
});
console.log(new URL('/api/session-token', server.url).href);

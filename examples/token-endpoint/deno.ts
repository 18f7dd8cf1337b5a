/** Deno: `deno run --allow-env --allow-net --allow-read deno.ts`, with the package in a `package.json` beside it. */
import { createTokenHandler, loadConfiguration } from 'anam-persona/server';

const token = createTokenHandler(await loadConfiguration(Deno.env.toObject()));

Deno.serve(
  { port: Number(Deno.env.get('PORT') ?? 3000), hostname: '127.0.0.1' },
  (request, { remoteAddr }) =>
    new URL(request.url).pathname.startsWith('/api/session-token')
      ? token(request, { clientAddress: remoteAddr.hostname })
      : new Response(null, { status: 404 }),
);

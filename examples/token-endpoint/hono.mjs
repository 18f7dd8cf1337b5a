/** Hono on Node. On other runtimes take `getConnInfo` from theirs. */
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createTokenHandler, loadConfiguration } from 'anam-persona/server';
import { Hono } from 'hono';

const token = createTokenHandler(await loadConfiguration(process.env));

const app = new Hono();
app.all('/api/session-token/*', (c) => token(c.req.raw, { clientAddress: getConnInfo(c).remote.address }));

serve({ fetch: app.fetch, port: process.env.PORT ?? 3000, hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}/api/session-token`);
});

/** Plain Node: `ANAM_API_KEY=… ANAM_PERSONA_ID=… node node-http.mjs` */
import { createServer } from 'node:http';
import { createTokenHandler, loadConfiguration, toNodeListener } from 'anam-persona/server';

const token = toNodeListener(createTokenHandler(await loadConfiguration(process.env)));

const server = createServer((request, response) => {
  if (request.url?.startsWith('/api/session-token')) return token(request, response);
  response.writeHead(404).end();
});

server.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/api/session-token`);
});

/** Fastify 5. Its body parsers are switched off for these routes: the endpoint reads the body itself. */
import { createTokenHandler, loadConfiguration, toNodeListener } from 'anam-persona/server';
import Fastify from 'fastify';

const token = toNodeListener(createTokenHandler(await loadConfiguration(process.env)));
const app = Fastify();

await app.register(async (routes) => {
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser('*', (request, payload, done) => done(null));
  const answer = (request, reply) => {
    reply.hijack();
    return token(request.raw, reply.raw);
  };
  routes.all('/api/session-token', answer);
  routes.all('/api/session-token/stop', answer);
});

console.log(`${await app.listen({ port: process.env.PORT ?? 3000, host: '127.0.0.1' })}/api/session-token`);

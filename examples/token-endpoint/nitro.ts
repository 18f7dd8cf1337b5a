/** Nuxt and Nitro, as `server/routes/api/session-token/[...path].ts` (the functions are auto-imported from h3). */
import { createTokenHandler, loadConfiguration, type TokenHandler } from 'anam-persona/server';
import { defineEventHandler, getRequestIP, toWebRequest } from 'h3';

let handler: Promise<TokenHandler> | undefined;

// Made at the first request, for the build has no key.
export default defineEventHandler(async (event) => {
  handler ??= loadConfiguration(process.env).then(createTokenHandler);
  return (await handler)(toWebRequest(event), { clientAddress: getRequestIP(event) });
});

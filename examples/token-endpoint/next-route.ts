/**
 * Next.js, as `app/api/session-token/[[...path]]/route.ts`. A route is not told the caller's address: run it behind
 * a proxy that sets `X-Forwarded-For`, with `TRUSTED_PROXIES=1`, or all visitors share one limit.
 */
import { createTokenHandler, loadConfiguration, type TokenHandler } from 'anam-persona/server';

let handler: Promise<TokenHandler> | undefined;

// Made at the first request, for the build has no key.
async function answer(request: Request): Promise<Response> {
  handler ??= loadConfiguration(process.env).then(createTokenHandler);
  return (await handler)(request);
}

export { answer as GET, answer as POST, answer as OPTIONS };

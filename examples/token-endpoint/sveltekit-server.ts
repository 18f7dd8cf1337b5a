/**
 * SvelteKit, as `src/routes/api/session-token/[...path]/+server.ts`. Pages on other origins have to be listed in
 * SvelteKit's own `csrf.trustedOrigins` too, or it refuses the stops of pages that close (`text/plain`) before this runs.
 */
import { env } from '$env/dynamic/private';
import { createTokenHandler, loadConfiguration, type TokenHandler } from 'anam-persona/server';

let handler: Promise<TokenHandler> | undefined;

interface Event {
  request: Request;
  getClientAddress(): string;
}

// Made at the first request, for the build has no key.
export async function fallback({ request, getClientAddress }: Event): Promise<Response> {
  handler ??= loadConfiguration(env).then(createTokenHandler);
  return (await handler)(request, { clientAddress: getClientAddress() });
}

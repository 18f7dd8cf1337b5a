/** SvelteKit, as `src/routes/api/session-token/[...path]/+server.ts`. */
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

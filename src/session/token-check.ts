/** Owns what can be known of a token before it is spent. Reads it, never verifies it: that is the service's part. */
import { PersonaError } from './error.js';

interface Claims {
  readonly type?: unknown;
  readonly exp?: unknown;
}

const decode = (token: string): Claims | null => {
  const payload = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token)?.[1];
  if (!payload) return null;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof claims === 'object' && claims !== null ? claims : null;
  } catch {
    return null;
  }
};

/** Keys are one long word without the dots of a JWT. */
const looksLikeApiKey = (token: string): boolean => /^[\w+/=:-]{20,}$/.test(token);

/**
 * Throws a `PersonaError` for a token that cannot work. `now` is milliseconds since the epoch, by the clock
 * of whoever sent the token where that is known: a visitor's own clock may be wrong.
 */
export const checkToken = (token: string, now: number): void => {
  const claims = decode(token);
  if (!claims) {
    throw looksLikeApiKey(token)
      ? new PersonaError(
          'token-is-api-key',
          'This looks like an API key, not a session token. Keep the key on your server, revoke it if it was public, and send the page a token minted with POST /v1/auth/session-token.',
        )
      : new PersonaError(
          'token-not-jwt',
          'The session token is not a JWT. Pass on the "sessionToken" of POST /v1/auth/session-token unchanged.',
        );
  }
  if (typeof claims.type === 'string' && claims.type.toLowerCase() === 'legacy') {
    throw new PersonaError(
      'token-legacy',
      'This is a legacy session token. Mint it with POST /v1/auth/session-token and "personaConfig" in the body.',
    );
  }
  if (typeof claims.exp === 'number' && claims.exp * 1000 <= now) {
    throw new PersonaError(
      'token-expired',
      'The session token has expired. Tokens last about an hour and serve one session: mint a new one for every start.',
    );
  }
};

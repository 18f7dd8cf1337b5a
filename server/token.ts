/** Owns reading a session token: its shape and when it expires. It is not verified: that is Anam's to do. */

/** Anam's tokens live one hour; used when a token does not say. */
export const TOKEN_SECONDS = 3600;

/** What a JWT-shaped string says about itself, or undefined when it is no such string. */
export function readToken(
  token: unknown,
  now: number,
): { sessionToken: string; expiresAt: Date } | undefined {
  if (typeof token !== 'string' || token.length > 16_384) return undefined;
  const parts = token.split('.');
  const [header, payload] = parts;
  if (parts.length !== 3 || parts.some((part) => !/^[\w-]+$/.test(part))) return undefined;
  const claims = decode(payload);
  if (!decode(header) || !claims) return undefined;
  const exp = 'exp' in claims && typeof claims.exp === 'number' ? claims.exp * 1000 : Number.NaN;
  const expiresAt = new Date(exp);
  return {
    sessionToken: token,
    expiresAt: Number.isNaN(expiresAt.getTime()) ? new Date(now + TOKEN_SECONDS * 1000) : expiresAt,
  };
}

function decode(part = ''): object | undefined {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Owns the endpoint's own secret: hashing callers so that no address is stored, and signing stop handles. */

/** What a stop handle says. */
export interface StopHandle {
  /** The mint it belongs to: the end of the session's `clientLabel`. */
  mint: string;
  /** The caller's hash, to free its place. */
  client: string;
  /** Seconds since 1970. */
  expires: number;
}

/** Names what the key is for, so that the API key itself signs nothing. */
const PURPOSE = 'anam-persona token endpoint v1';

/** Keyed hashing with a key derived from one secret; each use has its own domain, so one's output is useless for another. */
export class Signer {
  readonly #key: Promise<Key>;

  constructor(secret: string) {
    this.#key = deriveKey(secret);
  }

  /** A short hash of the caller's address or subject. */
  async hashClient(client: string): Promise<string> {
    return base64url(await this.#sign(`client:${client}`)).slice(0, 22);
  }

  async signHandle({ mint, client, expires }: StopHandle): Promise<string> {
    const payload = `${mint}~${client}~${expires}`;
    return `${payload}~${base64url(await this.#sign(`stop:${payload}`))}`;
  }

  /** The handle's content, or undefined when it was not signed here or is over. The comparison takes constant time. */
  async readHandle(handle: string, nowMs: number): Promise<StopHandle | undefined> {
    const [mint, client, expires, signature, ...rest] = handle.split('~');
    if (!mint || !client || !expires || !signature || rest.length > 0) return undefined;
    const bytes = fromBase64url(signature);
    if (!bytes) return undefined;
    const valid = await crypto.subtle.verify(
      'HMAC',
      await this.#key,
      bytes,
      encode(`stop:${mint}~${client}~${expires}`),
    );
    return valid && Number(expires) * 1000 > nowMs ? { mint, client, expires: Number(expires) } : undefined;
  }

  async #sign(text: string): Promise<ArrayBuffer> {
    return await crypto.subtle.sign('HMAC', await this.#key, encode(text));
  }
}

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

async function deriveKey(secret: string): Promise<Key> {
  const material = await crypto.subtle.importKey('raw', encode(secret), 'HKDF', false, ['deriveKey']);
  return await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encode(PURPOSE) },
    material,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign', 'verify'],
  );
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function base64url(buffer: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]{43}$/.test(text)) return undefined;
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
}

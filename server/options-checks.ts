/** Owns the checks of single options: each refuses in one sentence that names the option. A key is never repeated. */

/** @throws Error naming the field unless the value is a finite number above zero. */
export function positive(field: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new Error(`${field} must be a number above 0.`);
}

/** @throws Error naming the first name that is not known; `prefix` tells where it stands, such as `limits.`. */
export function assertKnown(prefix: string, given: unknown, names: readonly string[]): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Error(`${prefix.replace(/\.$/, '') || 'The options'} must be an object.`);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`${prefix}${unknown} is not an option. There are ${names.join(', ')}.`);
}

/** @throws Error naming the first of the fields that is given and is no function. */
export function assertFunctions(given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && typeof value !== 'function') throw new Error(`${name} must be a function.`);
  }
}

/** @throws Error unless this can be an API key. */
export function readApiKey(apiKey: unknown): string {
  if (typeof apiKey !== 'string' || apiKey.trim() === '') {
    throw new Error('apiKey is missing: set ANAM_API_KEY to the key from the Anam Lab.');
  }
  if (/\s/.test(apiKey))
    throw new Error('apiKey has a space or a line break in it: set ANAM_API_KEY to the bare key.');
  if (
    /^(your|example|placeholder|change|xxx|<|\$|todo)|^(anam[-_])?api[-_]?key$|\.\.\.|…/i.test(apiKey) ||
    apiKey.length < 8
  ) {
    throw new Error('apiKey looks like a placeholder: set ANAM_API_KEY to the key from the Anam Lab.');
  }
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw new Error('apiKey has a character that no key has: copy it again.');
  if (/^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(apiKey)) {
    throw new Error(
      'apiKey looks like a session token: set ANAM_API_KEY to the API key, which mints such tokens.',
    );
  }
  return apiKey;
}

/** @throws Error unless this is an address the key may be sent to. */
export function readBaseUrl(value: string): string {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw new Error('apiBaseUrl is not a URL: leave it out, or write one such as https://api.anam.ai.');
  }
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    throw new Error(
      'apiBaseUrl must begin with https:// (http:// is for loopback only), for the API key is sent there.',
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new Error('apiBaseUrl takes no user, password, query or fragment.');
  }
  return url.href.replace(/\/+$/, '');
}

/** @throws Error naming the field unless this can be the label of an endpoint; an empty one would mean every session. */
export function readLabel(field: string, label: unknown): string {
  if (typeof label === 'string' && /^[\w.:-]{1,64}$/.test(label)) return label;
  throw new Error(`${field}: use 1 to 64 letters, digits, and . _ : -`);
}

/** @throws Error unless this is a path of the same site or a whole address, as a page would resolve it. */
export function readStopUrl(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (
    typeof value === 'string' &&
    /^(\/(?![/\\])|https?:\/\/[^/])[\x21-\x7e]*$/.test(value) &&
    URL.canParse(value, 'https://x')
  )
    return value;
  throw new Error('stopUrl must be a path such as /api/session-token/stop, or a whole address.');
}

/**
 * Stands in for npm's `buffer` in the builds for a script tag: the SDK decodes a token's payload with it and
 * measures a tag in bytes, and nothing else. Everything else is refused, so that a new use is noticed.
 */
const bytesOf = (text: string, encoding: string): Uint8Array => {
  if (encoding === 'utf8') return new TextEncoder().encode(text);
  if (encoding !== 'base64') throw new TypeError(`The buffer shim knows utf8 and base64, not ${encoding}.`);
  // npm's buffer also reads base64url, which tokens are written in.
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
};

export const Buffer = {
  from: (text: string, encoding = 'utf8') => {
    const bytes = bytesOf(text, encoding);
    return {
      toString: (target = 'utf8'): string => {
        if (target !== 'utf8') throw new TypeError(`The buffer shim writes utf8, not ${target}.`);
        return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      },
    };
  },
  byteLength: (text: string, encoding = 'utf8'): number => bytesOf(text, encoding).length,
};

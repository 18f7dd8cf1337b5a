/** Owns whose limits a request counts against: the subject, or the address behind a known number of proxies. */

/** How to find the caller's address. */
export interface AddressRules {
  /** Proxies of yours that append to `X-Forwarded-For`. */
  trustedProxies: number;
  /** A header that the platform itself sets, such as `cf-connecting-ip`. */
  header: string | undefined;
}

/** The bucket of callers nothing is known about: they share one. */
const UNKNOWN = 'unknown';

/**
 * The caller's address in one spelling; IPv6 by its /64, for that is what one household or machine is given.
 *
 * `X-Forwarded-For` is counted from its end: what stands further left was written by the caller.
 */
export function clientAddress(request: Request, peer: string | undefined, rules: AddressRules): string {
  if (rules.header !== undefined) return normalise(request.headers.get(rules.header) ?? '');
  const forwarded = (request.headers.get('x-forwarded-for') ?? '')
    .split(',')
    .filter((entry) => entry.trim() !== '');
  // Without proxies the caller is the peer. A first proxy is the peer itself and noted who asked it, and so on.
  // With fewer entries than proxies a proxy was passed by, and what stands there was written by the caller.
  const noted = rules.trustedProxies > 0 ? forwarded.at(-rules.trustedProxies) : undefined;
  return normalise(noted ?? peer ?? '');
}

/** One spelling per address, without port and zone. */
export function normalise(text: string): string {
  const bare = text.trim().toLowerCase();
  const ipv4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/.exec(bare)?.[1];
  if (ipv4 !== undefined)
    return ipv4.split('.').every((part) => Number(part) < 256) ? ipv4.replace(/\b0+(?=\d)/g, '') : UNKNOWN;
  const ipv6 = /^\[?([0-9a-f:.]+)(?:%[^\]]*)?(?:\](?::\d+)?)?$/.exec(bare)?.[1];
  if (!ipv6?.includes(':')) return UNKNOWN;
  return prefix64(ipv6) ?? UNKNOWN;
}

function prefix64(address: string): string | undefined {
  let host: string;
  try {
    // The URL parser knows every spelling of an IPv6 address and writes one.
    host = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  } catch {
    return undefined;
  }
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(host);
  if (mapped) {
    const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  const [left = '', right] = host.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const before = groups(left);
  const after = groups(right ?? '');
  const whole = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
  return `${whole.slice(0, 4).join(':')}::/64`;
}

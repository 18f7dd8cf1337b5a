/** Owns what is written to the log: one record per request, and a redaction that knows the key and anything JWT-like. */

/** One line of the log. It never holds a key, a token, a session id, a body or an address. */
export interface LogRecord {
  level: 'info' | 'warn' | 'error';
  event: 'mint' | 'stop' | 'preflight' | 'other' | 'notice';
  /** ISO 8601. */
  time: string;
  requestId?: string | undefined;
  /** `ok`, the problem's code, `authorize` for the hook's own answer, or `not-found` for another path. */
  outcome?: string | undefined;
  status?: number | undefined;
  durationMs?: number | undefined;
  /** A keyed hash of the caller's address or subject: the same caller, the same hash. */
  client?: string | undefined;
  persona?: string | undefined;
  /** What went wrong, in precise words. */
  message?: string | undefined;
}

/** Where records go. It may be async: nobody waits for it, and neither what it throws nor a rejection harms anybody. */
export type Log = (record: LogRecord) => unknown;

const JWT_LIKE = /[\w-]{8,}\.[\w-]{8,}\.[\w-]{4,}/g;
const BEARER = /(bearer\s+)\S+/gi;

/** Makes a function that takes secrets out of a text. Secrets under 8 characters are not looked for. */
export function createRedactor(secrets: readonly (string | undefined)[]): (text: string) => string {
  const known = secrets.filter((secret): secret is string => secret !== undefined && secret.length >= 8);
  return (text) => {
    const withoutKnown = known.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
    return withoutKnown.replace(JWT_LIKE, '[redacted]').replace(BEARER, '$1[redacted]');
  };
}

/** Without a log of yours: what needs somebody's attention goes to the console, one JSON line each. */
const consoleLog: Log = (record) => {
  if (record.level === 'error') console.error(JSON.stringify(record));
  if (record.level === 'warn') console.warn(JSON.stringify(record));
};

/** Wraps a log so that every text field of a record is redacted, and so that a log that throws harms nobody. */
export function safeLog(
  log: Log | false = consoleLog,
  redact: (text: string) => string,
): (record: LogRecord) => void {
  if (log === false) return () => undefined;
  return (record) => {
    const clean = { ...record };
    for (const name of ['outcome', 'persona', 'message'] as const) {
      const value = clean[name];
      if (value !== undefined) clean[name] = redact(value);
    }
    try {
      // It may be an async function: a rejection nobody handles would end the process.
      Promise.resolve(log(clean)).catch(() => undefined);
    } catch {
      // Nothing useful is left to do with a log that fails.
    }
  };
}

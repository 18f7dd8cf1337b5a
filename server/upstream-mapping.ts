/** Owns what an answer of Anam means for our caller, as data. Upstream texts are read here and never passed on. */
import type { ProblemCode } from './problems.js';

interface MappingRow {
  /** Statuses from and to, both included. */
  readonly statuses: readonly [number, number];
  /** When set, the row counts only if the answer's text matches. */
  readonly text?: RegExp;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly retryAfterSeconds?: number;
}

/** Upstream status (and text) → our problem. The first row that fits wins; the last fits everything. */
export const UPSTREAM_MAPPING: readonly MappingRow[] = [
  {
    statuses: [401, 401],
    code: 'misconfigured',
    detail: 'The API key is not accepted: set ANAM_API_KEY to a valid key of the Anam Lab.',
  },
  {
    statuses: [403, 403],
    code: 'misconfigured',
    detail: 'The API key may not do this: check its permissions and the plan of the account.',
  },
  { statuses: [402, 402], code: 'quota', detail: 'The account has no plan or no usage left.' },
  {
    statuses: [429, 429],
    text: /concurren/i,
    code: 'busy',
    detail: 'All concurrent sessions of the account are in use. Try again in a moment.',
    retryAfterSeconds: 15,
  },
  { statuses: [429, 429], code: 'quota', detail: 'The account has reached its spend cap or usage limit.' },
  {
    statuses: [400, 499],
    code: 'misconfigured',
    detail:
      'The persona configuration or the API address is not accepted: see the log of the token endpoint.',
  },
  {
    statuses: [0, 999],
    code: 'upstream-error',
    detail: 'The persona service answered with an error. Try again in a moment.',
  },
];

/** The row that an upstream answer falls into. */
export function mapUpstream(status: number, text: string): MappingRow {
  const row = UPSTREAM_MAPPING.find(
    ({ statuses: [from, to], text: pattern }) =>
      status >= from && status <= to && (!pattern || pattern.test(text)),
  );
  if (!row) throw new RangeError(`No row for the upstream status ${status}.`);
  return row;
}

/** What a row of the fault matrix says: how the element behaves when this goes wrong. */
import type { EndReason, PersonaState } from '../../../src/session/events.js';
import type { ErrorCode } from '../../../src/session/error.js';
import type { TextKey } from '../../../src/text/texts.js';
import type { Strikes } from '../../support/fault-site.js';

/** States as they are told, after `authorizing` and `connecting`, which every start passes. */
export type Way = readonly PersonaState[];

/** An event, or an event and what tells it apart: `anam-error:offline`, `anam-message:user`. */
export type Told = `anam-${string}`;

interface Common {
  /** For readers: what the element does, and why this is right. One sentence or two. */
  readonly does: string;
  /** Which sessions the fault strikes. Default `each`. */
  readonly strikes?: Strikes;
  /** Seconds. Default 20, as the element's. */
  readonly connectTimeout?: number;
  /** Default 0: what a lost session is replaced by is shown by the rows that say so. */
  readonly reconnect?: number;
  /** Done by the visitor or the page once live (or, for `try-again`, failed). */
  readonly then?: 'say-hello' | 'talk' | 'try-again';
  /** Said where the call that the fault spoils is not made, so that it cannot strike. */
  readonly struck?: false;
  /** The states that are told, `authorizing` first. Each kind of row has its default. */
  readonly way?: Way;
  /** Sentences that are shown on the way, besides `reconnecting` and that of the end. */
  readonly reads?: readonly TextKey[];
  /** Events that have to come. */
  readonly told?: readonly Told[];
  /** Events that must not. */
  readonly untold?: readonly Told[];
  /** Errors that are told, in order. Default: that of the row, or none. */
  readonly errors?: readonly ErrorCode[];
  /** What the page's own call is rejected with, if it is; `not-live` once the conversation is over. */
  readonly rejects?: ErrorCode;
  /** Tokens that are asked for. Default 1. */
  readonly tokens?: number;
  /** Sessions that the service has made. Default 1, and 0 where no token came. */
  readonly sessions?: number;
  /** For readers: what the visitor sees where no sentence says it. */
  readonly sees?: string;
}

/** The conversation goes on, and is ended by the test. */
export interface LiveRow extends Common {
  readonly state: 'live';
  /** Whether "Hello" is answered. Default true. */
  readonly answers?: false;
  /** "Hello" is said only when the browser knows that the data channel is closed: word of it travels. */
  readonly channel?: 'closed';
}

export interface EndedRow extends Common {
  readonly state: 'ended';
  readonly reason: Exclude<EndReason, 'error'>;
  readonly text: TextKey;
}

export interface FailedRow extends Common {
  readonly state: 'failed';
  readonly error: ErrorCode;
  readonly text: TextKey;
}

export type Row = LiveRow | EndedRow | FailedRow;

export type Rows = Readonly<Record<string, Row>>;

/** The way of a row that gives none. */
export const wayOf = (row: Row): Way => {
  if (row.way) return row.way;
  if (row.state === 'live') return ['authorizing', 'connecting', 'live'];
  if (row.state === 'ended') return ['authorizing', 'connecting', 'live', 'ending', 'ended'];
  return ['authorizing', 'connecting', 'ending', 'failed'];
};

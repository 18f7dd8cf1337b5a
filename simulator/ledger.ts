/** The account of all sessions: what was opened, what closed it, and for how long a real service would have billed. */

/** One message of a conversation. */
export interface LedgerMessage {
  role: 'user' | 'persona';
  /** What was said, or heard of it before an interruption. */
  content: string;
}

/** One session; times are ISO 8601 in UTC. */
export interface LedgerSession {
  sessionId: string;
  clientLabel: string | null;
  /** When engine/session answered. */
  createdAt: string;
  /** When the signalling socket opened: billing begins. */
  streamingSince: string | null;
  closedAt: string | null;
  /** Seconds from `streamingSince` to `closedAt`, or to now. */
  billedSeconds: number;
  /**
   * `client` (closed by the page), `abandoned` (the page went away), `connection-lost`, `never-connected` (no socket),
   * `no-media` (a socket, but no media connection), `stopped` (by the stop call), `simulator-closed`,
   * `simulator-error`, or the text of the server's own ending.
   */
  endReason: string | null;
  /** Whether sound louder than silence came from the microphone. */
  receivedAudio: boolean;
  messages: LedgerMessage[];
}

/** All sessions, oldest first. */
export interface LedgerSnapshot {
  sessions: LedgerSession[];
}

/** The facts a session keeps about itself. */
export class LedgerEntry {
  readonly sessionId: string;
  readonly clientLabel: string | null;
  readonly createdAt: number;
  streamingSince: number | undefined;
  closedAt: number | undefined;
  endReason: string | undefined;
  receivedAudio = false;
  readonly messages: LedgerMessage[] = [];

  constructor(sessionId: string, clientLabel: string | null, createdAt: number) {
    this.sessionId = sessionId;
    this.clientLabel = clientLabel;
    this.createdAt = createdAt;
  }

  snapshot(now: number): LedgerSession {
    const billed = this.streamingSince === undefined ? 0 : (this.closedAt ?? now) - this.streamingSince;
    return {
      sessionId: this.sessionId,
      clientLabel: this.clientLabel,
      createdAt: iso(this.createdAt),
      streamingSince: this.streamingSince === undefined ? null : iso(this.streamingSince),
      closedAt: this.closedAt === undefined ? null : iso(this.closedAt),
      billedSeconds: billed / 1000,
      endReason: this.endReason ?? null,
      receivedAudio: this.receivedAudio,
      messages: this.messages.map((message) => ({ ...message })),
    };
  }
}

/** Keeps the entries. */
export class Ledger {
  #entries: LedgerEntry[] = [];

  open(sessionId: string, clientLabel: string | null, now: number): LedgerEntry {
    const entry = new LedgerEntry(sessionId, clientLabel, now);
    this.#entries.push(entry);
    return entry;
  }

  snapshot(now: number): LedgerSnapshot {
    return { sessions: this.#entries.map((entry) => entry.snapshot(now)) };
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

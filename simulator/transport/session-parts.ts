/** What a session is made of; the composition root hands it over. */

import type { PersonaSettings } from '../engine/state.js';
import type { ActiveFaults } from '../faults/active.js';
import type { LedgerEntry } from '../ledger.js';
import type { MediaTools } from '../media/stage.js';
import type { PeerFactory } from './peer.js';

/** How data-channel messages are written. */
export type Dialect = 'envelope' | 'flat';

/** What a session is made of. */
export interface SessionParts {
  /** Data-channel messages in an envelope, or, for old clients, captions alone and without one. */
  dialect: Dialect;
  sessionId: string;
  settings: PersonaSettings;
  entry: LedgerEntry;
  media: MediaTools;
  makePeer: PeerFactory;
  /** Milliseconds a session lives without its socket. */
  signallingGrace: number;
  /** Milliseconds a session lives with its socket and without media. */
  mediaGrace: number;
  /** Faults of the simulator and of the token. */
  faults: readonly ActiveFaults[];
  /** Called once, at the end, with a promise for the closing of its connections: nothing but the ledger keeps a session. */
  onClosed: (closed: Promise<void>) => void;
}

/**
 * The dialect of a client by what it says of itself. Releases of the JavaScript SDK before 4.4.0 take every message
 * for a caption, with its fields at the top.
 */
export function dialectOf(clientMetadata: unknown): Dialect {
  const { client, version } = (clientMetadata ?? {}) as { client?: unknown; version?: unknown };
  if (client !== 'js-sdk' || typeof version !== 'string') return 'envelope';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 4 || (major === 4 && minor < 4) ? 'flat' : 'envelope';
}

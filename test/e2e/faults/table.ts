/** The fault matrix: how the element behaves under every fault of the simulator. One row per fault. */
import { channelRows } from './channel.js';
import { connectionRows } from './connection.js';
import { engineRows } from './engine.js';
import { mediaRows } from './media.js';
import type { Row } from './row.js';
import { sessionRows } from './session.js';
import { signallingRows } from './signalling.js';
import { tokenRows } from './token.js';

export const matrix: ReadonlyMap<string, Row> = new Map(
  Object.entries({
    ...tokenRows,
    ...engineRows,
    ...signallingRows,
    ...connectionRows,
    ...mediaRows,
    ...channelRows,
    ...sessionRows,
  }),
);

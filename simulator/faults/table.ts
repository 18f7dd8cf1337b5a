/** The table of all faults. To add one, add an entry to the list of its place. */

import { channelFaults } from './channel.js';
import { connectionFaults } from './connection.js';
import { engineFaults } from './engine.js';
import type { Fault } from './fault.js';
import { mediaFaults } from './media.js';
import { sessionFaults } from './session.js';
import { signallingFaults } from './signalling.js';
import { tokenFaults } from './token.js';

/** Every fault, by place. */
export const faults: readonly Fault[] = [
  ...tokenFaults,
  ...engineFaults,
  ...signallingFaults,
  ...connectionFaults,
  ...mediaFaults,
  ...channelFaults,
  ...sessionFaults,
];

/** The fault of this name. Throws with the names that come near when there is none. */
export function faultByName(name: string): Fault {
  const fault = faults.find((candidate) => candidate.name === name);
  if (fault) return fault;
  const start = name.split('-')[0] ?? '';
  const near = faults
    .filter((candidate) => start !== '' && candidate.name.includes(start))
    .map((candidate) => candidate.name);
  const hint = near.length > 0 ? `Near it are ${near.join(', ')}.` : 'GET /_simulator/faults lists all.';
  throw new RangeError(`There is no fault "${name}". ${hint}`);
}

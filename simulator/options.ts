/** What a simulator can be told, and what it does when it is told nothing. */

import { ActiveFaults } from './faults/active.js';
import type { FaultRequest } from './faults/fault.js';
import { findPersona, personas } from './scenes/personas.js';

/** Options of `startSimulator`; all may be left out. */
export interface SimulatorOptions {
  /** TCP port; 0 takes a free one. Default 0. */
  port?: number;
  /** Address to listen on. Default `127.0.0.1`; anything else opens the simulator to others. */
  host?: string;
  /** What `POST /v1/auth/session-token` wants as bearer. Default: random. */
  apiKey?: string;
  /** Name or id of the persona that stands in for every configuration naming none of the simulator's. */
  persona?: string;
  /** Faults from the start: names, or names with parameters. */
  fault?: FaultRequest | readonly FaultRequest[];
  /** Sessions at the same time; more get 429. Default 10. */
  concurrency?: number;
  /** Lifetime of a session token in seconds. Default 3600. */
  tokenLifetimeSeconds?: number;
  /** Seconds a session outlives its signalling socket. Default 4. */
  signallingGraceSeconds?: number;
  /** Address that media candidates name. Default `127.0.0.1`; stock Firefox needs another of this machine's own. */
  advertise?: string;
  /** Picture size in pixels. Default 480 × 360. */
  videoWidth?: number;
  videoHeight?: number;
  /** Default `opus`; µ-law is used anyway where the Opus package is missing. */
  audioCodec?: 'opus' | 'pcmu';
  /** `engineHost` carries a path, as it does for some engines. Default false. */
  engineHostPath?: boolean;
  /** Names of the timing keys in `clientConfig`: as the browser SDK reads them, or as the service also writes them. Default `sdk`. */
  clientConfigSpelling?: 'sdk' | 'service';
}

/** The options with every default filled in. Throws on values that cannot work. */
export function completeOptions(options: SimulatorOptions): Required<SimulatorOptions> {
  const complete: Required<SimulatorOptions> = {
    port: 0,
    host: '127.0.0.1',
    apiKey: '',
    persona: '',
    fault: [],
    concurrency: 10,
    tokenLifetimeSeconds: 3600,
    signallingGraceSeconds: 4,
    advertise: '127.0.0.1',
    videoWidth: 480,
    videoHeight: 360,
    audioCodec: 'opus',
    engineHostPath: false,
    clientConfigSpelling: 'sdk',
    ...options,
  };
  if (!Number.isInteger(complete.port) || complete.port < 0 || complete.port > 65_535) {
    throw new RangeError(`port must be a whole number from 0 to 65535, not ${complete.port}.`);
  }
  for (const name of [
    'concurrency',
    'tokenLifetimeSeconds',
    'signallingGraceSeconds',
    'videoWidth',
    'videoHeight',
  ] as const) {
    if (!(complete[name] >= 0))
      throw new RangeError(`${name} must be a number of 0 or more, not ${complete[name]}.`);
  }
  if (complete.persona && !findPersona(complete.persona)) {
    const names = personas.map(({ name }) => name).join(', ');
    throw new RangeError(`There is no persona "${complete.persona}": choose one of ${names}.`);
  }
  // Throws here, before anything is open.
  new ActiveFaults().apply(complete.fault);
  return complete;
}

/** What a simulator can be told, and what it does when it is told nothing. */

import { ActiveFaults } from './faults/active.js';
import type { FaultRequest } from './faults/fault.js';
import { findPersona, personas } from './scenes/personas.js';
import { isVideoLength } from './transport/checks.js';

/** A STUN or TURN server, as `clientConfig` names it. */
export interface IceServer {
  urls: readonly string[];
  username?: string;
  credential?: string;
  credentialType?: 'password';
}

/** How the timing keys of `clientConfig` are spelled. */
export type ClientConfigSpelling = 'both' | 'sdk' | 'service';

/** Options of `startSimulator`; all may be left out. */
export interface SimulatorOptions {
  /** TCP port; 0 takes a free one. Default 0. */
  port?: number;
  /** Address to listen on. Default `127.0.0.1`; anything else opens the simulator to others. */
  host?: string;
  /** What `POST /v1/auth/session-token` wants as bearer. Default: random. */
  apiKey?: string;
  /** Name or id of the persona that stands in for every configuration naming none of the simulator's, by whatever id. */
  persona?: string;
  /** Faults from the start: names, or names with parameters. */
  fault?: FaultRequest | readonly FaultRequest[];
  /** Sessions at the same time; more get 429. Default 10. */
  concurrency?: number;
  /** Lifetime of a session token in seconds. Default 3600. */
  tokenLifetimeSeconds?: number;
  /** Seconds a session outlives its signalling socket. Default 4. */
  signallingGraceSeconds?: number;
  /** Seconds a session may have its socket without a media connection. Default 60. */
  mediaGraceSeconds?: number;
  /** Only the simulator's own ids, and the platform's language models, start a session; others get 404. Default false. */
  strictIds?: boolean;
  /** `maxSessionLengthSeconds` counts only beside a persona that is described, not beside a `personaId`. Default false. */
  ignoreStoredLength?: boolean;
  /** ICE servers handed out in `clientConfig`; the simulator itself uses none. Default none. */
  iceServers?: readonly IceServer[];
  /** Address that media candidates name. Default `127.0.0.1`; stock Firefox needs another of this machine's own. */
  advertise?: string;
  /** Picture size in pixels, for sessions that ask for none: whole numbers from 16 to 1920. Default 480 × 360. */
  videoWidth?: number;
  videoHeight?: number;
  /** Default `opus`; µ-law is used anyway where the Opus package is missing. */
  audioCodec?: 'opus' | 'pcmu';
  /** `engineHost` carries a path, as it does for some engines. Default false. */
  engineHostPath?: boolean;
  /** Names of the timing keys in `clientConfig`: as some SDKs read them, as the service spells them for others, or both. Default `both`. */
  clientConfigSpelling?: ClientConfigSpelling;
}

/** The most that the timers of Node can wait. */
const MOST_SECONDS = 2_147_483;
const SPELLINGS: readonly ClientConfigSpelling[] = ['both', 'sdk', 'service'];

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
    mediaGraceSeconds: 60,
    strictIds: false,
    ignoreStoredLength: false,
    iceServers: [],
    advertise: '127.0.0.1',
    videoWidth: 480,
    videoHeight: 360,
    audioCodec: 'opus',
    engineHostPath: false,
    clientConfigSpelling: 'both',
    ...options,
  };
  if (!Number.isInteger(complete.port) || complete.port < 0 || complete.port > 65_535) {
    throw new RangeError(`port must be a whole number from 0 to 65535, not ${complete.port}.`);
  }
  for (const name of [
    'concurrency',
    'tokenLifetimeSeconds',
    'signallingGraceSeconds',
    'mediaGraceSeconds',
  ] as const) {
    if (!(complete[name] >= 0 && complete[name] <= MOST_SECONDS))
      throw new RangeError(`${name} must be a number from 0 to ${MOST_SECONDS}, not ${complete[name]}.`);
  }
  for (const name of ['videoWidth', 'videoHeight'] as const) {
    const length: unknown = complete[name];
    if (!isVideoLength(length))
      throw new RangeError(`${name} must be a whole number from 16 to 1920, not ${String(length)}.`);
  }
  if (!SPELLINGS.includes(complete.clientConfigSpelling)) {
    throw new RangeError(`clientConfigSpelling must be one of ${SPELLINGS.join(', ')}.`);
  }
  checkIceServers(complete.iceServers);
  if (complete.persona && !findPersona(complete.persona)) {
    const names = personas.map(({ name }) => name).join(', ');
    throw new RangeError(`There is no persona "${complete.persona}": choose one of ${names}.`);
  }
  // Throws here, before anything is open.
  new ActiveFaults().apply(complete.fault);
  return complete;
}

function checkIceServers(servers: unknown): void {
  const isServer = (server: { urls?: unknown } | null): boolean =>
    Array.isArray(server?.urls) && server.urls.every((url) => /^(stun|turn)s?:./.test(String(url)));
  if (!Array.isArray(servers) || !servers.every(isServer))
    throw new RangeError('iceServers must be a list of { urls: ["stun:…"] }.');
}

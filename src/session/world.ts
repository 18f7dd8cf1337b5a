/** Owns what a session takes from outside, and what it uses where nothing is given. */
import type { ClientFactory } from './client.js';
import { systemClock, type Clock } from './clock.js';
import type { Microphone, Stage } from './media.js';

/** What the session needs from outside; tests give their own. */
export interface SessionEnvironment {
  readonly clients: ClientFactory;
  readonly clock?: Clock;
  /** Absent: the session listens and reads only. */
  readonly microphone?: Microphone;
  /** Absent: the session is live as soon as it is connected; `media` is yours to show. */
  readonly stage?: Stage;
  readonly fetch?: typeof fetch;
  readonly random?: () => number;
  readonly isOnline?: () => boolean;
}

export interface World {
  readonly clients: ClientFactory;
  readonly clock: Clock;
  readonly microphone: Microphone | undefined;
  readonly stage: Stage | undefined;
  readonly fetch: typeof fetch;
  readonly random: () => number;
  readonly isOnline: () => boolean;
}

/** Only a clear no counts: runtimes without a browser do not say. */
const isOnline = (): boolean => {
  const scope: { navigator?: { onLine?: boolean } } = globalThis;
  return scope.navigator?.onLine !== false;
};

export const worldOf = (environment: SessionEnvironment): World => ({
  clients: environment.clients,
  clock: environment.clock ?? systemClock,
  microphone: environment.microphone,
  stage: environment.stage,
  // Looked up at each call, so that a page may replace it; called without `this`, as browsers demand.
  fetch: environment.fetch ?? ((...request) => globalThis.fetch(...request)),
  random: environment.random ?? Math.random,
  isOnline: environment.isOnline ?? isOnline,
});

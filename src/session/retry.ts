/** Owns whether, and after how long, a failed session is replaced by another. */
import type { ErrorCode, PersonaError } from './error.js';

export interface Failure {
  readonly error: PersonaError;
  /** How many tries have failed in a row, this one included. */
  readonly failures: number;
  /** How many may. */
  readonly budget: number;
  /** Whether the conversation was live before: a first start is only repeated when the service is full. */
  readonly wasLive: boolean;
  /** 0..1. */
  readonly random: () => number;
}

/** Full, not broken: worth some patience. */
const FULL: readonly ErrorCode[] = ['engine-busy', 'engine-concurrency-limit', 'busy'];

/** The service has no room, or asked for a wait: coming back sooner helps nobody. */
export const isFull = ({ code, retryAfter }: PersonaError): boolean =>
  FULL.includes(code) || retryAfter !== undefined;

/** Ends that somebody decided, and errors that a new session would only repeat. */
const FINAL: readonly ErrorCode[] = ['server-ended', 'unknown'];

/** Seconds; who asks for a longer wait than a visitor has is not waited for. */
const LONGEST = 60;

/** Seconds before the next try; `null` when there is none. */
export const retryDelay = ({ error, failures, budget, wasLive, random }: Failure): number | null => {
  const full = FULL.includes(error.code);
  if ((error.retryAfter ?? 0) > LONGEST) return null;
  if (failures > budget || !error.retryable || FINAL.includes(error.code)) return null;
  if (!full && !wasLive) return null;
  const base = full ? 4 : 0.5;
  const delay = Math.min(30, base * 2 ** (failures - 1));
  // Half fixed, half random: pages that lost the same server do not come back in one wave.
  const jittered = delay / 2 + (random() * delay) / 2;
  return Math.max(jittered, error.retryAfter ?? 0);
};

/** What a session can be told to do differently. Read when they matter: some at the next start, some live. */
import { PersonaError } from './error.js';

export interface TokenResponse {
  readonly sessionToken: string;
  /** ISO 8601. */
  readonly expiresAt?: string;
  /** Where the session can be ended on the server. */
  readonly stop?: { readonly url: string; readonly handle: string };
  /** Another address of Anam's API; taken only when https or loopback. */
  readonly apiBaseUrl?: string;
}

export interface TokenContext {
  /** Aborts when the start is given up. */
  readonly signal: AbortSignal;
  /** 1 for the first token of a start, more for retries and replacements. */
  readonly attempt: number;
  readonly reason: 'start' | 'retry' | 'reconnect';
}

export type TokenProvider = (
  context: TokenContext,
) => Promise<string | TokenResponse> | string | TokenResponse;
export type TokenHeaders =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

export interface SessionSettings {
  /** Absolute, or relative to the page (the owner resolves it before it comes here). */
  readonly tokenUrl: string | undefined;
  readonly tokenParams: Readonly<Record<string, unknown>> | undefined;
  readonly tokenCredentials: 'same-origin' | 'include' | 'omit';
  readonly tokenHeaders: TokenHeaders | undefined;
  /** Wins over `tokenUrl`. */
  readonly tokenProvider: TokenProvider | undefined;
  /** A literal token; wins over both while it is set. Spent after one session: set another before the next start; a lost session is not replaced. */
  readonly sessionToken: string | undefined;
  readonly clientOptions: Readonly<Record<string, unknown>>;
  readonly disableInputAudio: boolean;
  /** 0..1. */
  readonly endOfSpeechSensitivity: number | undefined;
  /** Seconds from start to the first picture; 20. */
  readonly connectTimeout: number;
  /** Replacement sessions after a loss; 2; 0 switches off. */
  readonly reconnect: number;
  /** Seconds; 0 is off. */
  readonly idleTimeout: number;
  readonly hiddenTimeout: number;
  readonly maxDuration: number;
}

export const DEFAULT_SETTINGS: SessionSettings = {
  tokenUrl: undefined,
  tokenParams: undefined,
  tokenCredentials: 'same-origin',
  tokenHeaders: undefined,
  tokenProvider: undefined,
  sessionToken: undefined,
  clientOptions: {},
  disableInputAudio: false,
  endOfSpeechSensitivity: undefined,
  connectTimeout: 20,
  reconnect: 2,
  idleTimeout: 0,
  hiddenTimeout: 0,
  maxDuration: 0,
};

/** The least that each number may be. */
const LEAST = {
  connectTimeout: 1,
  reconnect: 0,
  idleTimeout: 0,
  hiddenTimeout: 0,
  maxDuration: 0,
  endOfSpeechSensitivity: 0,
} as const;

/** Throws `invalid-configuration` for a number that cannot be meant. The element never comes here: it warns, and takes its default. */
export const checkSettings = (settings: Partial<SessionSettings>): void => {
  for (const [name, least] of Object.entries(LEAST)) {
    const value = settings[name as keyof typeof LEAST];
    if (value === undefined || (Number.isFinite(value) && value >= least)) continue;
    throw new PersonaError('invalid-configuration', `${name} is a number of ${least} or more, not ${value}.`);
  }
  if ((settings.endOfSpeechSensitivity ?? 0) > 1) {
    throw new PersonaError('invalid-configuration', 'endOfSpeechSensitivity is at most 1.');
  }
};

/** Owns what the SDK's errors and close codes are called by us: two tables that the compiler keeps complete. */
import type { ConnectionClosedCode, ErrorCode as SdkCode } from '@anam-ai/js-sdk';
import { messageOf, PersonaError, type ErrorCode } from '../session/error.js';

type Sentence = readonly [code: ErrorCode, message: string];

/** Refusals of the engine, by the SDK's code; statuses that share a code are told apart below. */
export const REFUSALS: Readonly<Record<`${SdkCode}`, Sentence>> = {
  CLIENT_ERROR_CODE_VALIDATION_ERROR: [
    'engine-bad-request',
    'Anam does not understand the session request: check clientOptions, and the video size the token asks for.',
  ],
  CLIENT_ERROR_CODE_AUTHENTICATION_ERROR: [
    'engine-unauthorized',
    'Anam does not accept the session token: it is invalid, expired or used. Mint a new one for every start.',
  ],
  CLIENT_ERROR_CODE_NO_PLAN_FOUND: ['engine-no-plan', 'The Anam account has no plan: choose one in the Lab.'],
  CLIENT_ERROR_CODE_MAX_CONCURRENT_SESSIONS_REACHED: [
    'engine-concurrency-limit',
    'All concurrent sessions of the Anam plan are taken: wait for one to end, or choose a larger plan.',
  ],
  CLIENT_ERROR_CODE_SPEND_CAP_REACHED: [
    'engine-spend-cap',
    'The spend cap of the Anam account is reached: raise it in the Lab.',
  ],
  CLIENT_ERROR_CODE_USAGE_LIMIT_REACHED: [
    'engine-usage-limit',
    'The usage limit of the Anam account is reached: wait for the next period, or choose a larger plan.',
  ],
  CLIENT_ERROR_CODE_SERVICE_BUSY: ['engine-busy', 'Anam has no persona free at the moment: try again.'],
  CLIENT_ERROR_CODE_SERVER_ERROR: ['engine-error', 'Anam could not start the session.'],
  CLIENT_ERROR_CODE_UNKNOWN_ERROR: ['engine-error', 'Anam could not start the session.'],
  CLIENT_ERROR_CODE_CONFIGURATION_ERROR: ['invalid-configuration', 'The SDK does not accept its options.'],
};

const BY_STATUS: Readonly<Record<number, Sentence>> = {
  403: ['engine-forbidden', 'Anam does not permit this session: check what the plan and the API key allow.'],
  404: ['engine-not-found', 'Anam does not know an id of the persona: check avatar, voice, llm and persona.'],
};

/** Why a connection closed; `null` for the close that was asked for. */
export const CLOSES: Readonly<Record<`${ConnectionClosedCode}`, Sentence | null>> = {
  CONNECTION_CLOSED_CODE_NORMAL: null,
  CONNECTION_CLOSED_CODE_MICROPHONE_PERMISSION_DENIED: ['mic-denied', 'The microphone was refused.'],
  CONNECTION_CLOSED_CODE_SIGNALLING_CLIENT_CONNECTION_FAILURE: [
    'signalling-lost',
    'The WebSocket to the persona was lost and could not be opened again.',
  ],
  CONNECTION_CLOSED_CODE_WEBRTC_FAILURE: ['webrtc-failed', 'The WebRTC connection to the persona failed.'],
  CONNECTION_CLOSED_CODE_SERVER_CLOSED_CONNECTION: ['server-ended', ''],
};

interface SdkError extends Error {
  readonly code: `${SdkCode}`;
  readonly statusCode?: number;
  readonly details?: { readonly cause?: unknown } | null;
}

/** By shape, not by class: a page may hold two copies of the SDK. */
const isSdkError = (error: unknown): error is SdkError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  Object.hasOwn(REFUSALS, error.code);

/** Any failure of creating or opening a client. */
export const openingError = (cause: unknown): PersonaError => {
  if (cause instanceof PersonaError) return cause;
  if (!isSdkError(cause)) {
    const message = `The SDK could not open the session: ${messageOf(cause)}`;
    return new PersonaError('engine-error', message, { cause });
  }
  const [code, sentence] = BY_STATUS[cause.statusCode ?? 0] ?? REFUSALS[cause.code];
  const reason = cause.details?.cause;
  return new PersonaError(code, `${sentence} (${typeof reason === 'string' ? reason : cause.message})`, {
    cause,
  });
};

/** A close that nobody asked for; `undefined` for the one that was. */
export const closeError = (code: string, details: string | undefined): PersonaError | undefined => {
  const known = Object.hasOwn(CLOSES, code) ? CLOSES[code as `${ConnectionClosedCode}`] : undefined;
  if (known === null) return undefined;
  const [ours, sentence] = known ?? ['webrtc-failed', `The SDK closed the connection: ${code}.`];
  return new PersonaError(ours, details ?? sentence);
};

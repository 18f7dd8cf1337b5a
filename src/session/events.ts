/** What a session tells its owner: one union, one name per DOM event of the element (without the prefix). */
import type { MessageChunk, ReasoningChunk, Role, ToolResult } from './client.js';
import type { PersonaError } from './error.js';

/** The connection state, as on the element. */
export type PersonaState =
  'idle' | 'authorizing' | 'connecting' | 'live' | 'reconnecting' | 'ending' | 'ended' | 'failed';

export type EndReason =
  'user' | 'server' | 'idle' | 'hidden' | 'max-duration' | 'removed' | 'page-close' | 'error';

/** A finished or still growing message of the conversation. `key` is unique in the list, `id` is the service's and is not. */
export interface PersonaMessage {
  readonly key: string;
  readonly id: string;
  readonly role: Role;
  readonly content: string;
  readonly interrupted: boolean;
  /** False while fragments still come. */
  readonly finished: boolean;
  /** Milliseconds since the epoch, when the first fragment came. */
  readonly time: number;
}

/** In the order they happen. `time` in milliseconds since `start()`. */
export type Milestone = 'token' | 'session' | 'connected' | 'first-frame' | 'ready';

/** Milliseconds since `start()`; absent until reached. */
export type Timings = Partial<Record<'token' | 'session' | 'connected' | 'firstFrame' | 'ready', number>>;

/** A wait before the next try, for a countdown. */
export interface Retry {
  readonly attempt: number;
  /** How many tries there will be at most. */
  readonly attempts: number;
  /** Seconds until the next try when it was announced. */
  readonly seconds: number;
  readonly error: PersonaError;
}

export interface ToolCallEvent {
  readonly type: 'tool-call';
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly callId: string;
  readonly kind: 'client' | 'server' | 'system';
  /** Answers a client tool with the promise's value; a rejection is told to the persona as a failure. The first answer wins; throws for tools that run elsewhere. */
  readonly respondWith: (answer: unknown) => void;
}

export interface EndWarningEvent {
  readonly type: 'end-warning';
  readonly reason: 'idle' | 'hidden' | 'max-duration';
  readonly secondsLeft: number;
  /** Keeps the session: the time-limit starts again. */
  readonly extend: () => void;
}

export type SessionEvent =
  | {
      readonly type: 'state-change';
      readonly state: PersonaState;
      readonly previousState: PersonaState;
      readonly reason?: EndReason;
    }
  | { readonly type: 'session-start'; readonly sessionId: string }
  | {
      readonly type: 'session-end';
      readonly sessionId: string;
      readonly reason: EndReason;
      readonly duration: number;
    }
  | { readonly type: 'error'; readonly error: PersonaError }
  | { readonly type: 'message'; readonly message: PersonaMessage }
  | { readonly type: 'message-chunk'; readonly chunk: MessageChunk; readonly message: PersonaMessage }
  | { readonly type: 'speech-start' | 'speech-end'; readonly role: Role }
  | { readonly type: 'interrupt'; readonly correlationId: string | undefined }
  | ToolCallEvent
  | ({ readonly type: 'tool-result' } & ToolResult)
  | EndWarningEvent
  | { readonly type: 'end-warning-over' }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'reasoning'; readonly chunk: ReasoningChunk }
  | { readonly type: 'cue-applied'; readonly tag: string; readonly correlationId: string | undefined }
  | {
      readonly type: 'persona-updated';
      readonly changes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
    }
  | { readonly type: 'retry'; readonly retry: Retry | null }
  | { readonly type: 'milestone'; readonly name: Milestone; readonly time: number };

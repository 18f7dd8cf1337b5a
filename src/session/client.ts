/**
 * The port: what a session asks of a realtime client, and what it is told by it. `sdk/` implements it over
 * `@anam-ai/js-sdk`; tests use a fake that passes the same contract suite. One client serves one attempt and is never reused.
 */
import type { PersonaError } from './error.js';
import type { Media } from './media.js';

export type Role = 'user' | 'persona';

export interface MessageChunk {
  readonly id: string;
  readonly role: Role;
  readonly content: string;
  readonly contentIndex: number | undefined;
  readonly endOfSpeech: boolean;
  readonly interrupted: boolean;
  readonly correlationId: string | undefined;
  readonly utteranceId: string | undefined;
  readonly cueTag: string | undefined;
}

export interface ToolCall {
  readonly callId: string;
  readonly name: string;
  readonly kind: 'client' | 'server' | 'system';
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface ToolResult {
  readonly callId: string;
  readonly name: string;
  readonly status: 'completed' | 'failed';
  readonly result?: unknown;
  readonly error?: string;
}

export interface ReasoningChunk {
  readonly id: string;
  readonly role: string;
  readonly content: string;
  readonly endOfThought: boolean;
}

/** Why a connection closed, told once per client. `error` is absent only for a close that we asked for. */
export interface ClosedEvent {
  readonly type: 'closed';
  readonly error?: PersonaError;
}

/** Everything a client can tell. Every public event of the SDK arrives as one of these (or is named in `sdk/events.ts` as not needed, with the reason). */
export type ClientEvent =
  | { readonly type: 'session'; readonly sessionId: string }
  | { readonly type: 'stream'; readonly media: Media }
  | { readonly type: 'connected' }
  | { readonly type: 'data-channel-open' }
  | { readonly type: 'ready' }
  | { readonly type: 'chunk'; readonly chunk: MessageChunk }
  | { readonly type: 'user-speech'; readonly speaking: boolean }
  | { readonly type: 'talk-interrupted'; readonly correlationId: string | undefined }
  | { readonly type: 'tool-started'; readonly call: ToolCall }
  | { readonly type: 'tool-finished'; readonly result: ToolResult }
  | { readonly type: 'reasoning'; readonly chunk: ReasoningChunk }
  | { readonly type: 'cue-applied'; readonly tag: string; readonly correlationId: string | undefined }
  | {
      readonly type: 'persona-updated';
      readonly changes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
    }
  | { readonly type: 'client-tool'; readonly name: string; readonly data: Readonly<Record<string, unknown>> }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'recovering' }
  | { readonly type: 'recovered' }
  | ClosedEvent;

export interface CueOptions {
  /** Seconds from now. */
  readonly inSeconds?: number;
  /** Seconds from the start of the utterance. */
  readonly atSeconds?: number;
}

/** Raw PCM of another voice, as the SDK's `AgentAudioInputConfig`. */
export interface AudioFormat {
  readonly encoding: 'pcm_s16le';
  readonly sampleRate: number;
  readonly channels: number;
}

export interface TalkStream {
  readonly correlationId: string;
  write(text: string): Promise<void>;
  /** Ends the utterance. */
  end(): Promise<void>;
}

export interface AudioSink {
  write(chunk: ArrayBuffer | Uint8Array): void;
  /** Ends the current sequence. */
  end(): void;
}

export interface PersonaClient {
  /** The service's id from the moment that a session is allocated, for good: also while the client closes, when no event tells it any more. */
  readonly sessionId: string | null;
  /**
   * Opens the billed stream and resolves when the session is allocated and media is described (not yet connected).
   * Rejects with a `PersonaError`. Bounded: an opening that can no longer succeed rejects, it never stays pending.
   * `voice` is what is sent, `null` sends silence until `setVoice` brings something.
   */
  open(voice: Media | null): Promise<Media>;
  /** Closes everything, in any phase, also while opening: resolves when nothing can be open any more. Idempotent, never rejects. */
  close(): Promise<void>;
  /** Sends another track from now on. Does not renegotiate. */
  setVoice(voice: Media | null): Promise<void>;
  talk(text: string): Promise<void>;
  createTalkStream(correlationId?: string): TalkStream;
  sendUserMessage(text: string): void;
  addContext(text: string): void;
  interrupt(): void;
  sendCue(tag: string, options: CueOptions): void;
  updatePersona(config: Readonly<Record<string, unknown>>): void;
  createAudioSink(format: AudioFormat): AudioSink;
  /** Answers a client tool call to the engine; the first answer counts. */
  answerTool(callId: string, answer: { readonly result: unknown } | { readonly error: string }): void;
  /** The SDK's own client, for the `client` property: the escape hatch. */
  readonly raw: unknown;
}

export interface ClientRequest {
  readonly token: string;
  /** Where the SDK sends its REST calls, when the token endpoint said so; already checked to be https or loopback. */
  readonly apiBaseUrl: string | undefined;
  /** The page's own options for the SDK client (`clientOptions`). */
  readonly options: Readonly<Record<string, unknown>>;
  /** False: the session never sends a voice (`disable-input-audio`). */
  readonly voice: boolean;
  /** 0..1; absent leaves the service's default. */
  readonly endOfSpeechSensitivity: number | undefined;
  /** Told everything, until `close()` has been called; nothing afterwards. */
  readonly onEvent: (event: ClientEvent) => void;
}

/** Makes clients. */
export interface ClientFactory {
  /** Downloads what a client needs (the SDK). Shared and cached; rejects with `sdk-load-failed` and may then be called again. */
  load(): Promise<void>;
  /** Makes a client of a loaded SDK. Throws `PersonaError` for a token or options the SDK refuses. Opens nothing. */
  create(request: ClientRequest): PersonaClient;
}

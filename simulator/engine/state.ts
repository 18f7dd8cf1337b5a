/** What the engine knows of one session, what reaches it and what it wants done. Plain data throughout. */

import type { Persona } from '../scenes/personas.js';
import type { SceneAction } from '../scenes/scene.js';

/** A tool of the persona's configuration. */
export interface ToolDefinition {
  type: 'client' | 'server' | 'system';
  name: string;
  description?: string;
  /** JSON Schema of the arguments. */
  parameters?: unknown;
}

/** The part of a persona configuration that changes what happens. */
export interface PersonaSettings {
  persona: Persona;
  name: string;
  llmId: string | undefined;
  systemPrompt: string | undefined;
  languageCode: string | undefined;
  initialMessage: string | undefined;
  skipGreeting: boolean;
  uninterruptibleGreeting: boolean;
  maxSessionLengthSeconds: number | undefined;
  silenceBeforeSkipTurnSeconds: number | undefined;
  silenceBeforeSessionEndSeconds: number | undefined;
  tools: readonly ToolDefinition[];
  /** The configuration as it was sent, changed by updates during the session. */
  raw: Readonly<Record<string, unknown>>;
}

/** Something the persona is saying. */
export interface Talk {
  kind: 'greeting' | 'answer' | 'talk' | 'stream' | 'audio';
  messageId: string;
  correlationId: string;
  /** Clips asked for and not yet heard to the end. */
  clips: readonly string[];
  /** Utterance of each clip, where the page named one. */
  utterances: Readonly<Record<string, string>>;
  /** More text or audio may come. */
  open: boolean;
  /** Text that waits for the end of its sentence. */
  buffer: string;
  bufferUtterance: string | undefined;
  heard: string;
  chunks: number;
  interruptible: boolean;
  startedAt: number | undefined;
  lastInputAt: number;
  /** Done once everything has been heard. */
  next: readonly SceneAction[];
}

/** A tool call that waits for its result. */
export interface PendingTool {
  id: string;
  name: string;
  type: ToolDefinition['type'];
  args: Readonly<Record<string, unknown>>;
  correlationId: string;
  calledAt: number;
  /** Said when the result is there; `{result}` is replaced by it. */
  afterwards: string;
}

/** Something to do later. */
export type Timer =
  | { at: number; kind: 'actions'; actions: readonly SceneAction[]; messageId: string; correlationId: string }
  | { at: number; kind: 'greet' }
  | { at: number; kind: 'tool-done'; id: string }
  | { at: number; kind: 'tool-timeout'; id: string }
  | { at: number; kind: 'cue'; tag: string; correlationId: string }
  | { at: number; kind: 'warn'; text: string }
  | { at: number; kind: 'end'; reason: string };

/** One session. */
export interface EngineState {
  sessionId: string;
  settings: PersonaSettings;
  phase: 'waiting' | 'live' | 'ended';
  channelOpen: boolean;
  /** Ids handed out so far. */
  ids: number;
  /** Things the user said so far. */
  turns: number;
  talk: Talk | undefined;
  /** Talk streams that are over: what still comes of them is ignored. */
  closedStreams: readonly string[];
  userSpeaking: string | undefined;
  lastUserAt: number;
  skippedTurn: boolean;
  cue: string | undefined;
  context: readonly string[];
  tools: readonly PendingTool[];
  timers: readonly Timer[];
  /** What the page wants said while the persona may not be interrupted. */
  held: readonly HeldInput[];
}

/** An input that can wait for the end of an uninterruptible greeting. */
export type HeldInput = Extract<EngineInput, { type: 'talk' | 'signal' }>;

/** What happens to a session. `at` is milliseconds on the simulator's clock, given with every input. */
export type EngineInput =
  | { type: 'opened' }
  | { type: 'connected' }
  | { type: 'channel-open' }
  | { type: 'channel-lost' }
  | { type: 'message'; message: Readonly<Record<string, unknown>> }
  | { type: 'signal'; actionType: string; payload: unknown }
  | { type: 'talk'; content: string }
  | { type: 'voice-started' }
  | { type: 'voice-ended'; seconds: number }
  | { type: 'heard'; clipId: string; words: string; ended: boolean }
  | { type: 'action'; action: SceneAction }
  | { type: 'tick' };

/** What the engine wants done. */
export type EngineEffect =
  | { type: 'send'; messageType: string; data: Readonly<Record<string, unknown>> }
  | { type: 'signal'; actionType: string; payload: unknown }
  | { type: 'speak'; clipId: string; text: string }
  | { type: 'play'; clipId: string; audio: string; sampleRate: number; channels: number }
  | { type: 'play-end'; clipId: string }
  | { type: 'hush' }
  | { type: 'mood'; mood: string }
  | { type: 'record'; role: 'user' | 'persona'; content: string; interrupted: boolean }
  | { type: 'configure'; settings: PersonaSettings }
  | { type: 'end'; reason: string };

/** Milliseconds the persona thinks before it answers. */
export const THINKING = 300;
/** Milliseconds the greeting waits for the data channel. */
export const GREETING_PATIENCE = 1500;
/** Milliseconds a talk stream may stay without text before it is ended. */
export const TALK_STREAM_LIMIT = 15_000;
/** Milliseconds a client tool may take. */
export const TOOL_TIMEOUT = 10_000;
/** The LLM id that leaves all answers to the page. */
export const CUSTOMER_LLM = 'CUSTOMER_CLIENT_V1';

/** A session before anything has happened. */
export function newSession(sessionId: string, settings: PersonaSettings, at: number): EngineState {
  return {
    sessionId,
    settings,
    phase: 'waiting',
    channelOpen: false,
    ids: 0,
    turns: 0,
    talk: undefined,
    closedStreams: [],
    userSpeaking: undefined,
    lastUserAt: at,
    skippedTurn: false,
    cue: undefined,
    context: [],
    tools: [],
    timers: [],
    held: [],
  };
}

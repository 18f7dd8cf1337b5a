/** Owns the DOM events of the element: one class each, typed read-only fields, all bubbling and composed. */
import type { MicState } from './session/media.js';
import type { ErrorCode, PersonaError } from './session/error.js';
import type { MessageChunk, ReasoningChunk, Role, ToolResult } from './session/client.js';
import type {
  EndReason,
  EndWarningEvent,
  Milestone,
  PersonaMessage,
  PersonaState,
  ToolCallEvent,
} from './session/events.js';

class PersonaEvent extends Event {
  constructor(type: string, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
  }
}

/** Before a start asks for, fetches or opens anything; what `preload` got ahead is there already. `preventDefault()` keeps the session from starting. */
export class AnamBeforeStartEvent extends PersonaEvent {
  constructor() {
    super('anam-before-start', true);
  }
}

/** The connection state changed. */
export class AnamStateChangeEvent extends PersonaEvent {
  readonly state: PersonaState;
  readonly previousState: PersonaState;
  /** Why it ended, for `ending`, `ended` and `failed`. */
  readonly reason: EndReason | undefined;
  constructor(state: PersonaState, previousState: PersonaState, reason?: EndReason) {
    super('anam-state-change');
    this.state = state;
    this.previousState = previousState;
    this.reason = reason;
  }
}

/** Billed time begins. */
export class AnamSessionStartEvent extends PersonaEvent {
  readonly sessionId: string;
  constructor(sessionId: string) {
    super('anam-session-start');
    this.sessionId = sessionId;
  }
}

/** Billed time ended. */
export class AnamSessionEndEvent extends PersonaEvent {
  readonly sessionId: string;
  readonly reason: EndReason;
  /** Billed seconds. */
  readonly duration: number;
  constructor(sessionId: string, reason: EndReason, duration: number) {
    super('anam-session-end');
    this.sessionId = sessionId;
    this.reason = reason;
    this.duration = duration;
  }
}

/** Something failed. Fired once per failure; `code` has a heading in the project's `docs/errors.md`. */
export class AnamErrorEvent extends PersonaEvent {
  readonly error: PersonaError;
  readonly code: ErrorCode;
  /** One sentence for the developer that says what to do. */
  readonly message: string;
  /** Whether trying again, unchanged, can help. */
  readonly retryable: boolean;
  readonly cause: unknown;
  constructor(error: PersonaError) {
    super('anam-error');
    this.error = error;
    this.code = error.code;
    this.message = error.message;
    this.retryable = error.retryable;
    this.cause = error.cause;
  }
}

/** A participant finished a message. */
export class AnamMessageEvent extends PersonaEvent {
  readonly id: string;
  readonly role: Role;
  readonly content: string;
  readonly interrupted: boolean;
  constructor(message: PersonaMessage) {
    super('anam-message');
    this.id = message.id;
    this.role = message.role;
    this.content = message.content;
    this.interrupted = message.interrupted;
  }
}

/** A fragment of a message, as it is spoken. */
export class AnamMessageChunkEvent extends PersonaEvent {
  readonly id: string;
  readonly role: Role;
  /** This fragment only. */
  readonly content: string;
  readonly contentIndex: number | undefined;
  readonly endOfSpeech: boolean;
  readonly interrupted: boolean;
  readonly correlationId: string | undefined;
  readonly utteranceId: string | undefined;
  readonly cueTag: string | undefined;
  constructor(chunk: MessageChunk) {
    super('anam-message-chunk');
    this.id = chunk.id;
    this.role = chunk.role;
    this.content = chunk.content;
    this.contentIndex = chunk.contentIndex;
    this.endOfSpeech = chunk.endOfSpeech;
    this.interrupted = chunk.interrupted;
    this.correlationId = chunk.correlationId;
    this.utteranceId = chunk.utteranceId;
    this.cueTag = chunk.cueTag;
  }
}

class SpeechEvent extends PersonaEvent {
  readonly role: Role;
  constructor(type: string, role: Role) {
    super(type);
    this.role = role;
  }
}

/** The persona or the user begins to speak. */
export class AnamSpeechStartEvent extends SpeechEvent {
  constructor(role: Role) {
    super('anam-speech-start', role);
  }
}

/** The persona or the user stops speaking. */
export class AnamSpeechEndEvent extends SpeechEvent {
  constructor(role: Role) {
    super('anam-speech-end', role);
  }
}

/** The persona was cut short. */
export class AnamInterruptEvent extends PersonaEvent {
  readonly correlationId: string | undefined;
  constructor(correlationId: string | undefined) {
    super('anam-interrupt');
    this.correlationId = correlationId;
  }
}

/** The persona calls a tool. For client tools `respondWith()` returns the result to it, as in `FetchEvent`. */
export class AnamToolCallEvent extends PersonaEvent {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly callId: string;
  /** Where the tool runs; only `client` tools are answered by the page. */
  readonly kind: 'client' | 'server' | 'system';
  /** Answers with the promise's value; a rejection is told to the persona as a failure. The first answer wins. Throws for tools that run elsewhere. */
  readonly respondWith: (answer: unknown) => void;
  constructor(call: ToolCallEvent) {
    super('anam-tool-call');
    this.name = call.name;
    this.arguments = call.arguments;
    this.callId = call.callId;
    this.kind = call.kind;
    this.respondWith = call.respondWith;
  }
}

/** A tool completed or failed. */
export class AnamToolResultEvent extends PersonaEvent {
  readonly name: string;
  readonly callId: string;
  readonly status: 'completed' | 'failed';
  readonly result: unknown;
  readonly error: string | undefined;
  constructor(result: ToolResult) {
    super('anam-tool-result');
    this.name = result.name;
    this.callId = result.callId;
    this.status = result.status;
    this.result = result.result;
    this.error = result.error;
  }
}

/** The microphone's permission, mute or device changed. */
export class AnamMicChangeEvent extends PersonaEvent {
  readonly micState: MicState;
  readonly muted: boolean;
  /** The chosen device; empty is the system's default. */
  readonly deviceId: string;
  constructor(micState: MicState, muted: boolean, deviceId: string) {
    super('anam-mic-change');
    this.micState = micState;
    this.muted = muted;
    this.deviceId = deviceId;
  }
}

/** The persona's sound was blocked by the browser, unlocked, or changed. */
export class AnamSoundChangeEvent extends PersonaEvent {
  readonly soundBlocked: boolean;
  readonly muted: boolean;
  readonly volume: number;
  constructor(soundBlocked: boolean, muted: boolean, volume: number) {
    super('anam-sound-change');
    this.soundBlocked = soundBlocked;
    this.muted = muted;
    this.volume = volume;
  }
}

/** The session ends soon: nobody spoke, the tab is hidden, or the time is up. `preventDefault()` extends it at once, `extend()` later. */
export class AnamEndWarningEvent extends PersonaEvent {
  readonly reason: 'idle' | 'hidden' | 'max-duration';
  readonly secondsLeft: number;
  /** Begins the time limit anew, as "Keep talking" does. Does nothing once the end it warned of has come or was put off. */
  readonly extend: () => void;
  constructor({ reason, secondsLeft, extend }: EndWarningEvent) {
    super('anam-end-warning', true);
    this.reason = reason;
    this.secondsLeft = secondsLeft;
    this.extend = extend;
  }
}

/** A warning from the service. */
export class AnamWarningEvent extends PersonaEvent {
  readonly message: string;
  constructor(message: string) {
    super('anam-warning');
    this.message = message;
  }
}

/** A fragment of the persona's reasoning. */
export class AnamReasoningEvent extends PersonaEvent {
  readonly id: string;
  readonly role: string;
  readonly content: string;
  readonly endOfThought: boolean;
  constructor(chunk: ReasoningChunk) {
    super('anam-reasoning');
    this.id = chunk.id;
    this.role = chunk.role;
    this.content = chunk.content;
    this.endOfThought = chunk.endOfThought;
  }
}

/** A director's note took effect. */
export class AnamCueAppliedEvent extends PersonaEvent {
  readonly tag: string;
  readonly correlationId: string | undefined;
  constructor(tag: string, correlationId: string | undefined) {
    super('anam-cue-applied');
    this.tag = tag;
    this.correlationId = correlationId;
  }
}

/** A change of the persona took effect during the session. */
export class AnamPersonaUpdatedEvent extends PersonaEvent {
  readonly changes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
  constructor(changes: AnamPersonaUpdatedEvent['changes']) {
    super('anam-persona-updated');
    this.changes = changes;
  }
}

/** The floating panel opened. */
export class AnamOpenEvent extends PersonaEvent {
  constructor() {
    super('anam-open');
  }
}

/** The floating panel closed; a session goes on. */
export class AnamCloseEvent extends PersonaEvent {
  constructor() {
    super('anam-close');
  }
}

/** A step of the start was reached. */
export class AnamMilestoneEvent extends PersonaEvent {
  readonly name: Milestone;
  /** Milliseconds since `start()`. */
  readonly time: number;
  constructor(name: Milestone, time: number) {
    super('anam-milestone');
    this.name = name;
    this.time = time;
  }
}

export interface AnamPersonaEventMap {
  'anam-before-start': AnamBeforeStartEvent;
  'anam-state-change': AnamStateChangeEvent;
  'anam-session-start': AnamSessionStartEvent;
  'anam-session-end': AnamSessionEndEvent;
  'anam-error': AnamErrorEvent;
  'anam-message': AnamMessageEvent;
  'anam-message-chunk': AnamMessageChunkEvent;
  'anam-speech-start': AnamSpeechStartEvent;
  'anam-speech-end': AnamSpeechEndEvent;
  'anam-interrupt': AnamInterruptEvent;
  'anam-tool-call': AnamToolCallEvent;
  'anam-tool-result': AnamToolResultEvent;
  'anam-mic-change': AnamMicChangeEvent;
  'anam-sound-change': AnamSoundChangeEvent;
  'anam-end-warning': AnamEndWarningEvent;
  'anam-warning': AnamWarningEvent;
  'anam-reasoning': AnamReasoningEvent;
  'anam-cue-applied': AnamCueAppliedEvent;
  'anam-persona-updated': AnamPersonaUpdatedEvent;
  'anam-open': AnamOpenEvent;
  'anam-close': AnamCloseEvent;
  'anam-milestone': AnamMilestoneEvent;
}

/** Owns what is said and done in a conversation: turns what a client tells into messages, speech, tool calls and events. */
import type { MessageChunk, PersonaClient, Role, ToolCall } from './client.js';
import type { AttemptEvent } from './attempt.js';
import { PersonaError } from './error.js';
import type { SessionEvent, ToolCallEvent } from './events.js';
import { Tools, type ToolsEnvironment } from './tools.js';
import { Transcript } from './transcript.js';

/** Which client something comes from, and until when it counts. */
export interface Source {
  readonly client: PersonaClient | null;
  readonly signal: AbortSignal;
}

export class Conversation {
  readonly transcript = new Transcript();
  readonly tools: Tools;
  readonly #tell: (event: SessionEvent) => void;
  readonly #speaking: Record<Role, boolean> = { persona: false, user: false };
  #interrupted: string | undefined;

  constructor(environment: ToolsEnvironment) {
    this.#tell = environment.tell;
    this.tools = new Tools(environment);
  }

  speaking(role: Role): boolean {
    return this.#speaking[role];
  }

  /** Takes a message that was typed here. */
  type(content: string): void {
    this.#tell({ type: 'message', message: this.transcript.type(content, Date.now()) });
  }

  /** A session is over: nobody speaks any more, and what was not finished is cut short. */
  quiet(): void {
    this.tools.forget();
    this.#interrupted = undefined;
    for (const message of this.transcript.finish()) this.#tell({ type: 'message', message });
    this.#speak('persona', false);
    this.#speak('user', false);
  }

  hear(event: AttemptEvent, source: Source): void {
    switch (event.type) {
      case 'chunk':
        this.#read(event.chunk);
        return;
      case 'user-speech':
        this.#speak('user', event.speaking);
        return;
      case 'talk-interrupted':
        this.#speak('persona', false);
        this.#interrupt(event.correlationId);
        return;
      case 'tool-started':
        this.#call(event.call, source);
        return;
      case 'tool-finished':
        this.tools.finished(event.result);
        return;
      case 'client-tool':
        this.#tell(oldToolCall(event.name, event.data));
        return;
      case 'warning':
      case 'reasoning':
      case 'cue-applied':
      case 'persona-updated':
        this.#tell(event);
    }
  }

  #call(call: ToolCall, { client, signal }: Source): void {
    this.tools.call(
      call,
      (callId, answer) => {
        // Late is silent: nobody is there to be answered.
        if (!signal.aborted) client?.answerTool(callId, answer);
      },
      signal,
    );
  }

  #read(chunk: MessageChunk): void {
    const { role, correlationId } = chunk;
    const change = this.transcript.take(chunk, Date.now());
    if (role === 'persona' && chunk.content !== '' && !chunk.interrupted) this.#speak('persona', true);
    if (change) {
      this.#tell({ type: 'message-chunk', chunk, message: change.message });
      if (change.finished) this.#tell({ type: 'message', message: change.message });
    }
    if (role !== 'persona') return;
    if (chunk.endOfSpeech || chunk.interrupted) this.#speak('persona', false);
    if (chunk.interrupted && change?.interrupted !== false) this.#interrupt(correlationId);
  }

  /** The service tells an interruption of a talk stream twice: for the stream, and in the message. */
  #interrupt(correlationId: string | undefined): void {
    if (correlationId !== undefined && correlationId === this.#interrupted) return;
    this.#interrupted = correlationId;
    this.#tell({ type: 'interrupt', correlationId });
  }

  #speak(role: Role, speaking: boolean): void {
    if (this.#speaking[role] === speaking) return;
    this.#speaking[role] = speaking;
    this.#tell({ type: speaking ? 'speech-start' : 'speech-end', role });
  }
}

/** A call of engines older than tool results: it is told, and nobody waits for an answer. */
const oldToolCall = (name: string, data: ToolCallEvent['arguments']): ToolCallEvent => ({
  type: 'tool-call',
  name,
  arguments: data,
  callId: '',
  kind: 'client',
  respondWith: () => {
    throw new PersonaError(
      'invalid-argument',
      `The tool "${name}" is of an older kind that takes no answer.`,
    );
  },
});

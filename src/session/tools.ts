/** Owns the answers to tool calls: one per call, from a listener or a registered handler, or a failure that says why there is none. */
import type { ToolCall, ToolResult } from './client.js';
import type { Clock } from './clock.js';
import { messageOf, PersonaError } from './error.js';
import type { SessionEvent, ToolCallEvent } from './events.js';

/** Gets the arguments the persona chose; what it returns (or its promise) is the answer, as JSON. */
export type ToolHandler = (
  args: Readonly<Record<string, unknown>>,
  call: { readonly callId: string; readonly signal: AbortSignal },
) => unknown;

export interface ToolsEnvironment {
  readonly clock: Clock;
  readonly tell: (event: SessionEvent) => void;
}

/** Tells the persona; bound to the client that asked, so that a late answer reaches nobody else. */
export type Answer = (
  callId: string,
  answer: { readonly result: unknown } | { readonly error: string },
) => void;

/** Milliseconds a tool may take. */
const PATIENCE = 30_000;

type Outcome = { readonly result: unknown } | { readonly error: string; readonly cause?: unknown };

export class Tools {
  readonly #environment: ToolsEnvironment;
  readonly #handlers = new Map<string, ToolHandler>();
  /** Calls whose end was told, or is being waited for here. */
  readonly #mine = new Set<string>();

  constructor(environment: ToolsEnvironment) {
    this.#environment = environment;
  }

  /** The newest handler of a name answers. Returns how to take it back. */
  register(name: string, handler: ToolHandler): () => void {
    this.#handlers.set(name, handler);
    return () => {
      if (this.#handlers.get(name) === handler) this.#handlers.delete(name);
    };
  }

  /** Forgets the calls of a session that is over. */
  forget(): void {
    this.#mine.clear();
  }

  /** A call began. `signal` aborts when its session ends: what comes later is dropped. */
  call(call: ToolCall, answer: Answer, signal: AbortSignal): void {
    if (this.#mine.has(call.callId)) return;
    let claimed: { readonly value: unknown } | undefined;
    let over = false;
    const event: ToolCallEvent = {
      type: 'tool-call',
      name: call.name,
      arguments: call.arguments,
      callId: call.callId,
      kind: call.kind,
      respondWith: (value) => {
        if (call.kind !== 'client')
          throw wrongAnswer(`The tool "${call.name}" runs on the ${call.kind} side.`);
        if (over) throw wrongAnswer('Call respondWith() while the event is handled, and give it a promise.');
        claimed ??= { value };
        // The first answer counts, but a promise that is not listened to must not become an unhandled rejection.
        if (claimed.value !== value) Promise.resolve(value).catch(() => undefined);
      },
    };
    if (call.kind !== 'client') {
      this.#environment.tell(event);
      return;
    }
    this.#mine.add(call.callId);
    this.#environment.tell(event);
    over = true;
    if (signal.aborted) return;
    const handler = this.#handlers.get(call.name);
    if (!claimed && !handler) {
      this.#settle(call, answer, {
        error: `No handler for the tool "${call.name}" is registered on this page.`,
      });
      return;
    }
    this.#wait(call, answer, signal, () =>
      claimed ? claimed.value : handler?.(call.arguments, { callId: call.callId, signal }),
    );
  }

  /** A tool ended, as the service says; what ended here was told already. */
  finished(result: ToolResult): void {
    if (!this.#mine.has(result.callId)) this.#environment.tell({ type: 'tool-result', ...result });
  }

  #wait(call: ToolCall, answer: Answer, signal: AbortSignal, work: () => unknown): void {
    let settled = false;
    const settle = (outcome: Outcome): void => {
      cancel();
      if (settled || signal.aborted) return;
      settled = true;
      this.#settle(call, answer, outcome);
    };
    const cancel = this.#environment.clock.after(PATIENCE, () =>
      settle({ error: `The tool "${call.name}" did not answer within ${PATIENCE / 1000} seconds.` }),
    );
    signal.addEventListener('abort', cancel, { once: true });
    Promise.resolve()
      .then(work)
      .then(
        (result) => settle({ result }),
        (error: unknown) => settle({ error: messageOf(error), cause: error }),
      );
  }

  #settle(call: ToolCall, answer: Answer, outcome: Outcome): void {
    const { tell } = this.#environment;
    const { callId, name } = call;
    if (!('error' in outcome)) {
      answer(callId, outcome);
      tell({ type: 'tool-result', callId, name, status: 'completed', result: outcome.result });
      return;
    }
    const { error, cause } = outcome;
    answer(callId, { error });
    tell({ type: 'tool-result', callId, name, status: 'failed', error });
    const failure = `The tool "${name}" failed: ${error}`;
    tell({ type: 'error', error: new PersonaError('tool-failed', failure, { cause }) });
  }
}

const wrongAnswer = (message: string): PersonaError => new PersonaError('invalid-argument', message);

/** Owns the answers to client tools. The SDK answers with what a handler's promise brings, and takes handlers by name only. */
import type { ClientEvent } from '../session/client.js';
import type { AnamClient } from './sdk.js';

interface Open {
  readonly resolve: (result: string) => void;
  readonly reject: (error: Error) => void;
}

type Started = Extract<ClientEvent, { type: 'tool-started' }>['call'];

export class ToolAnswers {
  readonly #client: AnamClient;
  readonly #names = new Set<string>();
  readonly #open = new Map<string, Open>();
  /** Answers given before the SDK asked for them, in the same task. */
  readonly #early = new Map<string, { readonly result: unknown } | { readonly error: string }>();

  constructor(client: AnamClient) {
    this.#client = client;
  }

  /** Called while the SDK tells of a call, just before it looks for the handler. */
  expect(call: Started): void {
    if (call.kind !== 'client' || this.#names.has(call.name)) return;
    this.#names.add(call.name);
    this.#client.registerToolCallHandler(call.name, {
      onStart: ({ toolCallId }) => this.#ask(toolCallId),
    });
  }

  answer(callId: string, answer: { readonly result: unknown } | { readonly error: string }): void {
    const open = this.#open.get(callId);
    if (!open) {
      if (!this.#early.has(callId)) this.#early.set(callId, answer);
      return;
    }
    this.#open.delete(callId);
    if ('error' in answer) open.reject(new Error(answer.error));
    // The SDK types a string, and sends any JSON.
    else open.resolve(answer.result as string);
  }

  #ask(callId: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#open.set(callId, { resolve, reject });
      const early = this.#early.get(callId);
      if (early) this.answer(callId, early);
    });
  }
}

/** Owns what the page makes the persona say: whole texts, streamed texts, and the sound of another voice. */
import type { AudioFormat, PersonaClient, TalkStream } from './client.js';
import type { Clock } from './clock.js';
import { PersonaError } from './error.js';

export type TalkSource = AsyncIterable<string> | ReadableStream<string>;

export interface TalkEnvironment {
  readonly clock: Clock;
  /** The client to talk to; throws `not-live`. */
  readonly client: () => PersonaClient;
  /** Aborts when the session of that client is over. */
  readonly signal: () => AbortSignal;
  readonly active: () => void;
}

/** Milliseconds without text after which the service ends a talk stream. */
const SERVICE_PATIENCE = 15_000;

interface Utterance {
  readonly stream: TalkStream;
  readonly client: PersonaClient;
  readonly stopped: AbortController;
  cancel: () => void;
  over: boolean;
}

/** Something that was handed over whole and may still be spoken: until it is over, its `signal` interrupts. */
interface Spoken {
  begun: boolean;
  readonly over: AbortController;
}

export class Talk {
  readonly #environment: TalkEnvironment;
  readonly #utterances = new Map<string, Utterance>();
  readonly #spoken = new Set<Spoken>();
  #speaking = false;

  constructor(environment: TalkEnvironment) {
    this.#environment = environment;
  }

  /** Resolves when all of it is handed over; an aborted or interrupted text just ends. */
  async say(text: string | TalkSource, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    if (typeof text === 'string') return this.#sayText(text, signal);
    const writer = this.stream(signal).getWriter();
    const iterator = iterate(text);
    try {
      for (;;) {
        // A source that waits for its next piece does not keep the text from ending.
        const next = await Promise.race([iterator.next(), writer.closed]);
        if (!next || next.done) break;
        await writer.write(next.value);
      }
      await writer.close();
    } catch (caught) {
      // Nor is it waited for: a generator hears of its end when it goes on.
      iterator.return?.().catch(() => undefined);
      await writer.abort(caught).catch(() => undefined);
      // Runtimes say it in their own words when a stream that is broken is written to: its own error counts.
      const error: unknown = await writer.closed.catch((broken: unknown) => broken);
      if (!isAbort(error)) throw error;
    }
  }

  /** The persona begins or ends to speak. */
  speech(speaking: boolean): void {
    if (this.#speaking === speaking) return;
    this.#speaking = speaking;
    for (const spoken of this.#spoken) {
      if (speaking) spoken.begun = true;
      else if (spoken.begun) spoken.over.abort();
    }
  }

  /**
   * Takes text as it is made: closing ends the utterance, aborting interrupts the persona. It errors with an
   * `AbortError` when the persona is interrupted or the session ends, and with `talk-stream-timeout` when
   * nothing was written for 15 seconds, which is when the service ends the utterance.
   */
  stream(signal?: AbortSignal): WritableStream<string> {
    this.#environment.client();
    let utterance: Utterance | undefined;
    /** Aborts when nothing can come of it any more. */
    const over = new AbortController();
    return new WritableStream<string>(
      {
        start: (controller) => {
          const giveUp = (): void => {
            over.abort();
            if (utterance) this.#interrupt(utterance);
            controller.error(aborted('The text was given up.'));
          };
          const leave = (): void => {
            over.abort();
            if (utterance) this.#end(utterance);
            controller.error(aborted('The session ended.'));
          };
          signal?.addEventListener('abort', giveUp, { signal: over.signal });
          this.#environment.signal().addEventListener('abort', leave, { signal: over.signal });
        },
        write: async (text, controller) => {
          if (typeof text !== 'string') {
            throw new PersonaError('invalid-argument', `A talk stream takes strings, not ${typeof text}.`);
          }
          if (text === '') return;
          utterance ??= this.#begin(controller);
          utterance.cancel();
          this.#environment.active();
          await utterance.stream.write(text).catch(rethrow);
          if (utterance.over) return;
          utterance.cancel = this.#environment.clock.after(SERVICE_PATIENCE, () => {
            if (utterance) this.#end(utterance);
            controller.error(
              new PersonaError(
                'talk-stream-timeout',
                'Nothing was written for 15 seconds, so the service ended the utterance: close the stream, or write sooner.',
              ),
            );
          });
        },
        close: async () => {
          if (!utterance) {
            over.abort();
            return;
          }
          this.#finish(utterance);
          if (signal) this.#handOver(over, this.#speaking);
          else over.abort();
          await utterance.stream.end().catch(rethrow);
        },
        abort: () => {
          over.abort();
          if (utterance) this.#interrupt(utterance);
        },
      },
      new CountQueuingStrategy({ highWaterMark: 1 }),
    );
  }

  /** Raw PCM instead of a synthesised voice: closing ends the sequence. */
  audio(format: AudioFormat): WritableStream<BufferSource> {
    const client = this.#environment.client();
    checkFormat(format);
    const sink = client.createAudioSink(format);
    const over = this.#environment.signal();
    return new WritableStream<BufferSource>({
      start: (controller) =>
        over.addEventListener('abort', () => controller.error(aborted('The session ended.')), { once: true }),
      write: (chunk) => {
        this.#environment.active();
        sink.write(bytes(chunk));
      },
      close: () => sink.end(),
      abort: () => sink.end(),
    });
  }

  /** The service cut an utterance short; nothing more of it is wanted. */
  interrupted(correlationId: string | undefined): void {
    const utterance = correlationId === undefined ? undefined : this.#utterances.get(correlationId);
    if (utterance) this.#end(utterance);
    utterance?.stopped.abort();
  }

  async #sayText(text: string, signal: AbortSignal | undefined): Promise<void> {
    const client = this.#environment.client();
    needText(text);
    this.#environment.active();
    const over = new AbortController();
    // Before it is handed over: what is being spoken now is something else.
    if (signal) this.#handOver(over, false);
    const handed = client.talk(text).catch(rethrow);
    try {
      // The end of the session ends the wait for an answer, which has no limit of its own.
      if (!(await Promise.race([handed.then(() => true), whenAborted(this.#environment.signal())]))) {
        over.abort();
        return;
      }
    } catch (error) {
      over.abort();
      throw error;
    }
    // Only now is there something to cut short.
    if (signal?.aborted) {
      over.abort();
      cut(client);
    }
    const end = { signal: over.signal };
    signal?.addEventListener('abort', () => cut(client), end);
    this.#environment.signal().addEventListener('abort', () => over.abort(), end);
  }

  /** From now on the service speaks it: `over` aborts when it has. `begun`: what is spoken now is of it. */
  #handOver(over: AbortController, begun: boolean): void {
    const spoken = { begun, over };
    this.#spoken.add(spoken);
    over.signal.addEventListener('abort', () => this.#spoken.delete(spoken), { once: true });
  }

  #begin(controller: WritableStreamDefaultController): Utterance {
    const client = this.#environment.client();
    const stream = client.createTalkStream();
    const stopped = new AbortController();
    const utterance: Utterance = { stream, client, stopped, cancel: () => undefined, over: false };
    this.#utterances.set(stream.correlationId, utterance);
    stopped.signal.addEventListener('abort', () => controller.error(aborted('The persona was interrupted.')));
    return utterance;
  }

  /** No more text comes. It may still be spoken, and cut short. */
  #finish(utterance: Utterance): void {
    utterance.cancel();
    this.#utterances.delete(utterance.stream.correlationId);
  }

  /** It is not spoken any more. */
  #end(utterance: Utterance): void {
    this.#finish(utterance);
    utterance.over = true;
  }

  #interrupt(utterance: Utterance): void {
    if (utterance.over) return;
    this.#end(utterance);
    cut(utterance.client);
    utterance.stream.end().catch(() => undefined);
  }
}

/** Throws `invalid-argument`; what the service makes of a silence, or of bytes of another format, nobody would hear. */
export function needText(text: unknown): void {
  if (typeof text === 'string' && text.trim() !== '') return;
  throw new PersonaError('invalid-argument', 'Give a text that is not empty.');
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0;

function checkFormat({ encoding, sampleRate, channels }: Record<keyof AudioFormat, unknown>): void {
  if (encoding === 'pcm_s16le' && isCount(sampleRate) && isCount(channels)) return;
  throw new PersonaError(
    'invalid-argument',
    "Give the audio's format as { encoding: 'pcm_s16le', sampleRate, channels }, both of them whole numbers above 0.",
  );
}

/** Where the data channel has just gone, there is nobody to be interrupted. */
const cut = (client: PersonaClient): void => {
  try {
    client.interrupt();
  } catch (error) {
    if (!(error instanceof PersonaError)) throw error;
  }
};

/** Resolves with `false` when the signal aborts. */
const whenAborted = (signal: AbortSignal): Promise<false> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(false);
    else signal.addEventListener('abort', () => resolve(false), { once: true });
  });

const aborted = (message: string): DOMException => new DOMException(message, 'AbortError');

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

const rethrow = (cause: unknown): never => {
  if (cause instanceof PersonaError) throw cause;
  throw new PersonaError('talk-failed', 'The text could not be handed to the persona: see the cause.', {
    cause,
  });
};

const bytes = (chunk: BufferSource): Uint8Array =>
  chunk instanceof ArrayBuffer
    ? new Uint8Array(chunk)
    : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);

/** Safari's `ReadableStream` is not iterable. */
const iterate = (source: TalkSource): AsyncIterator<string> => {
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
  const reader = (source as ReadableStream<string>).getReader();
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { done, value };
    },
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
};

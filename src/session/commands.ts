/** Owns the way from the page to the client: at once where there is a live one, later what may wait, and a clear no otherwise. */
import type { AudioFormat, PersonaClient } from './client.js';
import type { Clock } from './clock.js';
import { PersonaError } from './error.js';
import { isNotLive, Outbox } from './outbox.js';
import { needText, Talk, type TalkSource } from './talk.js';
import { Countdown } from './timers.js';

/** Milliseconds that a message may wait for a data channel while the session is live; after that it is returned. */
const CHANNEL_PATIENCE = 5_000;

export interface CommandsEnvironment {
  readonly clock: Clock;
  /** The client of the live session. */
  readonly live: () => PersonaClient | null;
  /** The client whose data channel is open. */
  readonly channel: () => PersonaClient | null;
  /** Whether a data channel can still be expected. */
  readonly awaited: () => boolean;
  /** Aborts when the present session is over. */
  readonly signal: () => AbortSignal;
  readonly onActivity: () => void;
}

export class Commands {
  readonly #environment: CommandsEnvironment;
  readonly #outbox = new Outbox();
  readonly #talk: Talk;
  #live = false;
  #patience: Countdown | undefined;

  constructor(environment: CommandsEnvironment) {
    this.#environment = environment;
    const { clock, signal, onActivity } = environment;
    this.#talk = new Talk({ clock, signal, active: onActivity, client: () => this.client() });
  }

  /** The client of the live session; throws `not-live`. */
  client(): PersonaClient {
    const client = this.#environment.live();
    if (client) return client;
    throw new PersonaError(
      'not-live',
      'This needs a live session: await start() first, and look at "state".',
    );
  }

  /** Does it with the live client, or rejects with `not-live`. */
  // eslint-disable-next-line @typescript-eslint/require-await -- async turns what is thrown into a rejection
  async now(act: (client: PersonaClient) => void): Promise<void> {
    act(this.client());
  }

  talk(text: string | TalkSource, signal: AbortSignal | undefined): Promise<void> {
    return this.#talk.say(text, signal);
  }

  talkStream(): WritableStream<string> {
    return this.#talk.stream();
  }

  audio(format: AudioFormat): WritableStream<BufferSource> {
    return this.#talk.audio(format);
  }

  /** The persona begins or ends to speak. */
  speech(speaking: boolean): void {
    this.#talk.speech(speaking);
  }

  interrupted(correlationId: string | undefined): void {
    this.#talk.interrupted(correlationId);
  }

  /** Sends by the data channel, as soon as there is one. */
  async post(text: string, send: (client: PersonaClient) => void): Promise<void> {
    needText(text);
    const channel = this.#environment.channel();
    if (channel) {
      try {
        send(channel);
        return;
      } catch (error) {
        // A channel that has just gone: the message waits for the next one.
        if (!isNotLive(error)) throw error;
      }
    }
    if (!this.#environment.awaited()) this.client();
    const sent = this.#outbox.push(send);
    this.#wait();
    return sent;
  }

  /** Whether the session is live, and nothing of it is being repaired or replaced. */
  set live(live: boolean) {
    this.#live = live;
    this.#wait();
  }

  /** The data channel is open. */
  flush(client: PersonaClient): void {
    this.#outbox.flush(client);
    this.#wait();
  }

  /** No data channel is expected any more. */
  refuse(): void {
    this.#outbox.refuse();
    this.#wait();
  }

  /** In a live session nothing else would ever end the wait for a channel that is missing. */
  #wait(): void {
    if (this.#live && !this.#outbox.isEmpty) {
      this.#patience ??= new Countdown(this.#environment.clock, CHANNEL_PATIENCE, () => this.refuse());
      return;
    }
    this.#patience?.stop();
    this.#patience = undefined;
  }
}

/** Owns the user's voice for one conversation: asked for once, handed to every client of it, stopped at the end. */
import type { Clock } from './clock.js';
import type { Media, Microphone } from './media.js';
import { pause } from './timers.js';

/** Milliseconds a question to the visitor may delay the session; after that it opens without a voice, which joins later. */
export const VOICE_PATIENCE = 8_000;

export class Voice {
  /** Resolves when the question is answered, or waited for long enough. Never rejects. */
  readonly answered: Promise<void>;
  #possible: boolean;
  /** Aborts at the end of the conversation, or when the voice is not wanted any more. */
  readonly #over = new AbortController();
  #current: Media | null = null;
  readonly #onChange: (voice: Media | null) => void;

  /** Asks at once, inside the caller's task. Without a microphone there is nothing to ask. */
  constructor(
    microphone: Microphone | undefined,
    clock: Clock,
    signal: AbortSignal,
    onChange: (voice: Media | null) => void,
  ) {
    this.#onChange = onChange;
    this.#possible = microphone !== undefined;
    const over = this.#over.signal;
    const done = new AbortController();
    const finish = (): void => {
      done.abort();
      stop(this.#current);
    };
    over.addEventListener('abort', finish, { once: true });
    if (signal.aborted) this.#over.abort();
    signal.addEventListener('abort', () => this.#over.abort(), { once: true, signal: over });
    if (!microphone || signal.aborted) {
      this.answered = Promise.resolve();
      return;
    }
    // An async function turns what is thrown into a rejection, and still asks in this very task.
    const ask = async (): Promise<Media | null> =>
      microphone.open({ onTrack: (media) => this.#take(media) }, over);
    const answer = ask()
      // A microphone that breaks its promise not to fail is a microphone that is not there.
      .catch(() => null)
      .then((media) => {
        if (media) this.#take(media);
        done.abort();
      });
    this.answered = Promise.race([answer, pause(clock, VOICE_PATIENCE, done.signal)]);
  }

  /** Whether there can be a voice, now or later. */
  get possible(): boolean {
    return this.#possible;
  }

  /** Stops what is sent and what is asked, for good. */
  end(): void {
    if (!this.#possible) return;
    this.#possible = false;
    if (this.#current) this.#onChange(null);
    this.#over.abort();
    this.#current = null;
  }

  get current(): Media | null {
    return this.#current;
  }

  #take(media: Media | null): void {
    if (this.#over.signal.aborted) {
      stop(media);
      return;
    }
    if (media === this.#current) return;
    const old = this.#current;
    this.#current = media;
    this.#onChange(media);
    stop(old);
  }
}

const stop = (media: Media | null): void => {
  for (const track of media?.getTracks() ?? []) track.stop();
};

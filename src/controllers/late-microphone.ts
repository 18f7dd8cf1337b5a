/** Owns the wait for a gesture: a session that nobody clicked for begins without a microphone and asks when somebody wants to speak. */
import type { Media, Microphone, MicrophoneObserver, MicState } from '../session/media.js';
import type { MicrophoneController } from './microphone-controller.js';

export class LateMicrophone implements Microphone {
  /** Whether a start may ask. */
  asks = true;
  #microphone: MicrophoneController;
  #waiting: { readonly observer: MicrophoneObserver; readonly signal: AbortSignal } | undefined;

  constructor(microphone: MicrophoneController) {
    this.#microphone = microphone;
  }

  get state(): MicState {
    return this.#microphone.state;
  }

  open(observer: MicrophoneObserver, signal: AbortSignal): Promise<Media | null> {
    this.#waiting = undefined;
    if (this.asks) return this.#microphone.open(observer, signal);
    this.#waiting = { observer, signal };
    return Promise.resolve(null);
  }

  /** Asks now, for the running session. Call it inside a gesture. Resolves with whether there is a microphone now. */
  async ask(): Promise<boolean> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (!waiting || waiting.signal.aborted) return this.#microphone.retry();
    const media = await this.#microphone.open(waiting.observer, waiting.signal);
    if (media) waiting.observer.onTrack(media);
    return media !== null;
  }
}

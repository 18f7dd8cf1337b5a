/**
 * Voice activity from packet levels (RFC 6464: 0 is loud, 127 silent).
 *
 * Chromium and Firefox both write the level into every packet, so no decoder is needed. Their own
 * voice bit is not used: in Chromium it is always set.
 */

/** What a packet changed. */
export type VoiceChange = 'started' | 'ended' | undefined;

/** Options of the detector. */
export interface VoiceDetectorOptions {
  /** Levels below this count as voice. Default 40. */
  threshold?: number;
  /** Loud packets (20 ms each) in a row that start an utterance. Default 10: a cough or a beep is no speech. */
  startAfter?: number;
  /** Quiet packets in a row that end it. Default 40, which is 0.8 seconds. */
  endAfter?: number;
}

/** Watches one microphone. */
export class VoiceDetector {
  #threshold: number;
  #startAfter: number;
  #endAfter: number;
  #loud = 0;
  #quiet = 0;
  #packets = 0;
  #speaking = false;

  constructor(options: VoiceDetectorOptions = {}) {
    this.#threshold = options.threshold ?? 40;
    this.#startAfter = options.startAfter ?? 10;
    this.#endAfter = options.endAfter ?? 40;
  }

  /** Whether an utterance is under way. */
  get speaking(): boolean {
    return this.#speaking;
  }

  /** Seconds of the utterance under way or just ended, without the quiet at its end. */
  get seconds(): number {
    return Math.max(0, this.#packets - this.#quiet) * 0.02;
  }

  /** How soon silence ends a turn: 0 waits longest (1.6 s), 1 shortest (0.4 s), 0.5 is the default. */
  set endOfSpeechSensitivity(value: number) {
    const clamped = Math.min(1, Math.max(0, value));
    this.#endAfter = Math.round(clamped <= 0.5 ? 80 - clamped * 80 : 60 - clamped * 40);
  }

  /** Whether a packet of this level is voice. */
  isVoice(level: number): boolean {
    return level < this.#threshold;
  }

  /** Forgets what has been heard. */
  reset(): void {
    this.#speaking = false;
    this.#loud = 0;
  }

  /** Takes the level of one packet. */
  packet(level: number): VoiceChange {
    const voice = this.isVoice(level);
    if (this.#speaking) {
      this.#packets++;
      this.#quiet = voice ? 0 : this.#quiet + 1;
      if (this.#quiet < this.#endAfter) return undefined;
      this.#speaking = false;
      this.#loud = 0;
      return 'ended';
    }
    this.#loud = voice ? this.#loud + 1 : 0;
    if (this.#loud < this.#startAfter) return undefined;
    this.#speaking = true;
    this.#packets = this.#loud;
    this.#quiet = 0;
    return 'started';
  }
}

/** Listens to one microphone and tells the engine when somebody begins and ends to speak. */

import type { EngineInput } from '../engine/state.js';
import { VoiceDetector } from '../media/vad.js';

/** The ear of one session. */
export class Ear {
  #detector = new VoiceDetector();
  #heardVoice = false;

  /** Whether anything louder than silence has ever been heard. */
  get heardVoice(): boolean {
    return this.#heardVoice;
  }

  /** How soon silence ends a turn, 0 to 1. */
  set endOfSpeechSensitivity(value: number) {
    this.#detector.endOfSpeechSensitivity = value;
  }

  /** The microphone is gone: whoever was speaking has ended. */
  goneSilent(): EngineInput | undefined {
    const { speaking, seconds } = this.#detector;
    this.#detector.reset();
    return speaking ? { type: 'voice-ended', seconds } : undefined;
  }

  /** Takes the level of one packet (0 loud, 127 silent); gives what the engine should know of it. */
  packet(level: number): EngineInput | undefined {
    this.#heardVoice ||= this.#detector.isVoice(level);
    switch (this.#detector.packet(level)) {
      case 'started':
        return { type: 'voice-started' };
      case 'ended':
        return { type: 'voice-ended', seconds: this.#detector.seconds };
      default:
        return undefined;
    }
  }
}

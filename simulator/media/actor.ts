/** Decides, picture by picture, what the face does: lips from the sound, blinks, small movements, moods. */

import type { Pose } from './look.js';

/** What the persona is doing, as far as a face can show it. */
export type Mood = 'neutral' | 'listening' | 'interrupted' | 'happy' | 'sad' | 'surprised' | 'angry';

/** Loudness that opens the mouth fully. */
const FULL_LOUDNESS = 0.16;
const INTERRUPTED_MILLISECONDS = 900;

/** One face; feed it loudness every packet, ask it for a pose every picture. */
export class Actor {
  #random: () => number;
  #opening = 0;
  #mood: Mood = 'neutral';
  #moodUntil = Number.POSITIVE_INFINITY;
  #resting: Mood = 'neutral';
  #blinkAt: number;
  #glance = { from: 0, until: 0, to: 0 };

  /** `now` in milliseconds; `random` makes blinks and glances. */
  constructor(now: number, random: () => number) {
    this.#random = random;
    this.#blinkAt = now + 1500 + random() * 2000;
  }

  /** Loudness (0 to 1) of the packet being heard: opens fast, closes slowly. */
  hear(loudness: number): void {
    const target = Math.min(1, loudness / FULL_LOUDNESS);
    this.#opening += (target - this.#opening) * (target > this.#opening ? 0.7 : 0.35);
  }

  /** Shows a mood until another is set; being interrupted passes by itself. */
  show(mood: Mood, now: number): void {
    if (mood === 'interrupted') {
      this.#mood = mood;
      this.#moodUntil = now + INTERRUPTED_MILLISECONDS;
      return;
    }
    this.#resting = mood;
    if (now >= this.#moodUntil || this.#mood !== 'interrupted') this.#mood = mood;
  }

  /** The pose at this moment. */
  pose(now: number): Pose {
    if (now >= this.#moodUntil) {
      this.#mood = this.#resting;
      this.#moodUntil = Number.POSITIVE_INFINITY;
    }
    const mouth = Math.round(this.#opening * 8);
    const sway = Math.sin(now / 1900) + 0.5 * Math.sin(now / 730);
    const talking = mouth > 0 ? Math.sin(now / 260) * 0.7 : 0;
    const tilt =
      this.#mood === 'listening' ? 2 : this.#mood === 'interrupted' ? -1 : Math.round(sway + talking);
    return {
      mouth: this.#mood === 'interrupted' ? 0 : mouth,
      lids: this.#lids(now),
      gaze: this.#gaze(now),
      tilt: Math.max(-2, Math.min(2, tilt)),
      ...this.#expression(mouth),
    };
  }

  #expression(mouth: number): { brows: number; smile: number } {
    switch (this.#mood) {
      case 'listening':
        return { brows: 1, smile: 0 };
      case 'interrupted':
      case 'surprised':
        return { brows: 1, smile: -1 };
      case 'sad':
        return { brows: 1, smile: -1 };
      case 'angry':
        return { brows: -1, smile: -1 };
      case 'happy':
        return { brows: 0, smile: 1 };
      case 'neutral':
        return { brows: 0, smile: mouth > 0 ? 0 : 1 };
    }
  }

  #lids(now: number): number {
    const since = now - this.#blinkAt;
    if (since < 0) return 0;
    if (since > 200) this.#blinkAt = now + 1800 + this.#random() * 3500;
    return since > 40 && since < 140 ? 2 : 1;
  }

  #gaze(now: number): number {
    if (now > this.#glance.until) {
      const from = now + 2500 + this.#random() * 4500;
      this.#glance = { from, until: from + 500 + this.#random() * 700, to: this.#random() < 0.5 ? -1 : 1 };
    }
    const looksAtUser = this.#mood === 'listening' || this.#mood === 'interrupted';
    return looksAtUser || now < this.#glance.from ? 0 : this.#glance.to;
  }
}

/** Owns what a screen reader is told: of all that could be said, the sentence about what changed last. */
import type { Announcement, Subject } from '../text/texts.js';

export class Announcer {
  #before: readonly (Subject | null)[] = [];
  #source = -1;
  #said: Announcement | null = null;

  get said(): Announcement | null {
    return this.#said;
  }

  /** What is true now: always the same places, the most pressing first. Safe to call at every update. */
  take(subjects: readonly (Subject | null)[]): void {
    const before = this.#before;
    this.#before = subjects;
    const news = subjects.findIndex(
      (subject, place) =>
        subject && (subject.key !== before[place]?.key || subject.mark !== before[place].mark),
    );
    const subject = subjects[news];
    if (subject) {
      this.#source = news;
      this.#said = {
        ...subject,
        repeated: this.#said?.key === subject.key && !this.#said.repeated,
      };
    } else if (!subjects[this.#source]) this.#said = null;
  }
}

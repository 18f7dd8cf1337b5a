/** Counts how often each fault has really struck, so that a test can prove that what it saw was the fault's doing. */

/** One count per name, for the life of a simulator. */
export class FaultTally {
  #counts = new Map<string, number>();

  count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** The faults that have struck, and how often. */
  snapshot(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}

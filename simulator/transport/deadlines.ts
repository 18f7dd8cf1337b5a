/** What a session will do later: deadlines by name, of which a newer one replaces an older, and others that only pass. */

/** What the timers of Node can wait; what lasts longer lasts that long. */
const LONGEST_TIMER = 2_147_483_647;

/** The reasons a session may end by itself. */
export type Deadline = 'socket' | 'media' | 'return';

/** All timers of one session. */
export class Deadlines {
  #guard: (run: () => void) => void;
  #named = new Map<Deadline, NodeJS.Timeout>();
  #others = new Set<NodeJS.Timeout>();

  /** `guard` runs what is due. */
  constructor(guard: (run: () => void) => void) {
    this.#guard = guard;
  }

  set(name: Deadline, milliseconds: number, run: () => void): void {
    this.clear(name);
    this.#named.set(name, this.#start(milliseconds, run));
  }

  has(name: Deadline): boolean {
    return this.#named.has(name);
  }

  clear(name: Deadline): void {
    clearTimeout(this.#named.get(name));
    this.#named.delete(name);
  }

  later(milliseconds: number, run: () => void): void {
    const timer = this.#start(milliseconds, () => {
      this.#others.delete(timer);
      run();
    });
    this.#others.add(timer);
  }

  /** Nothing is due any more. */
  stop(): void {
    for (const timer of [...this.#named.values(), ...this.#others]) clearTimeout(timer);
    this.#named.clear();
    this.#others.clear();
  }

  #start(milliseconds: number, run: () => void): NodeJS.Timeout {
    return setTimeout(() => this.#guard(run), Math.min(milliseconds, LONGEST_TIMER));
  }
}

/** Owns who is told: a listener that throws disturbs neither the teller nor the other listeners. */
export class Listeners<E> {
  readonly #listeners = new Set<{ readonly call: (event: E) => void }>();

  /** Returns how to stop listening. */
  add(call: (event: E) => void): () => void {
    const entry = { call };
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  tell(event: E): void {
    for (const entry of [...this.#listeners]) {
      try {
        entry.call(event);
      } catch (error) {
        report(error);
      }
    }
  }
}

/** As the browser does with an error in an event listener; Node has no `reportError`. */
const report = (error: unknown): void => {
  const scope: { reportError?: (error: unknown) => void } = globalThis;
  if (scope.reportError) scope.reportError(error);
  else console.error('[anam-persona] A listener threw:', error);
};

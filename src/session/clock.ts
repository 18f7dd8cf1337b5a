/** Time as the session sees it, so that tests can move it. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Calls once after `milliseconds`; returns how to cancel. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

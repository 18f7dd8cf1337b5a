/** Time as the session sees it, so that tests can move it. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Milliseconds since the epoch. Goes on while the device sleeps, which the other may not. */
  wall(): number;
  /** Calls once after `milliseconds`; returns how to cancel. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** The longest time, in milliseconds, that a timer of the platform can be told: a longer one rings at once. */
const LONGEST = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: (milliseconds, callback) => {
    let timer: ReturnType<typeof setTimeout>;
    const wait = (left: number): void => {
      const now = Math.min(left, LONGEST);
      timer = setTimeout(() => (left > now ? wait(left - now) : callback()), now);
    };
    wait(milliseconds);
    return () => clearTimeout(timer);
  },
};

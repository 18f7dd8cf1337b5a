/**
 * Owns which microphone and speaker were chosen in this browser, for all personas of this site. It keeps two ids, in
 * `localStorage` under `anam-persona:input-device` and `anam-persona:output-device`; a browser gives every site ids of
 * its own, so they tell nobody anything. Nothing is kept before somebody chooses, nor where storage is forbidden.
 */

type Kind = 'input' | 'output';

const key = (kind: Kind): string => `anam-persona:${kind}-device`;

/** Runs what a browser may forbid; then nothing is remembered. */
function guarded<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** The id that was chosen here before, or `''`. */
export const rememberedDevice = (kind: Kind): string => guarded(() => localStorage.getItem(key(kind))) ?? '';

/** Keeps an id for the next start; `''`, the system's default, forgets it. */
export const rememberDevice = (kind: Kind, id: string): void =>
  guarded(() => (id ? localStorage.setItem(key(kind), id) : localStorage.removeItem(key(kind))));

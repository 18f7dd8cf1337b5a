/** Owns the choice of a loudspeaker for a `<video>`. */
import { PersonaError } from '../session/error.js';
import { listDevices } from './devices.js';

/** For want of a permission, in the words of the specification and in Chromium's: it ties the speakers to the microphone. */
const REFUSAL = /^(NotAllowed|Security)Error$/;

/**
 * Sends the sound of `video` to the speaker `id`, `''` being the system's default. Rejects with `device-unavailable`;
 * but not for want of a permission that may still come.
 */
async function routeTo(video: HTMLVideoElement, id: string, mayWait: () => boolean): Promise<void> {
  // Absent in Safari before 18.4, whatever the types say: there only the default speaker can be used.
  if (!('setSinkId' in video)) {
    if (id === '') return;
    const message = 'This browser cannot choose a speaker; leave it to the system.';
    throw new PersonaError('device-unavailable', message);
  }
  try {
    await video.setSinkId(id);
  } catch (cause) {
    if (REFUSAL.test((cause as Error).name) && mayWait()) return;
    throw new PersonaError(
      'device-unavailable',
      `The speaker "${id}" cannot be used; take an id from listDevices(), and give iframes allow="speaker-selection".`,
      { cause },
    );
  }
}

/** A speaker that is being changed to. */
interface Wish {
  readonly id: string;
  done?: Promise<void>;
}

export interface SpeakerOptions {
  readonly onChange: () => void;
  /** Whether a speaker that is refused now may be allowed later. */
  readonly mayWait: () => boolean;
  /** A choice gave way to the default one after all. Not told of one that was only remembered. */
  readonly onFail: (error: unknown) => void;
}

export class Speaker {
  #options: SpeakerOptions;
  #id = '';
  /** Nobody chose it this time: what becomes of it is no news. */
  #isMemory = false;
  /** A newer wish takes its place, and the older goes quiet. */
  #wish: Wish | undefined;

  constructor(options: SpeakerOptions) {
    this.#options = options;
  }

  /** The chosen speaker, already while it is being changed to or waits; `''` is the system's default. */
  get id(): string {
    return this.#wish?.id ?? this.#id;
  }

  /** As `PlaybackController.setSink`. Without a video, or without the permission, the choice waits for it. */
  choose(id: string, video: HTMLVideoElement | null | undefined, isMemory = false): Promise<void> {
    if (this.#wish?.id === id && this.#wish.done) return this.#wish.done;
    if (!this.#wish && this.#id === id) return Promise.resolve();
    const before = this.id;
    const wish: Wish = { id };
    this.#wish = wish;
    this.#isMemory = isMemory;
    wish.done = this.#change(wish, video);
    if (id !== before) this.#options.onChange();
    return wish.done;
  }

  /** Uses the choice for `video`, and the system's default when it is not there (any more), until `signal` aborts. */
  attach(video: HTMLVideoElement, devices: MediaDevices | undefined, signal: AbortSignal): void {
    const look = async (): Promise<void> => {
      if (this.id === '') return;
      const { outputs } = await listDevices(devices);
      // A browser that tells of no speaker at all tells nothing about this one.
      const there = outputs.length === 0 || outputs.some(({ deviceId }) => deviceId === this.id);
      if (!there && !signal.aborted) this.#useDefault(video);
    };
    devices?.addEventListener('devicechange', () => void look(), { signal });
    void this.use(video, signal);
  }

  /** Uses the choice for `video`, or tries again to. Safe to call at any time until `signal` aborts. */
  async use(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
    const { id } = this;
    if (id === '') return;
    try {
      await routeTo(video, id, this.#options.mayWait);
    } catch (error) {
      if (this.id !== id || signal.aborted) return;
      const isMemory = this.#isMemory;
      this.#useDefault(video);
      if (!isMemory) this.#options.onFail(error);
    }
  }

  #useDefault(video: HTMLVideoElement): void {
    this.choose('', video).catch(() => undefined);
  }

  async #change(wish: Wish, video: HTMLVideoElement | null | undefined): Promise<void> {
    const { id } = wish;
    try {
      if (video) await routeTo(video, id, this.#options.mayWait);
      if (this.#wish === wish) this.#id = id;
    } catch (error) {
      if (this.#wish === wish) throw error;
    } finally {
      if (this.#wish === wish) {
        this.#wish = undefined;
        if (this.#id !== id) this.#options.onChange();
      }
    }
  }
}

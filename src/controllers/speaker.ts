/** Owns the choice of a loudspeaker for a `<video>`. */
import { PersonaError } from '../session/error.js';
import { listDevices } from './devices.js';

/** Sends the sound of `video` to the speaker `id`, `''` being the system's default. Rejects with `device-unavailable`. */
async function routeTo(video: HTMLVideoElement, id: string): Promise<void> {
  // Absent in Safari before 18.4, whatever the types say: there only the default speaker can be used.
  if (!('setSinkId' in video)) {
    if (id === '') return;
    const message = 'This browser cannot choose a speaker; leave it to the system.';
    throw new PersonaError('device-unavailable', message);
  }
  try {
    await video.setSinkId(id);
  } catch (cause) {
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

export class Speaker {
  #onChange: () => void;
  #id = '';
  /** A newer wish takes its place, and the older goes quiet. */
  #wish: Wish | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** The chosen speaker, already while it is being changed to; `''` is the system's default. */
  get id(): string {
    return this.#wish?.id ?? this.#id;
  }

  /** As `PlaybackController.setSink`. Without a video the choice waits for one. */
  choose(id: string, video: HTMLVideoElement | null | undefined): Promise<void> {
    if (this.#wish?.id === id && this.#wish.done) return this.#wish.done;
    if (!this.#wish && this.#id === id) return Promise.resolve();
    const before = this.id;
    const wish: Wish = { id };
    this.#wish = wish;
    wish.done = this.#change(wish, video);
    if (id !== before) this.#onChange();
    return wish.done;
  }

  /** Uses the choice for `video`, and the system's default when it is not there (any more), until `signal` aborts. */
  attach(video: HTMLVideoElement, devices: MediaDevices | undefined, signal: AbortSignal): void {
    const useDefault = (): void => void this.choose('', video).catch(() => undefined);
    const look = async (): Promise<void> => {
      if (this.id === '') return;
      const { outputs } = await listDevices(devices);
      // A browser that tells of no speaker at all tells nothing about this one.
      const there = outputs.length === 0 || outputs.some(({ deviceId }) => deviceId === this.id);
      if (!there && !signal.aborted) useDefault();
    };
    devices?.addEventListener('devicechange', () => void look(), { signal });
    if (this.id !== '') routeTo(video, this.id).catch(useDefault);
  }

  async #change(wish: Wish, video: HTMLVideoElement | null | undefined): Promise<void> {
    const { id } = wish;
    try {
      if (video) await routeTo(video, id);
      if (this.#wish === wish) this.#id = id;
    } catch (error) {
      if (this.#wish === wish) throw error;
    } finally {
      if (this.#wish === wish) {
        this.#wish = undefined;
        if (this.#id !== id) this.#onChange();
      }
    }
  }
}

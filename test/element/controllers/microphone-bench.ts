/** Owns a microphone on a bench: a host, a browser whose answers the test gives, and what was told. */
import { MicrophoneController } from '../../../src/controllers/microphone-controller.js';
import type { Media } from '../../../src/session/media.js';
import { newHost, nextTask } from './host.js';

type Answer = MediaStream | Error;

/** A `getUserMedia` whose answers the test gives, one by one. */
export class Browser {
  readonly asked: MediaTrackConstraints[] = [];
  readonly given: MediaStream[] = [];
  #waiting: ((answer: Answer) => void)[] = [];

  readonly getUserMedia = ({ audio }: MediaStreamConstraints): Promise<MediaStream> => {
    this.asked.push(audio as MediaTrackConstraints);
    return new Promise((resolve, reject) => {
      this.#waiting.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
    });
  };

  async allow(answer?: MediaStream): Promise<MediaStream> {
    const stream = answer ?? (await navigator.mediaDevices.getUserMedia({ audio: true }));
    this.given.push(stream);
    this.#waiting.shift()!(stream);
    await nextTask();
    return stream;
  }

  async refuse(name: string): Promise<void> {
    this.#waiting.shift()!(new DOMException('', name));
    await nextTask();
  }
}

export const track = (media: Media | null | undefined): MediaStreamTrack =>
  (media as MediaStream).getAudioTracks()[0]!;

/** What a track tells when its device is unplugged. */
export const unplug = (stream: MediaStream): void => {
  for (const one of stream.getTracks()) one.dispatchEvent(new Event('ended'));
};

/** Replaces what the browser says of the permission. */
function permission(): { set(state: PermissionState): void; restore(): void } {
  const status = Object.assign(new EventTarget(), { state: 'prompt' as PermissionState });
  Object.defineProperty(navigator, 'permissions', {
    value: { query: () => Promise.resolve(status) },
    configurable: true,
  });
  return {
    set: (state) => {
      status.state = state;
      status.dispatchEvent(new Event('change'));
    },
    restore: () => Reflect.deleteProperty(navigator, 'permissions'),
  };
}

/** Everything a test touches. Call `end()` after each. */
export function newBench() {
  const permitted = permission();
  const host = newHost();
  document.body.append(host);
  const browser = new Browser();
  const changes: string[] = [];
  const told: (Media | null)[] = [];
  const observer = { onTrack: (media: Media | null): unknown => told.push(media) };
  const mic = new MicrophoneController(host, {
    getUserMedia: browser.getUserMedia,
    onChange: () => changes.push(`${mic.state}${mic.muted ? ' muted' : ''}`),
  });
  const bench = {
    permitted,
    host,
    browser,
    changes,
    told,
    observer,
    mic,
    /** A second controller, on the browser's own getUserMedia and its fake device. */
    real: new MicrophoneController(host),
    attempt: new AbortController(),
    open: (): Promise<Media | null> => mic.open(observer, bench.attempt.signal),
    end: (): void => {
      bench.attempt.abort();
      host.remove();
      permitted.restore();
      for (const stream of browser.given) for (const one of stream.getTracks()) one.stop();
    },
  };
  return bench;
}

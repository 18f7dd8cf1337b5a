/** Owns a stage on a bench: a host with a `<video>`, a moving picture with a tone, and what was told. */
import { PlaybackController } from '../../../src/controllers/playback-controller.js';
import { newHost, newStream } from './host.js';

/** Makes one method of one element reject as the browser does, `times` times. */
export function refusing(
  video: HTMLVideoElement,
  name: string,
  times = 1,
): { readonly calls: boolean[]; restore(): void } {
  const calls: boolean[] = [];
  video.play = () => {
    calls.push(video.muted);
    if (calls.length <= times) return Promise.reject(new DOMException('', name));
    return HTMLMediaElement.prototype.play.call(video);
  };
  return { calls, restore: () => Reflect.deleteProperty(video, 'play') };
}

export function hideDocument(hidden: boolean): void {
  if (hidden) Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  else Reflect.deleteProperty(document, 'visibilityState');
  document.dispatchEvent(new Event('visibilitychange'));
}

/** Does something in a browser that cannot tell of presented frames. */
export async function withoutFrameCallbacks(work: () => Promise<void>): Promise<void> {
  const name = 'requestVideoFrameCallback';
  const original = Object.getOwnPropertyDescriptor(HTMLVideoElement.prototype, name)!;
  Reflect.deleteProperty(HTMLVideoElement.prototype, name);
  try {
    await work();
  } finally {
    Object.defineProperty(HTMLVideoElement.prototype, name, original);
  }
}

/** Everything a test touches. Call `end()` after each. */
export async function newBench() {
  const told: string[] = [];
  const observer = { onStall: () => told.push('stall'), onResume: () => told.push('resume') };
  const stream = newStream();
  const host = newHost();
  const playback = new PlaybackController(host, {
    video: () => host.video,
    onChange: (): unknown => (bench.changes += 1),
    mayBeAllowed: (): boolean => bench.mayBeAllowed,
    onSpeakerFailed: (error): unknown => bench.failed.push(error),
  });
  const bench = {
    told,
    observer,
    stream,
    host,
    playback,
    changes: 0,
    mayBeAllowed: false,
    failed: [] as unknown[],
    attempt: new AbortController(),
    show: (): Promise<void> => playback.show(stream.media, observer, bench.attempt.signal),
    end: (): void => {
      hideDocument(false);
      bench.attempt.abort();
      playback.clear();
      host.remove();
      stream.end();
    },
  };
  document.body.append(host);
  await host.updateComplete;
  return bench;
}

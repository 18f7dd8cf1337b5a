/** Owns the question whether a `<video>` presents frames: the first one, and whether more keep coming. */

/** Milliseconds between two looks at a running picture. */
const LOOK = 500;
/** Milliseconds without a new frame after which a picture counts as frozen. */
const FROZEN = 2_000;

/** Whether the browser would present frames of this element at all: a hidden tab or an unrendered element gets none. */
const presentable = (video: HTMLVideoElement): boolean =>
  video.ownerDocument.visibilityState === 'visible' && video.getClientRects().length > 0;

/** Absent before Firefox 132, whatever the types say. */
const countsFrames = (video: HTMLVideoElement): boolean => 'requestVideoFrameCallback' in video;

/** Calls `arrived` once, at the first frame that `video` presents from now on; never after `signal` aborted. */
export function whenFrameArrives(video: HTMLVideoElement, arrived: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  const scope = new AbortController();
  let handle: number | undefined;
  const end = (): void => {
    scope.abort();
    if (handle !== undefined) video.cancelVideoFrameCallback(handle);
  };
  const done = (): void => {
    end();
    arrived();
  };
  // Where the browser presents nothing it tells of no frames either: then a decoded picture has to do.
  const look = (): void => {
    if (countsFrames(video) && presentable(video)) return;
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0) done();
  };
  signal.addEventListener('abort', end, { signal: scope.signal });
  if (countsFrames(video)) handle = video.requestVideoFrameCallback(done);
  for (const type of ['loadeddata', 'resize', 'timeupdate'])
    video.addEventListener(type, look, { signal: scope.signal });
  video.ownerDocument.addEventListener('visibilitychange', look, { signal: scope.signal });
}

export interface FrameWatchCallbacks {
  /** No new frame for two seconds although the browser presents frames. */
  onStall(): void;
  /** Frames come again, or the browser presents none and nobody can tell. */
  onResume(): void;
  /** Before every look, at most twice a second. */
  onLook?(): void;
}

/** Watches a picture that should move. Asks the browser for one frame per look, not for every frame. */
export class FrameWatch {
  #video: () => HTMLVideoElement | undefined;
  #callbacks: FrameWatchCallbacks;
  #timer: ReturnType<typeof setInterval>;
  #lookedAt = performance.now();
  #still = 0;
  #stalled = false;
  #presented = false;
  #counted = 0;
  #request: { readonly video: HTMLVideoElement; readonly handle: number } | undefined;

  constructor(video: () => HTMLVideoElement | undefined, callbacks: FrameWatchCallbacks) {
    this.#video = video;
    this.#callbacks = callbacks;
    this.#timer = setInterval(() => this.#look(), LOOK);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#request?.video.cancelVideoFrameCallback(this.#request.handle);
    this.#request = undefined;
  }

  #look(): void {
    this.#callbacks.onLook?.();
    const now = performance.now();
    // A machine that slept, or a timer held back, is no time without frames.
    const passed = Math.min(now - this.#lookedAt, 2 * LOOK);
    this.#lookedAt = now;
    const video = this.#video();
    if (!video || !presentable(video) || this.#moved(video)) {
      this.#still = 0;
      if (!this.#stalled) return;
      this.#stalled = false;
      this.#callbacks.onResume();
    } else if ((this.#still += passed) >= FROZEN && !this.#stalled) {
      this.#stalled = true;
      this.#callbacks.onStall();
    }
  }

  /** Whether a frame came since the last look, by either of the browser's two counts: Firefox has only the first for streams, old browsers only the second. */
  #moved(video: HTMLVideoElement): boolean {
    const counted = video.getVideoPlaybackQuality().totalVideoFrames;
    // Firefox before 132 has neither for streams: nobody can tell there.
    const isBlind = counted === 0 && !countsFrames(video);
    const moved = this.#presented || counted !== this.#counted || isBlind;
    this.#counted = counted;
    this.#presented = false;
    if (this.#request?.video !== video && countsFrames(video)) {
      const handle = video.requestVideoFrameCallback(() => {
        this.#presented = true;
        this.#request = undefined;
      });
      this.#request = { video, handle };
    }
    return moved;
  }
}

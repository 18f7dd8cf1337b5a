/** Owns the persona's picture and sound: one `<video>`, kept playing, with sound as far as the browser lets it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { PersonaError } from '../session/error.js';
import type { Media, Stage, StageObserver } from '../session/media.js';
import { anyOf } from '../session/timers.js';
import { FrameWatch, whenFrameArrives } from './frame-watch.js';
import { capture, popOut } from './picture.js';
import { SoundBlock } from './sound-block.js';
import { Speaker } from './speaker.js';

export interface PlaybackOptions {
  /** The `<video>` as the view has rendered it (with `playsinline`, without controls), or nothing while there is none. */
  readonly video: () => HTMLVideoElement | null | undefined;
  /** `soundBlocked`, `muted`, `volume` or the speaker changed. */
  readonly onChange?: () => void;
  /** Whether the microphone, which brings the permission for speakers, may still be allowed. */
  readonly mayBeAllowed?: () => boolean;
  /** The chosen speaker gave way to the default one after all. */
  readonly onSpeakerFailed?: (error: unknown) => void;
}

/** One `show()`. */
interface Showing {
  readonly media: MediaStream;
  /** Aborts when something else is shown, or nothing. */
  readonly scope: AbortController;
  readonly arrived: () => void;
}

const quietly = (): undefined => undefined;

export class PlaybackController implements Stage, ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #options: PlaybackOptions;
  #showing: Showing | undefined;
  #watch: FrameWatch | undefined;
  /** The element that shows, and the end of our listeners on it and its page. */
  #video: HTMLVideoElement | undefined;
  #bond: AbortController | undefined;
  #block: SoundBlock;
  #muted = false;
  #volume = 1;
  #speaker = new Speaker({
    onChange: () => this.#notify(),
    mayWait: () => !this.#showing || (this.#options.mayBeAllowed?.() ?? false),
    onFail: (error) => this.#options.onSpeakerFailed?.(error),
  });

  constructor(host: ReactiveControllerHost & HTMLElement, options: PlaybackOptions) {
    this.#host = host;
    this.#options = options;
    this.#block = new SoundBlock(host);
    host.addController(this);
  }

  /** The browser lets the picture play only silently, until the visitor clicks, taps or presses a key. */
  get soundBlocked(): boolean {
    return this.#block.isOn;
  }

  /** What is shown now, or `null`. */
  get mediaStream(): MediaStream | null {
    return this.#showing?.media ?? null;
  }

  get muted(): boolean {
    return this.#muted;
  }

  set muted(muted: boolean) {
    if (this.#muted === muted) return;
    this.#muted = muted;
    this.#applySound();
    this.#notify();
  }

  /** 0..1. Other numbers are brought into the range, what is no number is ignored. */
  get volume(): number {
    return this.#volume;
  }

  set volume(volume: number) {
    const next = Math.min(1, Math.max(0, volume));
    if (Number.isNaN(next) || this.#volume === next) return;
    this.#volume = next;
    this.#applySound();
    this.#notify();
  }

  /** The chosen speaker, already while it is being changed to; `''` is the system's default, also after it was unplugged. */
  get sinkId(): string {
    return this.#speaker.id;
  }

  hostConnected(): void {
    // A moved <video> was paused, and may have a new document: bind it anew, once the browser has settled the move.
    setTimeout(() => {
      this.#unbind();
      this.#attach();
    });
  }

  hostUpdated(): void {
    this.#attach();
  }

  /** Call it inside the click that starts a session: the browser then lets this element play sound later. */
  unlock(): void {
    const video = this.#options.video();
    if (!video || this.#showing) return;
    video.muted = this.#muted;
    // There is nothing to play yet, so this is rejected as soon as there is. What counts is that it was asked for here.
    video.play().catch(quietly);
  }

  /**
   * As the port says. A newer `show()` or `clear()` also rejects a wait for the first frame, with an `AbortError`.
   * The old picture stays until the new one comes.
   */
  show(media: Media, observer: StageObserver, signal: AbortSignal): Promise<void> {
    this.#leave();
    const scope = new AbortController();
    const ended = anyOf(signal, scope.signal);
    return new Promise<void>((resolve, reject) => {
      const fail = (): void => reject(ended.reason as Error);
      if (ended.aborted) {
        fail();
        return;
      }
      ended.addEventListener('abort', fail, { once: true });
      const arrived = (): void => {
        if (ended.aborted) return;
        this.#watch ??= new FrameWatch(() => this.#video, {
          onStall: () => !ended.aborted && observer.onStall(),
          onResume: () => !ended.aborted && observer.onResume(),
          onLook: () => this.#resume(),
        });
        resolve();
      };
      this.#showing = { media: media as MediaStream, scope, arrived };
      this.#attach();
    });
  }

  clear(): void {
    this.#leave();
    const video = this.#video;
    this.#unbind();
    if (video) {
      video.pause();
      video.srcObject = null;
    }
    this.#unblock();
  }

  /** Lets the persona be heard. Works inside a click, tap or key press; resolves with whether the sound is on its way. */
  async startAudio(): Promise<boolean> {
    const video = this.#video;
    const showing = this.#showing;
    if (!video || !showing) return !this.soundBlocked;
    video.muted = this.#muted;
    // Some browsers refuse, some play and pause again.
    const heard = await video.play().then(() => !video.paused, quietly);
    if (this.#showing !== showing) return false;
    if (heard) this.#unblock();
    else this.#playSilently(video);
    return !this.soundBlocked;
  }

  /**
   * Plays through another speaker; `''` is the system's default. Rejects with `device-unavailable`: the old one then
   * stays in use. Where the permission may still come it resolves, and the choice waits for that. A choice that was
   * only remembered (`isMemory`) gives way without `onSpeakerFailed`.
   */
  setSink(id: string, isMemory?: boolean): Promise<void> {
    return this.#speaker.choose(id, this.#options.video(), isMemory);
  }

  /** A speaker that waits for the permission is tried again. Call it when the microphone was answered. */
  retrySink(): void {
    if (this.#video && this.#bond) void this.#speaker.use(this.#video, this.#bond.signal);
  }

  /** The picture of now as a PNG. Rejects with `not-live` when there is none. */
  async captureFrame(): Promise<Blob> {
    return capture(this.#picture());
  }

  /** Call it inside a gesture. Rejects with `not-live` without a picture, with `browser-unsupported` where there is no such window. */
  async requestPictureInPicture(): Promise<PictureInPictureWindow> {
    return popOut(this.#picture());
  }

  #picture(): HTMLVideoElement {
    if (this.#showing && this.#video?.videoWidth) return this.#video;
    throw new PersonaError('not-live', 'There is no picture yet; wait for the state "live".');
  }

  /** Brings together what is to be shown and the element that shows it. Safe to call at any time. */
  #attach(): void {
    const showing = this.#showing;
    const video = this.#options.video();
    if (!showing || !video) return;
    if (this.#video === video && video.srcObject === showing.media) return;
    const bond = this.#bind(video);
    if (video.srcObject !== showing.media) video.srcObject = showing.media;
    whenFrameArrives(video, showing.arrived, anyOf(showing.scope.signal, bond));
    void this.#play();
  }

  #bind(video: HTMLVideoElement): AbortSignal {
    this.#unbind();
    this.#video = video;
    this.#bond = new AbortController();
    const { signal } = this.#bond;
    const view = video.ownerDocument.defaultView;
    const resume = (): void => this.#resume();
    // The system, a headset button or a move in the document pauses: a live picture cannot be paused.
    // In a later task, because the news of a move comes before the host is back in its place.
    video.addEventListener('pause', () => setTimeout(resume), { signal });
    video.addEventListener('volumechange', () => this.#mirrorSound(video), { signal });
    video.ownerDocument.addEventListener('visibilitychange', resume, { signal });
    view?.addEventListener('pageshow', resume, { signal });
    this.#speaker.attach(video, view?.navigator.mediaDevices, signal);
    this.#applySound();
    return signal;
  }

  #unbind(): void {
    this.#bond?.abort();
    this.#bond = undefined;
    this.#video = undefined;
  }

  #leave(): void {
    this.#showing?.scope.abort();
    this.#showing = undefined;
    this.#watch?.stop();
    this.#watch = undefined;
  }

  #resume(): void {
    if (this.#video?.paused && this.#video.isConnected) void this.#play();
  }

  async #play(): Promise<void> {
    const video = this.#video;
    const showing = this.#showing;
    if (!video || !showing) return;
    try {
      await video.play();
    } catch (cause) {
      if (this.#showing !== showing || this.#video !== video) return;
      const refused = cause instanceof Error && cause.name === 'NotAllowedError';
      // What was merely interrupted, or refused because the tab is hidden, is tried again when the page says so.
      if (refused && video.ownerDocument.visibilityState === 'visible') this.#playSilently(video);
    }
  }

  /** The browser wants a gesture first: the picture goes on without sound, and the next gesture anywhere brings it. */
  #playSilently(video: HTMLVideoElement): void {
    video.muted = true;
    // A browser that saves power refuses this too. The gesture then starts the picture as well.
    video.play().catch(quietly);
    if (this.soundBlocked) return;
    this.#block.wait(() => void this.startAudio());
    this.#notify();
  }

  #unblock(): void {
    if (!this.soundBlocked) return;
    this.#block.lift();
    this.#applySound();
    this.#notify();
  }

  #applySound(): void {
    const video = this.#video;
    if (!video) return;
    video.volume = this.#volume;
    video.muted = this.#muted || this.soundBlocked;
  }

  /** Somebody else turned the sound on or off: the browser's own controls, or those of the picture-in-picture window. */
  #mirrorSound(video: HTMLVideoElement): void {
    if (this.soundBlocked || (video.muted === this.#muted && video.volume === this.#volume)) return;
    this.#muted = video.muted;
    this.#volume = video.volume;
    this.#notify();
  }

  #notify(): void {
    this.#host.requestUpdate();
    this.#options.onChange?.();
  }
}

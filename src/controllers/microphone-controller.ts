/** Owns the user's microphone: asks for it, keeps one source, lends clones of it, and stops every one of them at the end. */
import type { ReactiveControllerHost } from 'lit';
import { PersonaError } from '../session/error.js';
import type { Media, Microphone, MicrophoneObserver, MicState } from '../session/media.js';
import { listDevices, type DeviceList } from './devices.js';
import { LevelMeter } from './level-meter.js';
import { foreseenObstacle, obstacleError, obstacleOf } from './microphone-obstacles.js';
import { requestVoice, stop, type GetUserMedia } from './microphone-request.js';
import { watchMicrophone } from './microphone-watch.js';

export interface MicrophoneOptions {
  /** The state, the mute or the device changed. */
  readonly onChange?: () => void;
  /** Stands in for `navigator.mediaDevices.getUserMedia`. */
  readonly getUserMedia?: GetUserMedia;
}

/** One `open()`: who is told, and until when. A newer one takes over what the older had, and the older goes quiet. */
interface Claim {
  readonly observer: MicrophoneObserver;
  readonly scope: AbortController;
}

/** A device that is being changed to. */
interface Wish {
  readonly id: string;
  done?: Promise<void>;
}

export class MicrophoneController implements Microphone {
  #host: ReactiveControllerHost & HTMLElement;
  #options: MicrophoneOptions;
  #state: MicState = 'unasked';
  #error: PersonaError | undefined;
  /** As far as it is known for the present claim. */
  #permission: PermissionState | undefined;
  #muted = false;
  #deviceId = '';
  #claim: Claim | undefined;
  /** What the browser gave us. Never lent, because whoever gets a track may stop it. */
  #source: MediaStream | undefined;
  #clones = new Set<MediaStreamTrack>();
  /** The question that is with the browser now. Asked once, whoever waits for it; never rejects. */
  #question: Promise<void> | undefined;
  /** A newer wish takes its place, and the older goes quiet. */
  #wish: Wish | undefined;
  #meter: LevelMeter | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, options: MicrophoneOptions = {}) {
    this.#host = host;
    this.#options = options;
  }

  get state(): MicState {
    return this.#state;
  }

  /** The browser asks the visitor. Where the permission is there already, it is only the device that is waited for. */
  get isPrompting(): boolean {
    return this.#state === 'asking' && this.#permission !== undefined && this.#permission !== 'granted';
  }

  /** Why there is no microphone, after it was asked for in vain; `undefined` otherwise. */
  get error(): PersonaError | undefined {
    return this.#error;
  }

  get muted(): boolean {
    return this.#muted;
  }

  /** Silences every lent track at once, and those lent later. The device stays open. */
  set muted(muted: boolean) {
    if (this.#muted === muted) return;
    this.#muted = muted;
    for (const track of this.#tracks()) track.enabled = !muted;
    this.#notify();
  }

  /**
   * The chosen device, already while it is being changed to; `''` is the system's default. Changed by `setDevice`,
   * back to the old one when that fails, and back to `''` when the device is gone or unplugged.
   */
  get deviceId(): string {
    return this.#wish?.id ?? this.#deviceId;
  }

  open(observer: MicrophoneObserver, signal: AbortSignal): Promise<Media | null> {
    if (signal.aborted) return Promise.resolve(null);
    this.#claim?.scope.abort();
    const claim: Claim = { observer, scope: new AbortController() };
    this.#claim = claim;
    signal.addEventListener('abort', () => this.close(), { once: true, signal: claim.scope.signal });
    const news = {
      onDevices: () => this.#heardOfDevices(),
      onKnown: (permission: PermissionState) => this.#know(permission),
      onPermission: (permission: PermissionState) => this.#heardOfPermission(permission),
    };
    this.#permission = undefined;
    watchMicrophone(this.#view, news, claim.scope.signal);
    return this.#ask('asking').then(() => (this.#claim === claim ? this.#lend() : null));
  }

  /** Asks again, for a session that goes on without a microphone. Call it inside a gesture. Resolves with whether there is one now. */
  async retry(): Promise<boolean> {
    if (this.#claim) await this.#join('asking');
    return this.#source !== undefined;
  }

  /**
   * Uses another microphone, at once when one is open, else from the next `open()` on; `''` is the system's default.
   * Rejects with `device-unavailable` when it cannot be had: the old one then stays in use. The newest wish wins.
   */
  setDevice(id: string): Promise<void> {
    if (this.#wish?.id === id && this.#wish.done) return this.#wish.done;
    if (!this.#wish && this.#deviceId === id) return Promise.resolve();
    const wish: Wish = { id };
    this.#wish = wish;
    wish.done = this.#grant(wish);
    this.#notify();
    return wish.done;
  }

  /** Microphones and speakers that can be chosen. Empty where the browser tells none. */
  list(): Promise<DeviceList> {
    return listDevices(this.#devices);
  }

  /** Loudness of the voice now, 0 to 1. Measured only while asked; 0 when muted or without a microphone. */
  level(): number {
    if (!this.#source || this.#muted) return 0;
    this.#meter ??= new LevelMeter(this.#source);
    return this.#meter.level();
  }

  /** Stops every track, so that the browser's indicator goes out. The mute and the chosen device are kept for the next time. */
  close(): void {
    this.#claim?.scope.abort();
    this.#claim = undefined;
    stop(this.#tracks());
    this.#forget();
    if (this.#state === 'asking') this.#enter('unasked');
  }

  get #view(): Window & typeof globalThis {
    return this.#host.ownerDocument.defaultView ?? window;
  }

  /** Absent in insecure contexts and in some in-app browsers, whatever the types say. */
  get #devices(): MediaDevices | undefined {
    return this.#view.navigator.mediaDevices;
  }

  #request(id: string): Promise<MediaStream> {
    return requestVoice(this.#devices, id, this.#options.getUserMedia);
  }

  /** Sees that there is a source if there can be one. Calls `getUserMedia` before it returns. */
  #ask(meanwhile: MicState): Promise<void> {
    if (this.#source) return Promise.resolve();
    const obstacle = foreseenObstacle(this.#view);
    if (obstacle) {
      // Asked and refused in one, so that each question is told, and each refusal.
      this.#enter(meanwhile);
      this.#enter(obstacle, obstacleError(obstacle));
      return Promise.resolve();
    }
    const { deviceId } = this;
    this.#question ??= this.#request(deviceId)
      .catch((cause: unknown) => this.#instead(deviceId, cause))
      .then(
        (stream) => this.#granted(stream),
        (cause: unknown) => this.#refused(cause),
      )
      .finally(() => (this.#question = undefined));
    this.#enter(meanwhile);
    return this.#question;
  }

  /** A device that is gone gives way to the default one: the browser knows that before it asks the visitor anything. */
  #instead(id: string, cause: unknown): Promise<MediaStream> {
    if (!id || !this.#claim || (cause as DOMException).name !== 'OverconstrainedError') throw cause;
    if (!this.#wish) this.#useDefault();
    return this.#request('');
  }

  async #grant(wish: Wish): Promise<void> {
    const { id } = wish;
    await this.#question;
    let stream: MediaStream | undefined;
    try {
      if (this.#wish !== wish) return;
      const [current] = this.#source?.getAudioTracks() ?? [];
      if (current && (id === '' || current.getSettings().deviceId !== id)) stream = await this.#request(id);
    } catch (cause) {
      if (this.#wish !== wish) return;
      this.#wish = undefined;
      this.#notify();
      const message = `The microphone "${id}" cannot be used; take an id from listDevices().`;
      throw new PersonaError('device-unavailable', message, { cause });
    }
    const claim = this.#wish === wish ? this.#claim : undefined;
    if (this.#wish === wish) {
      this.#wish = undefined;
      this.#deviceId = id;
    }
    if (!claim) stop(stream?.getTracks() ?? []);
    if (!claim || !stream) return;
    this.#adopt(stream);
    claim.observer.onTrack(this.#lend());
  }

  #granted(stream: MediaStream): void {
    // Answered after the end: nobody wants it any more.
    if (!this.#claim) {
      stop(stream.getTracks());
      return;
    }
    this.#adopt(stream);
    this.#enter('granted');
  }

  #refused(cause: unknown): void {
    if (!this.#claim) return;
    const obstacle = obstacleOf(cause);
    this.#enter(obstacle, obstacleError(obstacle, cause));
  }

  #adopt(stream: MediaStream): void {
    stop(this.#tracks());
    this.#forget();
    this.#source = stream;
    const ended = (): unknown => this.#source === stream && this.#lost();
    for (const track of stream.getAudioTracks()) {
      track.enabled = !this.#muted;
      // Not addEventListener: Firefox 153 calls no listener of a microphone's track, only this.
      track.onended = ended;
    }
  }

  #forget(): void {
    this.#source = undefined;
    this.#clones.clear();
    this.#meter?.close();
    this.#meter = undefined;
  }

  #lend(): MediaStream | null {
    const [track] = this.#source?.getAudioTracks() ?? [];
    if (!track || track.readyState === 'ended') return null;
    for (const clone of this.#clones) if (clone.readyState === 'ended') this.#clones.delete(clone);
    const clone = track.clone();
    this.#clones.add(clone);
    return new MediaStream([clone]);
  }

  /** Unplugged, or taken away in the browser's settings: the default device takes over, where there is one. */
  async #lost(): Promise<void> {
    stop(this.#tracks());
    this.#forget();
    this.#useDefault();
    const claim = this.#claim;
    await this.#ask(this.#state);
    if (claim && this.#claim === claim) claim.observer.onTrack(this.#lend());
  }

  /** Gives a running session the microphone that it had to begin without. */
  async #join(meanwhile: MicState): Promise<void> {
    const claim = this.#claim;
    // Whoever asked already hands the track on.
    if (this.#question) return this.#question;
    if (!claim || this.#source) return;
    await this.#ask(meanwhile);
    const media = this.#claim === claim ? this.#lend() : null;
    if (media) claim.observer.onTrack(media);
  }

  #heardOfDevices(): void {
    if (this.#state === 'missing') void this.#join('missing');
  }

  #know(permission: PermissionState): void {
    this.#permission = permission;
    this.#host.requestUpdate();
  }

  #heardOfPermission(permission: PermissionState): void {
    this.#know(permission);
    if (this.#source || this.#question) return;
    if (permission === 'granted') void this.#join(this.#state);
    else if (permission === 'prompt' && this.#state === 'denied') this.#enter('unasked');
  }

  #tracks(): MediaStreamTrack[] {
    return [...(this.#source?.getTracks() ?? []), ...this.#clones];
  }

  #useDefault(): void {
    if (this.#deviceId === '') return;
    this.#deviceId = '';
    this.#notify();
  }

  #enter(state: MicState, error?: PersonaError): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#error = error;
    this.#notify();
  }

  #notify(): void {
    this.#host.requestUpdate();
    this.#options.onChange?.();
  }
}

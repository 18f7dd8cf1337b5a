/** The two other ports of the session: where picture and sound go, and where the user's voice comes from. */

/** What the session needs of a `MediaStreamTrack`; the DOM's own satisfies it. */
export interface Track {
  readonly kind: string;
  readonly readyState: string;
  stop(): void;
}

/** What the session needs of a `MediaStream`; the DOM's own satisfies it. The session passes streams on, it never opens them. */
export interface Media {
  readonly id: string;
  getTracks(): Track[];
}

export interface StageObserver {
  /** No new frame for a while (or the element stopped playing) though the stream should run. */
  onStall(): void;
  /** Frames come again after a stall. */
  onResume(): void;
}

/** Where the persona is seen and heard. `controllers/playback-controller.ts` implements it with a `<video>`. */
export interface Stage {
  /**
   * Shows `media` and resolves at the first presented frame. Rejects only when `signal` aborts.
   * Sound that the browser blocks is the stage's own affair: the picture then plays muted.
   */
  show(media: Media, observer: StageObserver, signal: AbortSignal): Promise<void>;
  /** Takes the stream off and forgets it. Does nothing when nothing is shown. */
  clear(): void;
}

/** `unasked` before the first question; `insecure`: the page is no secure context, so the browser has no microphone. */
export type MicState =
  'unasked' | 'asking' | 'granted' | 'denied' | 'missing' | 'in-use' | 'blocked-by-policy' | 'insecure';

export interface MicrophoneObserver {
  /**
   * The track to send changed: a first one (granted late), another device, or `null` (lost, or turned off).
   * The session hands it to the live client.
   */
  onTrack(media: Media | null): void;
}

/** The user's voice. `controllers/microphone-controller.ts` implements it with `getUserMedia`. */
export interface Microphone {
  readonly state: MicState;
  /**
   * Asks for the microphone at once, inside the caller's task, so that a user's gesture still counts.
   * Never rejects: resolves with the stream, or `null` when there will be none for now (refused, missing, …).
   * An answer that comes after `signal` aborted leaves no live track.
   */
  open(observer: MicrophoneObserver, signal: AbortSignal): Promise<Media | null>;
}

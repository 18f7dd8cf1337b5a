/** Owns the record that the view is a function of, and the wishes that it can report. */
import type { PersonaError } from '../session/error.js';
import type { EndReason, PersonaMessage, PersonaState } from '../session/events.js';
import type { MicState } from '../session/media.js';
import type { Announcement, TextKey } from '../text/texts.js';

/** The part of the interface that is loaded when it is needed. */
export type Extras = typeof import('./extras.js');

export interface Face {
  readonly state: PersonaState;
  /** Why the last session ended. */
  readonly reason: EndReason | null;
  readonly error: PersonaError | null;
  /** What the persona is doing while live. */
  readonly mode: 'quiet' | 'listening' | 'thinking' | 'speaking' | 'interrupted';
  /** 0..100: the milestones of the start that were reached. */
  readonly progress: number;
  /** Billed seconds of the last session. */
  readonly duration: number;
  /** The end that was announced. */
  readonly warning: 'idle' | 'hidden' | 'max-duration' | null;
  /** The session is lost, and the picture of the next one is not there yet. */
  readonly replacing: boolean;
  /** Between two tries. */
  readonly retrying: boolean;
  /** Seconds until the announced end or the next try. */
  readonly secondsLeft: number | null;
  readonly personaSpeaking: boolean;

  readonly name: string;
  /** Who has said what is in the transcript: the page may have chosen somebody else since. */
  readonly speaker: string;
  readonly callToAction: string;
  readonly poster: string;
  /** False: no interface at all. */
  readonly controls: boolean;
  readonly floating: boolean;
  /** It would be floating, and the part that knows how could not be loaded: a box in the corner. */
  readonly plain: boolean;
  /** The floating panel. */
  readonly open: boolean;
  /** The end, or the failure, was in sight in the open panel. */
  readonly seen: boolean;
  /** The panel covers the page. */
  readonly modal: boolean;
  readonly position: string;
  readonly menuOpen: boolean;
  readonly consentAsked: boolean;
  /** Empty, or safe to link. */
  readonly termsUrl: string;
  readonly privacyUrl: string;
  readonly captions: boolean;
  readonly transcript: boolean;
  readonly textInput: boolean;
  /** False: the page wants no microphone. */
  readonly voice: boolean;

  readonly micState: MicState;
  /** The browser asks the visitor for it. */
  readonly micPrompt: boolean;
  readonly micMuted: boolean;
  readonly soundBlocked: boolean;
  readonly soundMuted: boolean;
  readonly volume: number;
  readonly devices: {
    readonly inputs: readonly MediaDeviceInfo[];
    readonly outputs: readonly MediaDeviceInfo[];
  };
  readonly inputDevice: string;
  readonly outputDevice: string;
  /** What this browser can do. */
  readonly can: {
    readonly chooseSpeaker: boolean;
    readonly setVolume: boolean;
    readonly pictureInPicture: boolean;
    readonly fullscreen: boolean;
  };
  readonly isFullscreen: boolean;
  readonly caption: PersonaMessage | null;
  readonly messages: readonly PersonaMessage[];
  /** Something that just happened and is neither a state nor an end; each time another object. */
  readonly notice: { readonly key: TextKey } | null;
  /** What a screen reader is told. */
  readonly said: Announcement | null;
  /** What was typed and not sent. */
  readonly draft: string;

  /** Not there before it is loaded. */
  readonly extras: Extras | undefined;
  readonly language: string;
  /** Set where the page says no direction of its own. */
  readonly direction: 'ltr' | 'rtl' | undefined;
  readonly say: (key: TextKey, values?: Readonly<Record<string, string>>) => string;
  /** Seconds in words. */
  readonly time: (seconds: number) => string;
  /** Milliseconds since the epoch as a clock shows it. */
  readonly clock: (milliseconds: number) => string;
}

export interface Actions {
  readonly start: () => void;
  readonly stop: () => void;
  readonly toggleMic: () => void;
  readonly toggleSound: () => void;
  readonly toggleCaptions: () => void;
  readonly toggleTranscript: () => void;
  readonly toggleMenu: () => void;
  readonly setVolume: (volume: number) => void;
  /** The slider was let go. */
  readonly keepVolume: () => void;
  readonly setInput: (id: string) => void;
  readonly setOutput: (id: string) => void;
  readonly popOut: () => void;
  readonly fullscreen: () => void;
  readonly copy: () => void;
  readonly save: () => void;
  readonly agree: () => void;
  readonly decline: () => void;
  readonly show: () => void;
  readonly hide: () => void;
  readonly interrupt: () => void;
  readonly hear: () => void;
  readonly extend: () => void;
  /** The visitor types. */
  readonly write: (text: string) => void;
  /** Sends what was typed. */
  readonly send: () => void;
  /** Closes what was opened last; false when nothing was open. */
  readonly back: () => boolean;
}

const RUNNING: ReadonlySet<PersonaState> = new Set(['authorizing', 'connecting', 'live', 'reconnecting']);

/** A session is there or on its way. */
export const isRunning = ({ state }: Face): boolean => RUNNING.has(state);

export const hasPicture = ({ state }: Pick<Face, 'state'>): boolean =>
  state === 'live' || state === 'reconnecting';

export const isStarting = ({ state }: Face): boolean => state === 'authorizing' || state === 'connecting';

/** A text in which `{time}`, where it has it, is what is left now, or was left at another moment. */
export const inWords = ({ say, time, secondsLeft }: Face, key: TextKey, left = secondsLeft): string =>
  // Most sentences have none, and it is dear to make.
  left === null ? say(key) : say(key, { time: time(left) });

/** Nothing can be heard, whoever keeps the sound off. */
export const isSilent = ({ soundMuted, soundBlocked, volume }: Face): boolean =>
  soundMuted || soundBlocked || volume === 0;

/** The browser's question is open, so nothing else matters for the visitor. */
export const isAskingMic = (face: Face): boolean => isStarting(face) && face.micPrompt;

/** Nothing can be said: the microphone was asked for and will not come by itself. */
export const isMicUnusable = ({ micState }: Pick<Face, 'micState'>): boolean =>
  micState !== 'granted' && micState !== 'asking' && micState !== 'unasked';

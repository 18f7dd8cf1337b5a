/** What a fault is: a name, a place, and what happens there, all as data. */

import type { SceneAction } from '../scenes/scene.js';
import type { LinkConditions } from '../transport/peer.js';

/** Where a fault strikes; also the headings of the documentation, in order. */
export const PLACES = ['token', 'engine', 'signalling', 'connection', 'media', 'channel', 'session'] as const;

/** One of the places. */
export type Place = (typeof PLACES)[number];

/** The moments of a session a fault can wait for, in their usual order. */
export const MOMENTS = [
  'socket-open',
  'offer',
  'answered',
  'connected',
  'live',
  'speaking',
  'user-message',
] as const;

/** One of the moments. */
export type Moment = (typeof MOMENTS)[number];

/** When something happens: at a moment, or some milliseconds after it. */
export interface When {
  moment: Moment;
  after?: number;
}

/** Answers an HTTP call in place of the platform, or spoils how the answer is given. */
export interface HttpEffect {
  on: 'http';
  call: 'session-token' | 'engine-session' | 'talk' | 'metrics' | 'stop';
  /** Given: this is answered. Not given: the platform answers, after the delay. */
  status?: number;
  json?: unknown;
  text?: string;
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
  /** Milliseconds before anything is answered. */
  delay?: number;
  /**
   * `hang` never answers, `reset` breaks the connection, `truncate` breaks it in the middle of the body. None of them does
   * what was asked; `lose` does it, and breaks the connection before the answer.
   */
  ending?: 'hang' | 'reset' | 'truncate' | 'lose';
  /** The answer lacks the CORS headers, so a page on another origin cannot read it. */
  withoutCors?: boolean;
  /** Strikes only so often. */
  times?: number;
}

/** Changes single fields of a good answer of engine/session; keys are dotted paths. */
export interface EngineAnswerEffect {
  on: 'engine-answer';
  set?: Readonly<Record<string, unknown>>;
  remove?: readonly string[];
}

/** Replaces the token in a good answer of session-token. */
export interface TokenEffect {
  on: 'token';
  token: 'expired' | 'future' | 'legacy' | 'spent' | 'foreign' | 'not-a-jwt' | 'empty' | 'missing' | 'number';
}

/** A token starts as many sessions as it is asked for. */
export interface ReuseEffect {
  on: 'reuse';
}

/** Spoils the signalling socket. */
export interface SocketEffect {
  on: 'socket';
  /** `refuse` answers the upgrade with a status; `drop` closes without a handshake; `mute` leaves it half-open. */
  do: 'refuse' | 'close' | 'drop' | 'mute' | 'send';
  when: When;
  status?: number;
  code?: number;
  reason?: string;
  /** Frames to send; `{sessionId}` is replaced. */
  frames?: readonly string[];
  /** How often the frames are sent. */
  count?: number;
  times?: number;
}

/** Spoils the answer to the offer. */
export interface AnswerEffect {
  on: 'answer';
  do:
    | 'withhold'
    | 'garbage'
    | 'empty'
    | 'wrong-fingerprint'
    | 'no-channel'
    | 'no-video'
    | 'inactive'
    | 'no-msid'
    | 'late'
    | 'wrapped';
  delay?: number;
}

/** Spoils the candidates of the server. */
export interface CandidatesEffect {
  on: 'candidates';
  do: 'withhold' | 'first' | 'garbage';
}

/** When `sessionready` comes. */
export interface ReadyEffect {
  on: 'ready';
  do: 'never' | 'early' | 'late';
  /** Milliseconds of `late`. */
  delay?: number;
}

/** Changes the network, for a while or for good. */
export interface LinkEffect {
  on: 'link';
  when: When;
  conditions: LinkConditions;
  milliseconds?: number;
}

/** Changes what is seen and heard. */
export interface MediaEffect {
  on: 'media';
  when: When;
  video?: 'none' | 'frozen' | 'slow';
  audio?: 'none' | 'silent';
  milliseconds?: number;
}

/** Two media streams instead of one. */
export interface StreamsEffect {
  on: 'streams';
}

/** Spoils the data channel. */
export interface ChannelEffect {
  on: 'channel';
  do: 'close' | 'send';
  when: When;
  /** Raw messages; `{sessionId}` is replaced. */
  messages?: readonly string[];
  count?: number;
}

/** How the engine writes its data-channel messages: as binary frames, or not at all. */
export interface FramesEffect {
  on: 'frames';
  do: 'binary' | 'none';
}

/** Makes the persona or its server do something by itself. */
export interface ActionEffect {
  on: 'action';
  when: When;
  action: SceneAction;
}

/** The persona does not answer what the user says. */
export interface DeafEffect {
  on: 'deaf';
}

/** Times in messages are off by so many seconds. */
export interface ClockEffect {
  on: 'clock';
  seconds: number;
}

/** Everything a fault can do. */
export type Effect =
  | HttpEffect
  | EngineAnswerEffect
  | TokenEffect
  | ReuseEffect
  | SocketEffect
  | AnswerEffect
  | CandidatesEffect
  | ReadyEffect
  | LinkEffect
  | MediaEffect
  | StreamsEffect
  | ChannelEffect
  | FramesEffect
  | ActionEffect
  | DeafEffect
  | ClockEffect;

/** One entry of the table. */
export interface Fault {
  /** Lower-case kebab words; the name to apply it by. */
  name: string;
  title: string;
  where: Place;
  /** One sentence for the documentation: what happens. */
  does: string;
  /** What the browser SDK 4.27.0 makes of it, where it is known. */
  expect?: string;
  effects: readonly Effect[];
}

/** A fault to apply: its name, or its name with some of its numbers or texts changed. */
export type FaultRequest = string | ({ name: string } & Readonly<Record<string, unknown>>);

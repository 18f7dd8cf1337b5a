/** Where the persona is seen and heard: turns speech and poses into packets, one beat at a time. */

import type { Clock } from '../clock.js';
import type { Persona } from '../scenes/personas.js';
import type { Peer } from '../transport/peer.js';
import { Actor, type Mood } from './actor.js';
import { loudness } from './audio.js';
import type { AudioCodecs, AudioEncoder } from './encoder.js';
import type { Frame, FrameSource } from './frames.js';
import { Playout, type PlayoutEvent } from './playout.js';
import type { Clip, Voice, VoiceSettings } from './voice.js';

/** Made once per simulator and shared by its sessions. */
export interface MediaTools {
  clock: Clock;
  voice: Voice;
  codecs: AudioCodecs;
  frames: FrameSource;
}

const VIDEO_TICKS = 3600;
/** Beats per picture: 25 pictures a second. */
const BEATS_PER_FRAME = 2;
/** Clips that are made before they are needed. */
const CLIPS_AHEAD = 2;
/** Beats per picture when a fault asks for two a second. */
const SLOW_BEATS = 26;

/** Director notes as the face knows them. */
const MOODS: Readonly<Record<string, Mood>> = {
  neutral: 'neutral',
  listening: 'listening',
  interrupted: 'interrupted',
  happy: 'happy',
  warm: 'happy',
  playful: 'happy',
  laughter: 'happy',
  supportive: 'happy',
  curious: 'listening',
  surprised: 'surprised',
  concerned: 'sad',
  sad: 'sad',
  distressed: 'sad',
  angry: 'angry',
};

/** What is wrong with picture and sound. */
export interface MediaConditions {
  video?: 'none' | 'frozen' | 'slow' | undefined;
  audio?: 'none' | 'silent' | undefined;
}

/** One persona on stage. */
export class Stage {
  #tools: MediaTools;
  #persona: Persona;
  #voice: VoiceSettings;
  #playout = new Playout();
  #actor: Actor;
  #encoder: AudioEncoder | undefined;
  #lastFrame: Frame | undefined;
  #onEvent: (event: PlayoutEvent) => void;
  #unspoken: { clipId: string; text: string }[] = [];
  /** Clips asked for and not heard to the end. */
  #inWork = new Set<string>();
  #beats = 0;
  #audioTime = 0;
  #closed = false;
  #conditions: MediaConditions = {};

  constructor(tools: MediaTools, persona: Persona, onEvent: (event: PlayoutEvent) => void) {
    this.#tools = tools;
    this.#persona = persona;
    this.#voice = persona.voice;
    this.#onEvent = onEvent;
    this.#actor = new Actor(Date.now(), Math.random);
    // The first picture is drawn while the connection is being made.
    void tools.frames
      .first(persona.look, this.#actor.pose(Date.now()))
      .then((frame) => (this.#lastFrame ??= frame))
      // Without it the session has no picture until one can be drawn.
      .catch(() => undefined);
  }

  /** Speaks another language; undefined is the persona's own. */
  speakLanguage(code: string | undefined): void {
    const own = this.#persona.voice;
    const known =
      code !== undefined && /^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(code) && !own.language.startsWith(code);
    this.#voice = known ? { ...own, language: code.toLowerCase() } : own;
  }

  /** Queues text. */
  speak(clipId: string, text: string): void {
    this.#playout.enqueue(clipId);
    this.#unspoken.push({ clipId, text });
    this.#makeClips();
  }

  /** Appends ready-made samples to a clip. */
  play(clipId: string, samples: Int16Array): void {
    this.#playout.append(clipId, samples);
  }

  endPlay(clipId: string): void {
    this.#playout.endAppend(clipId);
  }

  /** Falls silent at once. */
  hush(): void {
    this.#unspoken = [];
    this.#inWork.clear();
    this.#playout.stop();
  }

  /** Begins anew with another peer, which may have agreed on another codec. */
  changePeer(): void {
    this.#encoder?.close();
    this.#encoder = undefined;
  }

  /** Spoils picture or sound until told otherwise. */
  setConditions(conditions: MediaConditions): void {
    this.#conditions = conditions;
  }

  mood(name: string): void {
    this.#actor.show(MOODS[name] ?? 'neutral', Date.now());
  }

  /** Sends the audio packet of this beat, and a picture on every second one. */
  beat(peer: Peer): void {
    const samples = this.#playout.next((event) => {
      if (event.ended && this.#inWork.delete(event.clipId)) this.#makeClips();
      this.#onEvent(event);
    });
    if (this.#closed) return;
    this.#actor.hear(samples ? loudness(samples) : 0);
    this.#sendAudio(peer, samples);
    if (this.#beats % BEATS_PER_FRAME === 0) this.#sendFrame(peer);
    this.#beats++;
  }

  close(): void {
    this.#closed = true;
    this.hush();
    this.#encoder?.close();
  }

  /** Makes the clip that is wanted now and the next: a long story that is interrupted was not made in vain. */
  #makeClips(): void {
    while (this.#inWork.size < CLIPS_AHEAD) {
      const next = this.#unspoken.shift();
      if (!next) return;
      this.#inWork.add(next.clipId);
      void this.#tools.voice
        .speak(next.text, this.#voice)
        // Words that cannot be spoken are over at once, and are read all the same.
        .catch((): Clip => ({ samples: new Int16Array(), words: [{ text: next.text, at: 0 }] }))
        .then((clip) => this.#playout.fill(next.clipId, clip));
    }
  }

  #sendAudio(peer: Peer, samples: Int16Array | undefined): void {
    const codec = peer.audioCodec;
    if (!codec || this.#conditions.audio === 'none') return;
    this.#encoder ??= this.#tools.codecs.encoder(codec);
    peer.sendAudio(
      this.#encoder.encode(this.#conditions.audio === 'silent' ? undefined : samples),
      this.#audioTime,
    );
    this.#audioTime += this.#encoder.ticks;
  }

  #sendFrame(peer: Peer): void {
    const { video } = this.#conditions;
    if (video === 'none' || (video === 'slow' && this.#beats % SLOW_BEATS !== 0)) return;
    const pose = this.#actor.pose(Date.now());
    const drawn = video === 'frozen' ? undefined : this.#tools.frames.get(this.#persona.look, pose);
    const frame = drawn ?? this.#lastFrame;
    if (!frame) return;
    this.#lastFrame = frame;
    peer.sendVideo(frame, (this.#beats / BEATS_PER_FRAME) * VIDEO_TICKS);
  }
}

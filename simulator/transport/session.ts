/**
 * One session at work: carries inputs to the engine, does what the engine wants, and plays the media.
 * It owns the peer and the socket, and closes both exactly once.
 */

import { step } from '../engine/engine.js';
import {
  newSession,
  type EngineEffect,
  type EngineInput,
  type EngineState,
  type PersonaSettings,
} from '../engine/state.js';
import type { LedgerEntry } from '../ledger.js';
import { SessionFaults } from '../faults/strike.js';
import { fromPcm } from '../media/audio.js';
import { Stage, type MediaConditions } from '../media/stage.js';
import type { SceneAction } from '../scenes/scene.js';
import { answerOffer } from './answer.js';
import { Ear } from './ear.js';
import { handsOf } from './hands.js';
import type { SessionParts } from './session-parts.js';
import { SignalLine, type Socket } from './line.js';
import type { IceCandidateInit, LinkConditions, Peer, PeerListener } from './peer.js';

/** Milliseconds between engine/session and the socket before a session counts as never connected. */
const CONNECT_LIMIT = 15_000;

/** A session from engine/session to its end. */
export class Session {
  readonly sessionId: string;
  readonly entry: LedgerEntry;
  readonly faults: SessionFaults;
  readonly line: SignalLine;
  #parts: SessionParts;
  #state: EngineState;
  #peer: Peer | undefined;
  #link: LinkConditions = {};
  #stage: Stage;
  #ear = new Ear();
  #skew: number;
  #stopClock: (() => void) | undefined;
  #graceTimer: NodeJS.Timeout | undefined;
  #timers = new Set<NodeJS.Timeout>();
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.sessionId = parts.sessionId;
    this.entry = parts.entry;
    this.line = new SignalLine(parts.sessionId);
    this.faults = new SessionFaults(parts.faults, handsOf(this));
    this.#skew = (this.faults.find('clock')?.seconds ?? 0) * 1000;
    this.#state = newSession(parts.sessionId, parts.settings, this.#now());
    this.#stage = new Stage(parts.media, parts.settings.persona, (event) =>
      this.input({ type: 'heard', ...event }),
    );
    this.#configure(parts.settings);
    this.#graceTimer = setTimeout(() => void this.close('never-connected'), CONNECT_LIMIT);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Attaches a signalling socket; an older one is let go. */
  attach(socket: Socket): void {
    clearTimeout(this.#graceTimer);
    this.line.attach(socket);
    this.entry.streamingSince ??= Date.now();
    if (this.faults.find('ready')?.do === 'early') this.line.signal('sessionready', {});
    this.faults.moment('socket-open');
    this.line.flush();
  }

  /** The socket has closed. The page may come back with another. */
  detach(socket: Socket): void {
    if (!this.line.detach(socket) || this.#closed) return;
    this.#graceTimer = setTimeout(() => void this.close('abandoned'), this.#parts.signallingGrace);
  }

  /** Takes one signalling message; they are worked off in order. */
  receive(actionType: string, payload: unknown): void {
    this.#work = this.#work.then(() => this.#receive(actionType, payload)).catch(() => undefined);
  }

  /** Gives something to the engine. */
  input(input: EngineInput): void {
    if (this.#closed) return;
    const { state, effects } = step(this.#state, input, this.#now());
    // A deaf persona hears everything and plans no answer.
    this.#state = this.faults.find('deaf')
      ? { ...state, timers: state.timers.filter(({ kind }) => kind !== 'actions') }
      : state;
    for (const effect of effects) this.#do(effect);
    if (input.type === 'heard' && input.words) this.faults.moment('speaking');
  }

  /** Ends the session as the server does; the ledger keeps `endReason`, the page is told `message`. */
  stop(endReason: string, message = endReason): void {
    if (this.#closed) return;
    this.line.signal('endsession', message);
    void this.close(endReason);
  }

  /** Does one action of a scene, now. */
  act(action: SceneAction): void {
    this.input({ type: 'action', action });
  }

  /** Changes the network between both ends, for a while if `milliseconds` is given. */
  setLink(conditions: LinkConditions, milliseconds?: number): void {
    this.#link = conditions;
    this.#peer?.setLink(conditions);
    if (milliseconds !== undefined) this.#later(milliseconds, () => this.setLink({}));
  }

  /** Changes what is seen and heard, for a while if `milliseconds` is given. */
  setMedia(conditions: MediaConditions, milliseconds?: number): void {
    this.#stage.setConditions(conditions);
    if (milliseconds !== undefined) this.#later(milliseconds, () => this.#stage.setConditions({}));
  }

  /** Sends a raw data-channel message; false when the channel is not open. */
  send(data: string | Buffer): boolean {
    return this.#peer?.sendMessage(data) ?? false;
  }

  /** Closes the data channel alone. */
  closeChannel(): void {
    this.#peer?.closeChannel();
  }

  /** Closes everything; later calls do nothing. */
  async close(reason: string): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.entry.endReason = reason;
    this.entry.closedAt = Date.now();
    clearTimeout(this.#graceTimer);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#stopClock?.();
    this.#stage.close();
    this.faults.close();
    this.#parts.onClosed();
    await this.#peer?.close();
    this.line.close(1000, '');
  }

  async #receive(actionType: string, payload: unknown): Promise<void> {
    if (this.#closed) return;
    if (actionType === 'offer') await this.#answer(payload);
    else if (actionType === 'icecandidate') await this.#openPeer().addCandidate(payload as IceCandidateInit);
    else this.input({ type: 'signal', actionType, payload });
  }

  async #answer(payload: unknown): Promise<void> {
    const description = (payload as { connectionDescription?: { sdp?: unknown } } | null)
      ?.connectionDescription;
    if (typeof description?.sdp !== 'string') return;
    this.faults.moment('offer');
    // The fault of this moment may have ended the session.
    if (this.closed) return;
    const answer = await answerOffer(this.#openPeer(), description.sdp, this.faults);
    if (answer === undefined) return;
    this.line.signal('answer', answer);
    this.faults.moment('answered');
    if (this.faults.find('candidates')?.do === 'garbage') {
      this.line.signal('icecandidate', { candidate: 'candidate:garbage', sdpMid: '0', sdpMLineIndex: 0 });
    }
  }

  #openPeer(): Peer {
    if (this.#peer) return this.#peer;
    const candidates = this.faults.find('candidates')?.do;
    const listener: PeerListener = {
      candidate: (candidate) => {
        if (candidates !== 'withhold') this.line.signal('icecandidate', candidate);
      },
      connected: () => this.#connected(),
      lost: () => void this.close('connection-lost'),
      channelOpen: () => this.input({ type: 'channel-open' }),
      channelMessage: (data) => this.#message(data),
      channelClosed: () => void this.close('client'),
      microphone: (level) => {
        const input = this.#ear.packet(level);
        this.entry.receivedAudio = this.#ear.heardVoice;
        if (input) this.input(input);
      },
    };
    this.#peer = this.#parts.makePeer(listener, {
      separateStreams: this.faults.find('streams') !== undefined,
      candidatesFirst: candidates === 'first',
    });
    this.#peer.setLink(this.#link);
    return this.#peer;
  }

  #connected(): void {
    this.#stopClock ??= this.#parts.media.clock.listen(() => this.#beat());
    this.faults.moment('connected');
    this.input({ type: 'connected' });
  }

  #beat(): void {
    this.input({ type: 'tick' });
    if (this.#peer && !this.#closed) this.#stage.beat(this.#peer);
  }

  /** Text or binary frames carry the same JSON; what is not JSON is ignored. */
  #message(data: string | Buffer): void {
    try {
      const message: unknown = JSON.parse(data.toString());
      if (typeof message === 'object' && message !== null) {
        this.input({ type: 'message', message: message as Record<string, unknown> });
      }
    } catch {
      return;
    }
  }

  #configure(settings: PersonaSettings): void {
    const detection = settings.raw['voiceDetectionOptions'] as
      { endOfSpeechSensitivity?: unknown } | undefined;
    if (typeof detection?.endOfSpeechSensitivity === 'number') {
      this.#ear.endOfSpeechSensitivity = detection.endOfSpeechSensitivity;
    }
    this.#stage.speakLanguage(settings.languageCode);
  }

  #ready(): void {
    const fault = this.faults.find('ready');
    if (!fault) this.line.signal('sessionready', {});
    if (fault?.do === 'late') this.#later(fault.delay ?? 0, () => this.line.signal('sessionready', {}));
    this.faults.moment('live');
  }

  #sendData(messageType: string, data: unknown): void {
    const flat = this.#parts.dialect === 'flat';
    if (flat && messageType !== 'speechText') return;
    const text = JSON.stringify(flat ? data : { messageType, data });
    const fault = this.faults.find('frames')?.do;
    if (fault !== 'none') this.send(fault === 'binary' ? Buffer.from(text) : text);
  }

  #later(milliseconds: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, milliseconds);
    this.#timers.add(timer);
  }

  /** The engine's clock, which a fault may set wrong. */
  #now(): number {
    return Date.now() + this.#skew;
  }

  #do(effect: EngineEffect): void {
    switch (effect.type) {
      case 'send':
        this.#sendData(effect.messageType, effect.data);
        return;
      case 'signal':
        if (effect.actionType === 'sessionready') this.#ready();
        else this.line.signal(effect.actionType, effect.payload);
        return;
      case 'speak':
        this.#stage.speak(effect.clipId, effect.text);
        return;
      case 'play':
        this.#stage.play(
          effect.clipId,
          fromPcm(Buffer.from(effect.audio, 'base64'), effect.sampleRate, effect.channels),
        );
        return;
      case 'play-end':
        this.#stage.endPlay(effect.clipId);
        return;
      case 'hush':
        this.#stage.hush();
        return;
      case 'mood':
        this.#stage.mood(effect.mood);
        return;
      case 'record':
        this.entry.messages.push({ role: effect.role, content: effect.content });
        if (effect.role === 'user') this.faults.moment('user-message');
        return;
      case 'configure':
        this.#configure(effect.settings);
        return;
      case 'end':
        void this.close(effect.reason);
        return;
    }
  }
}

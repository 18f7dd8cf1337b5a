/**
 * One session at work: carries inputs to the engine, does what the engine wants, and plays the media.
 * It owns the wire and the line, and closes both exactly once.
 */

import { step } from '../engine/engine.js';
import { newSession, type EngineInput, type EngineState } from '../engine/state.js';
import type { ActiveFaults } from '../faults/active.js';
import type { LedgerEntry } from '../ledger.js';
import { SessionFaults } from '../faults/strike.js';
import { Stage, type MediaConditions } from '../media/stage.js';
import type { SceneAction } from '../scenes/scene.js';
import { answerOffer } from './answer.js';
import { Deadlines } from './deadlines.js';
import { Ear } from './ear.js';
import { handsOf } from './hands.js';
import { Outlet } from './outlet.js';
import type { SessionParts } from './session-parts.js';
import { SignalLine, type Socket } from './line.js';
import type { IceCandidateInit, LinkConditions, PeerQuirks } from './peer.js';
import { Wire } from './wire.js';

/** Milliseconds between engine/session and the socket before a session counts as never connected. */
const CONNECT_LIMIT = 15_000;
/** Milliseconds a page that has closed its connection has for an offer of another, as long as its socket stays. */
const RETURN_LIMIT = 1000;

/** A session from engine/session to its end. */
export class Session {
  readonly sessionId: string;
  readonly entry: LedgerEntry;
  readonly faults: SessionFaults;
  readonly line: SignalLine;
  readonly wire: Wire;
  #parts: SessionParts;
  #state: EngineState;
  #stage: Stage;
  #ear = new Ear();
  #skew: number;
  #stopClock: (() => void) | undefined;
  #outlet: Outlet;
  #deadlines = new Deadlines((run) => this.guard(run));
  #work: Promise<void> = Promise.resolve();
  #closed = false;
  #closing: Promise<void> = Promise.resolve();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.sessionId = parts.sessionId;
    this.entry = parts.entry;
    this.line = new SignalLine(parts.sessionId);
    this.wire = this.#makeWire();
    this.faults = new SessionFaults(parts.faults, handsOf(this));
    const clock = this.faults.find('clock');
    if (clock) this.faults.struck(clock);
    this.#skew = (clock?.seconds ?? 0) * 1000;
    this.#state = newSession(parts.sessionId, parts.settings, this.#now());
    this.#stage = new Stage(parts.media, parts.settings.persona, (event) =>
      this.input({ type: 'heard', ...event }),
    );
    this.#outlet = new Outlet(this, {
      dialect: parts.dialect,
      stage: this.#stage,
      ear: this.#ear,
      later: (milliseconds, run) => this.#deadlines.later(milliseconds, run),
    });
    this.#outlet.configure(parts.settings);
    this.#deadlines.set('socket', CONNECT_LIMIT, () => void this.close('never-connected'));
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether data-channel messages can be sent. */
  get channelOpen(): boolean {
    return this.#state.channelOpen;
  }

  /** Faults that came with the token: those of the simulator and of nobody else are not among them. */
  get ownFaults(): ActiveFaults | undefined {
    return this.#parts.faults[1];
  }

  /** Attaches a signalling socket; an older one is dropped. */
  attach(socket: Socket): void {
    this.#deadlines.clear('socket');
    this.line.attach(socket);
    if (this.entry.streamingSince === undefined) this.#begin();
    const ready = this.faults.find('ready');
    if (ready?.do === 'early') {
      this.faults.struck(ready);
      this.line.signal('sessionready', {});
    }
    this.faults.moment('socket-open');
    this.line.flush();
  }

  /** The socket has closed. The page may come back with another. */
  detach(socket: Socket): void {
    if (!this.line.detach(socket) || this.#closed) return;
    if (this.#deadlines.has('return')) void this.close('client');
    else this.#deadlines.set('socket', this.#parts.signallingGrace, () => void this.close('abandoned'));
  }

  /** Nothing that arrives, and no mistake made here, may end more than its own session. Gives what `run` gives. */
  guard<Result>(run: () => Result): Result | undefined {
    try {
      return run();
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  /** Takes one signalling message; they are worked off in order. */
  receive(actionType: string, payload: unknown): void {
    this.#work = this.#work.then(() => this.#receive(actionType, payload)).catch(() => undefined);
  }

  /** Gives something to the engine. */
  input(input: EngineInput): void {
    if (this.#closed) return;
    this.guard(() => {
      const { state, effects } = step(this.#state, input, this.#now());
      this.#state = this.#deafened(state);
      for (const effect of effects) this.#outlet.do(effect);
      if (input.type === 'heard' && input.words) this.faults.moment('speaking');
    });
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
    this.wire.setLink(conditions);
    if (milliseconds !== undefined) this.#deadlines.later(milliseconds, () => this.setLink({}));
  }

  /** Changes what is seen and heard, for a while if `milliseconds` is given. */
  setMedia(conditions: MediaConditions, milliseconds?: number): void {
    this.#stage.setConditions(conditions);
    if (milliseconds !== undefined) this.#deadlines.later(milliseconds, () => this.#stage.setConditions({}));
  }

  /** Sends a raw data-channel message; false when the channel is not open. */
  send(data: string | Buffer): boolean {
    return this.wire.send(data);
  }

  /** Closes everything, and resolves when it is closed; the first reason is kept. */
  close(reason: string): Promise<void> {
    if (this.#closed) return this.#closing;
    this.#closed = true;
    this.entry.endReason = reason;
    this.entry.closedAt = Date.now();
    this.#deadlines.stop();
    this.#stopClock?.();
    this.#stage.close();
    this.faults.close();
    this.#closing = this.wire.close().then(() => this.line.close(1000, ''));
    this.#parts.onClosed(this.#closing);
    return this.#closing;
  }

  /** The first socket: from here the session is billed, and its time runs. */
  #begin(): void {
    this.entry.streamingSince = Date.now();
    this.input({ type: 'opened' });
    const { maxSessionLengthSeconds } = this.#state.settings;
    // The beat of the media may never begin, so the end has a timer of its own; a little late, or the engine finds it early.
    if (maxSessionLengthSeconds !== undefined) {
      this.#deadlines.later(maxSessionLengthSeconds * 1000 + 10, () => this.input({ type: 'tick' }));
    }
    this.#awaitMedia();
  }

  #awaitMedia(): void {
    this.#deadlines.set('media', this.#parts.mediaGrace, () =>
      this.stop('no-media', 'No media connection was made.'),
    );
  }

  async #receive(actionType: string, payload: unknown): Promise<void> {
    if (this.#closed) return;
    if (actionType === 'offer') await this.#answer(payload);
    else if (actionType === 'icecandidate') await this.wire.addCandidate(payload as IceCandidateInit);
    else this.input({ type: 'signal', actionType, payload });
  }

  async #answer(payload: unknown): Promise<void> {
    const description = (payload as { connectionDescription?: { sdp?: unknown } } | null)
      ?.connectionDescription;
    if (typeof description?.sdp !== 'string') return;
    this.#deadlines.clear('return');
    this.faults.moment('offer');
    // The fault of this moment may have ended the session.
    if (this.closed) return;
    const answer = await answerOffer(this.wire, description.sdp, this.faults);
    this.#answered(answer);
  }

  #answered(answer: unknown): void {
    if (answer === undefined || this.#closed) return;
    this.line.signal('answer', answer);
    this.faults.moment('answered');
    const candidates = this.faults.find('candidates');
    if (candidates?.do === 'garbage') {
      this.faults.struck(candidates);
      this.line.signal('icecandidate', { candidate: 'candidate:garbage', sdpMid: '0', sdpMLineIndex: 0 });
    }
  }

  #makeWire(): Wire {
    const quirks = (): PeerQuirks => ({
      separateStreams: this.faults.find('streams') !== undefined,
      candidatesFirst: this.faults.find('candidates')?.do === 'first',
    });
    return new Wire(this.#parts.makePeer, quirks, {
      candidate: (candidate) => this.#candidate(candidate),
      connected: () => this.#connected(),
      lost: () => void this.close('connection-lost'),
      channelOpen: () => this.input({ type: 'channel-open' }),
      channelMessage: (data) => this.#message(data),
      channelClosed: () => this.#channelClosed(),
      microphone: (level) => {
        const input = this.#ear.packet(level);
        this.entry.receivedAudio = this.#ear.heardVoice;
        if (input) this.input(input);
      },
      replaced: () => this.#replaced(),
    });
  }

  #candidate(candidate: IceCandidateInit): void {
    const fault = this.faults.find('candidates');
    if (fault?.do === 'first') this.faults.struck(fault);
    if (fault?.do !== 'withhold') this.line.signal('icecandidate', candidate);
  }

  /** The page has closed its connection. As long as its socket stays, it may be about to offer another. */
  #channelClosed(): void {
    this.input({ type: 'channel-lost' });
    if (!this.line.attached) void this.close('client');
    else this.#deadlines.set('return', RETURN_LIMIT, () => void this.close('client'));
  }

  /** Another connection takes the place of the one that was: what is said goes on, but nothing is known of its channel. */
  #replaced(): void {
    const ended = this.#ear.goneSilent();
    if (ended) this.input(ended);
    this.input({ type: 'channel-lost' });
    this.#stage.changePeer();
    this.#awaitMedia();
  }

  #connected(): void {
    this.#deadlines.clear('media');
    this.#stopClock ??= this.#parts.media.clock.listen(
      () => this.#beat(),
      (error) => this.#fail(error),
    );
    this.faults.moment('connected');
    this.input({ type: 'connected' });
  }

  #beat(): void {
    this.input({ type: 'tick' });
    const { peer } = this.wire;
    if (peer && !this.#closed) this.#stage.beat(peer);
  }

  #fail(error: unknown): void {
    console.error(`[anam-persona] The simulator made a mistake and ends session ${this.sessionId}:`, error);
    this.stop('simulator-error', 'The simulator made a mistake.');
  }

  /** A deaf persona hears everything and plans no answer. */
  #deafened(state: EngineState): EngineState {
    const fault = this.faults.find('deaf');
    const timers = fault ? state.timers.filter(({ kind }) => kind !== 'actions') : state.timers;
    if (!fault || timers.length === state.timers.length) return state;
    this.faults.struck(fault);
    return { ...state, timers };
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

  /** The engine's clock, which a fault may set wrong. */
  #now(): number {
    return Date.now() + this.#skew;
  }
}

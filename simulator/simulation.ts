/** One simulated platform: its key, tokens, sessions and ledger. The transports ask it; it knows no HTTP. */

import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Clock } from './clock.js';
import { readSettings } from './engine/config.js';
import { ActiveFaults } from './faults/active.js';
import { FaultTally } from './faults/tally.js';
import { Ledger } from './ledger.js';
import type { MediaTools } from './media/stage.js';
import { openCodecs } from './media/encoder.js';
import { openFrames } from './media/frames.js';
import { hasVoice, missingParts, type MissingPart } from './media/parts.js';
import { openVoice } from './media/voice.js';
import type { SimulatorOptions } from './options.js';
import { findPersona } from './scenes/personas.js';
import { TokenStore, type SessionGrant } from './tokens.js';
import { videoSizeOf } from './transport/checks.js';
import type { PeerFactory } from './transport/peer.js';
import { dialectOf } from './transport/session-parts.js';
import { Session } from './transport/session.js';
import { WeriftPeer, loadWerift } from './transport/werift-peer.js';

/** Where sessions are signalled. */
export const SIGNALLING_ENDPOINT = '/ws';

/** Milliseconds that closing waits for connections to go. */
const CLOSE_PATIENCE = 5000;

/** All sessions of one simulator. */
export class Simulation {
  readonly options: Required<SimulatorOptions>;
  readonly apiKey: string;
  readonly tokens: TokenStore;
  readonly ledger = new Ledger();
  /** How often each fault has struck. */
  readonly tally = new FaultTally();
  /** Faults that strike every session. */
  readonly faults = new ActiveFaults(this.tally);
  /** What clients have reported of themselves, as it came. */
  readonly metrics: unknown[] = [];
  /** Optional packages that are not installed. */
  readonly missing: readonly MissingPart[];
  /** Host and port by which the simulator itself is reached; set when it listens. */
  host = '';
  #media: MediaTools;
  #makePeer: PeerFactory;
  #sessions = new Map<string, Session>();
  #closing = new Set<Promise<void>>();
  #closed = false;

  private constructor(options: Required<SimulatorOptions>, media: MediaTools, makePeer: PeerFactory) {
    this.options = options;
    this.apiKey = options.apiKey || randomBytes(24).toString('base64url');
    this.tokens = new TokenStore(options.tokenLifetimeSeconds);
    this.faults.apply(options.fault);
    this.missing = missingParts({
      picture: media.frames.engine === 'canvas',
      audio: media.codecs.opus,
      voice: hasVoice(),
    });
    this.#media = media;
    this.#makePeer = makePeer;
  }

  /** Loads what is installed. Rejects when the WebRTC package is missing. */
  static async open(options: Required<SimulatorOptions>): Promise<Simulation> {
    const werift = await loadWerift();
    const voice = openVoice();
    const [codecs, frames] = await Promise.all([
      openCodecs(),
      openFrames({ width: options.videoWidth, height: options.videoHeight }),
    ]);
    const opus = codecs.opus && options.audioCodec === 'opus';
    const peerOptions = {
      address: options.advertise,
      opus,
      ...(codecs.decodeOpus ? { decodeOpus: codecs.decodeOpus } : {}),
    };
    return new Simulation(
      options,
      { clock: new Clock(), voice, codecs, frames },
      (listener, quirks) => new WeriftPeer(werift, peerOptions, listener, quirks),
    );
  }

  /** Whether it has been closed: nothing opens any more. */
  get closed(): boolean {
    return this.#closed;
  }

  session(sessionId: string): Session | undefined {
    return this.#sessions.get(sessionId);
  }

  /** Whether a session of this id has ever been opened. */
  knows(sessionId: string): boolean {
    return this.ledger.snapshot(Date.now()).sessions.some((entry) => entry.sessionId === sessionId);
  }

  /** Keeps what a client reports of itself; only the last thousand reports. */
  takeMetrics(report: unknown): void {
    this.metrics.push(report);
    if (this.metrics.length > 1000) this.metrics.shift();
  }

  /** Sessions that hold a slot: opened and not closed. */
  activeSessions(): Session[] {
    return [...this.#sessions.values()].filter(({ closed }) => !closed);
  }

  /** Opens a session for a token and options that have been checked. Throws once the simulator is closed. */
  openSession(
    grant: SessionGrant,
    sessionOptions: Readonly<Record<string, unknown>>,
    clientMetadata: unknown,
  ): Session {
    if (this.#closed) throw new Error('The simulator is closed.');
    const { sessionId, personaConfig } = grant;
    // Loads the voice while the page connects.
    void this.#media.voice.engine();
    const voiceDetectionOptions = {
      ...(personaConfig['voiceDetectionOptions'] as object | undefined),
      ...(sessionOptions['voiceDetection'] as object | undefined),
    };
    const noLength = this.options.ignoreStoredLength && 'personaId' in personaConfig;
    const config = {
      ...personaConfig,
      ...(Object.keys(voiceDetectionOptions).length > 0 ? { voiceDetectionOptions } : {}),
      ...(noLength ? { maxSessionLengthSeconds: undefined } : {}),
    };
    const size = videoSizeOf(sessionOptions);
    const session = new Session({
      sessionId,
      dialect: dialectOf(clientMetadata),
      settings: readSettings(config, findPersona(this.options.persona)),
      entry: this.ledger.open(sessionId, grant.clientLabel, Date.now()),
      media: size ? { ...this.#media, frames: this.#media.frames.ofSize(size) } : this.#media,
      makePeer: this.#makePeer,
      signallingGrace: this.options.signallingGraceSeconds * 1000,
      mediaGrace: this.options.mediaGraceSeconds * 1000,
      faults: [this.faults, grant.faults],
      onClosed: (closing) => {
        this.#sessions.delete(sessionId);
        this.#closing.add(closing);
        void closing.then(() => this.#closing.delete(closing));
      },
    });
    this.#sessions.set(sessionId, session);
    return session;
  }

  /** The body of a successful engine/session. `host` is how the caller has reached the simulator. */
  sessionAnswer(sessionId: string, host = this.host): Record<string, unknown> {
    const { clientConfigSpelling: spelling, engineHostPath, iceServers } = this.options;
    return {
      sessionId,
      region: 'local',
      engineHost: engineHostPath ? `${host}/v1/webrtc/engines/simulator` : host,
      engineProtocol: 'http',
      signallingEndpoint: SIGNALLING_ENDPOINT,
      clientConfig: {
        ...(spelling === 'sdk' ? {} : { expectedHeartbeatIntervalSecs: 5, maxWsReconnectAttempts: 5 }),
        ...(spelling === 'service' ? {} : { heartbeatIntervalSeconds: 5, maxWsReconnectionAttempts: 5 }),
        iceServers,
      },
    };
  }

  /** What is at work, for the health call. */
  async describe(): Promise<Record<string, unknown>> {
    return {
      simulator: true,
      activeSessions: this.activeSessions().length,
      voice: await this.#media.voice.engine(),
      picture: this.#media.frames.engine,
      audio: this.#media.codecs.opus ? 'opus' : 'pcmu',
      missing: this.missing,
    };
  }

  /** Ends every session and frees everything; nothing opens any more. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const session of this.#sessions.values()) void session.close('simulator-closed');
    await Promise.race([Promise.all(this.#closing), wait(CLOSE_PATIENCE, undefined, { ref: false })]);
    this.#media.clock.stop();
    this.#media.codecs.close();
    await this.#media.voice.close();
  }
}

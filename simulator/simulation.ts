/** One simulated platform: its key, tokens, sessions and ledger. The transports ask it; it knows no HTTP. */

import { randomBytes, randomUUID } from 'node:crypto';
import { Clock } from './clock.js';
import { readSettings } from './engine/config.js';
import { ActiveFaults } from './faults/active.js';
import { Ledger } from './ledger.js';
import type { MediaTools } from './media/stage.js';
import { openCodecs } from './media/encoder.js';
import { openFrames } from './media/frames.js';
import { openVoice } from './media/voice.js';
import type { SimulatorOptions } from './options.js';
import { findPersona } from './scenes/personas.js';
import { TokenStore, type TokenGrant } from './tokens.js';
import type { PeerFactory } from './transport/peer.js';
import { dialectOf } from './transport/session-parts.js';
import { Session } from './transport/session.js';
import { WeriftPeer, loadWerift } from './transport/werift-peer.js';

/** Where sessions are signalled. */
export const SIGNALLING_ENDPOINT = '/ws';

/** All sessions of one simulator. */
export class Simulation {
  readonly options: Required<SimulatorOptions>;
  readonly apiKey: string;
  readonly tokens: TokenStore;
  readonly ledger = new Ledger();
  /** Faults that strike every session. */
  readonly faults = new ActiveFaults();
  /** What clients have reported of themselves, as it came. */
  readonly metrics: unknown[] = [];
  /** Host and port that answers name; set when the server listens. */
  host = '';
  #media: MediaTools;
  #makePeer: PeerFactory;
  #sessions = new Map<string, Session>();

  private constructor(options: Required<SimulatorOptions>, media: MediaTools, makePeer: PeerFactory) {
    this.options = options;
    this.apiKey = options.apiKey || randomBytes(24).toString('base64url');
    this.tokens = new TokenStore(options.tokenLifetimeSeconds);
    this.faults.apply(options.fault);
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

  /** Opens a session for a token that has been checked. */
  openSession(
    grant: TokenGrant,
    sessionOptions: Readonly<Record<string, unknown>>,
    clientMetadata: unknown,
  ): Session {
    const sessionId = randomUUID();
    // Loads the voice while the page connects.
    void this.#media.voice.engine();
    const voiceDetection = sessionOptions['voiceDetection'];
    const config = {
      ...grant.personaConfig,
      ...(typeof voiceDetection === 'object' && voiceDetection !== null
        ? { voiceDetectionOptions: voiceDetection }
        : {}),
    };
    const session = new Session({
      sessionId,
      dialect: dialectOf(clientMetadata),
      settings: readSettings(config, findPersona(this.options.persona)),
      entry: this.ledger.open(sessionId, grant.clientLabel, Date.now()),
      media: this.#media,
      makePeer: this.#makePeer,
      signallingGrace: this.options.signallingGraceSeconds * 1000,
      faults: [this.faults, grant.faults],
      onClosed: () => this.#sessions.delete(sessionId),
    });
    this.#sessions.set(sessionId, session);
    return session;
  }

  /** The body of a successful engine/session. */
  sessionAnswer(sessionId: string): Record<string, unknown> {
    const serviceSpelling = this.options.clientConfigSpelling === 'service';
    return {
      sessionId,
      region: 'local',
      engineHost: this.options.engineHostPath ? `${this.host}/v1/webrtc/engines/simulator` : this.host,
      engineProtocol: 'http',
      signallingEndpoint: SIGNALLING_ENDPOINT,
      clientConfig: {
        ...(serviceSpelling
          ? { expectedHeartbeatIntervalSecs: 5, maxWsReconnectAttempts: 5 }
          : { heartbeatIntervalSeconds: 5, maxWsReconnectionAttempts: 5 }),
        iceServers: [],
      },
    };
  }

  /** A token of the kind that the deprecated GET minted; the SDK refuses it. */
  legacyToken(): string {
    return this.tokens.sign('legacy', Date.now());
  }

  /** What is at work, for the health call. */
  async describe(): Promise<Record<string, unknown>> {
    return {
      simulator: true,
      activeSessions: this.activeSessions().length,
      voice: await this.#media.voice.engine(),
      picture: this.#media.frames.engine,
      audio: this.#media.codecs.opus ? 'opus' : 'pcmu',
    };
  }

  /** Ends every session and frees everything. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.close('simulator-closed')));
    this.#media.clock.stop();
    this.#media.codecs.close();
    await this.#media.voice.close();
  }
}

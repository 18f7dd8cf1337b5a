/** A client without a browser: calls REST and signals by hand, as a program that knows the protocol would. */

import type { RTCDataChannel } from 'werift';
import {
  CipherContext,
  HashAlgorithm,
  MediaStreamTrack,
  NamedCurveAlgorithm,
  RTCCertificate,
  RTCPeerConnection,
  RtpHeader,
  RtpPacket,
  SignatureAlgorithm,
  useOPUS,
  usePCMU,
  useVP8,
} from 'werift';
import { WebSocket } from 'ws';
import type { Simulator } from '../../../simulator/index.js';
import { CONFIG } from './config.js';

/** A decoded JSON answer and its status. */
export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** Calls the simulator. */
export async function call(
  simulator: Simulator,
  method: string,
  path: string,
  { bearer, body }: { bearer?: string | undefined; body?: unknown } = {},
): Promise<Reply> {
  const response = await fetch(simulator.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: (text.startsWith('{') ? JSON.parse(text) : { text }) as Record<string, unknown>,
  };
}

/** A session token for a configuration that works, or for the one given. */
export async function mint(
  simulator: Simulator,
  personaConfig: object = CONFIG,
  query = '',
): Promise<string> {
  const reply = await call(simulator, 'POST', `/v1/auth/session-token${query}`, {
    bearer: simulator.apiKey,
    body: { clientLabel: 'node', personaConfig },
  });
  return String(reply.body['sessionToken']);
}

/** The answer of engine/session. */
export function openEngine(simulator: Simulator, token: string): Promise<Reply> {
  return call(simulator, 'POST', '/v1/engine/session', {
    bearer: token,
    body: { clientMetadata: { client: 'test', version: '1' } },
  });
}

/** One session held by hand. */
export class NodeClient {
  readonly sessionId: string;
  readonly signals: { actionType: string; sessionId: string; payload: unknown }[] = [];
  readonly messages: { messageType: string; data: Record<string, unknown> }[] = [];
  readonly rawMessages: (string | Buffer)[] = [];
  /** Signalling frames as they came. */
  readonly frames: string[] = [];
  /** What the client has sent on both ways. */
  readonly sent: {
    signals: { actionType: string; payload: unknown }[];
    messages: Record<string, unknown>[];
  } = { signals: [], messages: [] };
  /** Codes that sockets were closed with. */
  readonly closeCodes: number[] = [];
  readonly packets = { audio: 0, video: 0 };
  #url: string;
  #socket: WebSocket | undefined;
  #peer: RTCPeerConnection | undefined;
  #channel: RTCDataChannel | undefined;
  #former: RTCPeerConnection[] = [];
  #microphone = new MediaStreamTrack({ kind: 'audio' });
  #changed: (() => void)[] = [];

  #codec: 'opus' | 'pcmu';
  #heard = 0;

  constructor(answer: Record<string, unknown>, codec: 'opus' | 'pcmu' = 'opus') {
    this.#codec = codec;
    this.sessionId = String(answer['sessionId']);
    this.#url = `ws://${new URL(`http://${String(answer['engineHost'])}`).host}${String(answer['signallingEndpoint'])}?session_id=${this.sessionId}`;
  }

  /** Mints, allocates, signals and offers. */
  static async start(
    simulator: Simulator,
    personaConfig?: object,
    query?: string,
    { codec = 'opus', candidatesFirst = false }: { codec?: 'opus' | 'pcmu'; candidatesFirst?: boolean } = {},
  ): Promise<NodeClient> {
    const { body } = await openEngine(simulator, await mint(simulator, personaConfig, query));
    const client = new NodeClient(body, codec);
    await client.openSocket();
    await client.offer(candidatesFirst);
    return client;
  }

  /** Opens a signalling socket, as the first or after a drop. */
  async openSocket(): Promise<void> {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.on('message', (data) => {
      const text = (data as Buffer).toString();
      this.frames.push(text);
      try {
        const message = JSON.parse(text) as NodeClient['signals'][number];
        this.signals.push(message);
        // Answers that a fault has spoiled are not taken.
        this.#take(message).catch(() => undefined);
      } catch {
        // Garbage is kept among the frames.
      }
      this.#notify();
    });
    socket.on('close', (code) => {
      this.closeCodes.push(code);
      this.#notify();
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  }

  /** Gives the socket away, still open. */
  detachSocket(): WebSocket {
    const socket = this.#socket;
    if (!socket) throw new Error('There is no socket.');
    return socket;
  }

  /** Closes the socket and nothing else. */
  closeSocket(): void {
    this.#socket?.close();
  }

  signal(actionType: string, payload: unknown): void {
    const message = { actionType, sessionId: this.sessionId, payload };
    this.sent.signals.push(message);
    this.#socket?.send(JSON.stringify(message));
  }

  /** Begins anew as some clients do: another socket and another connection, and the old one is left as it is. */
  async reconnect(certificate: 'shared' | 'own' = 'own'): Promise<void> {
    await this.openSocket();
    if (this.#peer) this.#former.push(this.#peer);
    this.#peer = this.#connect(certificate === 'own' ? await newCertificate() : undefined);
    await this.offer();
  }

  /** Closes the connections that `reconnect` has left behind. */
  async closeFormer(): Promise<void> {
    await Promise.all(this.#former.splice(0).map((peer) => peer.close()));
  }

  /** Closes the connection and leaves the socket. */
  async closePeer(): Promise<void> {
    this.#channel?.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await this.#peer?.close();
    this.#peer = undefined;
  }

  /** Speaks into the microphone for so many packets of 20 ms, or is silent; µ-law only. */
  async speak(packets: number, loud = true): Promise<void> {
    for (let i = 0; i < packets; i++) {
      const header = new RtpHeader({ sequenceNumber: this.#heard & 0xffff, timestamp: this.#heard * 160 });
      this.#heard++;
      this.#microphone.writeRtp(new RtpPacket(header, Buffer.alloc(160, loud ? 0x10 : 0xff)));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Sends an offer; may be repeated. Its candidates are in it, or are sent first. */
  async offer(candidatesFirst = false): Promise<void> {
    const peer = (this.#peer ??= this.#connect());
    await peer.setLocalDescription(await peer.createOffer());
    const candidates = candidatesFirst ? (peer.localDescription?.sdp.match(/^a=candidate.*$/gm) ?? []) : [];
    for (const candidate of candidates)
      this.signal('icecandidate', { candidate: candidate.slice(2), sdpMid: '0', sdpMLineIndex: 0 });
    this.signal('offer', {
      connectionDescription: {
        type: 'offer',
        sdp: peer.localDescription?.sdp
          .replaceAll('a=setup:actpass', 'a=setup:active')
          .replaceAll(candidatesFirst ? /^a=(candidate|end-of-candidates).*\r\n/gm : /(?!)/g, ''),
      },
      userUid: this.sessionId,
    });
  }

  /** Sends a data-channel message, as text or as bytes. */
  say(message: Record<string, unknown>, binary = false): void {
    const whole = { session_id: this.sessionId, ...message };
    this.sent.messages.push(whole);
    const text = JSON.stringify(whole);
    this.#channel?.send(binary ? Buffer.from(text) : text);
  }

  /** Waits until something is true; fails with what has come so far. */
  async until(what: string, check: () => boolean, timeout = 10_000): Promise<void> {
    const limit = Date.now() + timeout;
    while (!check()) {
      if (Date.now() > limit) {
        const signals = this.signals.map(({ actionType }) => actionType).join(', ');
        const messages = this.messages.map(({ messageType }) => messageType).join(', ');
        throw new Error(`Waited in vain for: ${what}. Signals: ${signals}. Messages: ${messages}.`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.#changed.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  get channelOpen(): boolean {
    return this.#channel?.readyState === 'open';
  }

  hasSignal(actionType: string): boolean {
    return this.signals.some((signal) => signal.actionType === actionType);
  }

  hasMessage(messageType: string): boolean {
    return this.messages.some((message) => message.messageType === messageType);
  }

  /** Closes the connection as a page does: without a word. */
  async close(): Promise<void> {
    await this.closeFormer();
    await this.#peer?.close();
    this.#socket?.close();
  }

  /** By default werift has one certificate for all connections of a process. */
  #connect(certificate?: RTCCertificate): RTCPeerConnection {
    const peer = new RTCPeerConnection({
      iceServers: [],
      ...(certificate ? { certificates: [certificate] } : {}),
      // Otherwise werift opens a socket per section and forgets those that the bundle makes useless.
      bundlePolicy: 'max-bundle',
      iceUseIpv4: false,
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ['127.0.0.1'],
      iceInterfaceAddresses: { udp4: '127.0.0.1' },
      codecs: { audio: [this.#codec === 'opus' ? useOPUS() : usePCMU()], video: [useVP8()] },
    });
    this.#channel = peer.createDataChannel('session', { ordered: true });
    this.#channel.onMessage.subscribe((data) => {
      this.rawMessages.push(data);
      try {
        this.messages.push(JSON.parse(data.toString()) as NodeClient['messages'][number]);
      } catch {
        // Garbage is kept among the raw messages.
      }
      this.#notify();
    });
    for (const kind of ['video', 'audio'] as const) {
      const { onTrack } =
        kind === 'video'
          ? peer.addTransceiver(kind, { direction: 'recvonly' })
          : peer.addTransceiver(this.#microphone, { direction: 'sendrecv' });
      onTrack.subscribe((track) => track.onReceiveRtp.subscribe(() => this.packets[kind]++));
    }
    return peer;
  }

  async #take({ actionType, payload }: NodeClient['signals'][number]): Promise<void> {
    const peer = this.#peer;
    if (!peer) return;
    if (actionType === 'answer') {
      const { sdp } = payload as { sdp?: unknown };
      if (typeof sdp === 'string' && sdp.startsWith('v=0'))
        await peer.setRemoteDescription({ type: 'answer', sdp });
    } else if (actionType === 'icecandidate') {
      await peer.addIceCandidate(payload as { candidate: string }).catch(() => undefined);
    }
  }

  #notify(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }
}

/** A certificate, as a browser makes one for every connection. */
async function newCertificate(): Promise<RTCCertificate> {
  const { keyPem, certPem, signatureHash } = await CipherContext.createSelfSignedCertificateWithKey(
    { signature: SignatureAlgorithm.ecdsa_3, hash: HashAlgorithm.sha256_4 },
    NamedCurveAlgorithm.secp256r1_23,
  );
  return new RTCCertificate(keyPem, certPem, signatureHash);
}

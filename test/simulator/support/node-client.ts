/** A client without a browser: calls REST and signals by hand, as a program that knows the protocol would. */

import type { RTCDataChannel } from 'werift';
import { RTCPeerConnection, useOPUS, usePCMU, useVP8 } from 'werift';
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
  readonly packets = { audio: 0, video: 0 };
  #url: string;
  #socket: WebSocket | undefined;
  #peer: RTCPeerConnection | undefined;
  #channel: RTCDataChannel | undefined;
  #changed: (() => void)[] = [];

  #codec: 'opus' | 'pcmu';

  constructor(answer: Record<string, unknown>, codec: 'opus' | 'pcmu' = 'opus') {
    this.#codec = codec;
    this.sessionId = String(answer['sessionId']);
    this.#url = `ws://${new URL(`http://${String(answer['engineHost'])}`).host}${String(answer['signallingEndpoint'])}?session_id=${this.sessionId}`;
  }

  /** Mints, allocates, signals and offers. */
  static async start(simulator: Simulator, personaConfig?: object, query?: string): Promise<NodeClient> {
    const { body } = await openEngine(simulator, await mint(simulator, personaConfig, query));
    const client = new NodeClient(body);
    await client.openSocket();
    await client.offer();
    return client;
  }

  /** Opens a signalling socket, as the first or after a drop. */
  async openSocket(): Promise<void> {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.on('message', (data) => {
      const message = JSON.parse((data as Buffer).toString()) as NodeClient['signals'][number];
      this.signals.push(message);
      // Answers that a fault has spoiled are not taken.
      this.#take(message).catch(() => undefined);
      this.#notify();
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  }

  /** Closes the socket and nothing else. */
  closeSocket(): void {
    this.#socket?.close();
  }

  signal(actionType: string, payload: unknown): void {
    this.#socket?.send(JSON.stringify({ actionType, sessionId: this.sessionId, payload }));
  }

  /** Sends an offer; may be repeated. */
  async offer(): Promise<void> {
    const peer = (this.#peer ??= this.#connect());
    await peer.setLocalDescription(await peer.createOffer());
    this.signal('offer', {
      connectionDescription: {
        type: 'offer',
        sdp: peer.localDescription?.sdp.replaceAll('a=setup:actpass', 'a=setup:active'),
      },
      userUid: this.sessionId,
    });
  }

  /** Sends a data-channel message, as text or as bytes. */
  say(message: Record<string, unknown>, binary = false): void {
    const text = JSON.stringify({ session_id: this.sessionId, ...message });
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
    await this.#peer?.close();
    this.#socket?.close();
  }

  #connect(): RTCPeerConnection {
    const peer = new RTCPeerConnection({
      iceServers: [],
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
      const { onTrack } = peer.addTransceiver(kind, { direction: 'recvonly' });
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

/** The peer on werift (pure TypeScript WebRTC): loopback sockets only, VP8 out, Opus or µ-law out, microphone in. */

import { networkInterfaces } from 'node:os';
import type {
  MediaStreamTrack,
  RTCDataChannel,
  RTCIceTransport,
  RTCPeerConnection,
  RTCRtpSender,
  RTCRtpTransceiver,
} from 'werift';
import { levelOf } from '../media/audio.js';
import { decodePcmu } from '../media/pcmu.js';
import { LinkShaper, type ShapedTransport } from './link.js';
import type { AudioCodec, IceCandidateInit, LinkConditions, Peer, PeerListener, PeerQuirks } from './peer.js';

type Werift = typeof import('werift');

const AUDIO_LEVEL = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

const MDNS_NAME = /\S+\.local/i;

/** The IPv4 addresses of this machine. */
const ownAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.filter(({ family }) => family === 'IPv4').map(({ address }) => address),
  );

/** What the back end is told once per simulator. */
export interface WeriftOptions {
  /** The address media sockets bind to and candidates name. */
  address: string;
  /** Whether Opus may be offered: an encoder is there. */
  opus: boolean;
  /** Decodes an Opus packet, for clients that do not write the level of their packets. */
  decodeOpus?: (payload: Buffer) => Int16Array;
}

/** The protected parts of werift's ICE that the notes below explain. */
interface IceInside {
  localUsername: string;
  protocols: { transport?: ShapedTransport }[];
}

/** Loads werift, or says what to install. */
export async function loadWerift(): Promise<Werift> {
  try {
    return await import('werift');
  } catch (cause) {
    throw new Error('The simulator needs the package "werift": npm install --save-dev werift@0.24.4', {
      cause,
    });
  }
}

/** One connection. */
export class WeriftPeer implements Peer {
  #werift: Werift;
  #options: WeriftOptions;
  #listener: PeerListener;
  #quirks: PeerQuirks;
  #connection: RTCPeerConnection;
  #link = new LinkShaper();
  #channel: RTCDataChannel | undefined;
  #video: RTCRtpSender | undefined;
  #audio: RTCRtpSender | undefined;
  #sequence = { audio: 0, video: 0 };
  #heldCandidates: IceCandidateInit[] | undefined;
  #answered = false;
  #connected = false;
  #closed = false;

  constructor(werift: Werift, options: WeriftOptions, listener: PeerListener, quirks: PeerQuirks) {
    this.#werift = werift;
    this.#options = options;
    this.#listener = listener;
    this.#quirks = quirks;
    this.#connection = this.#connect();
  }

  get audioCodec(): AudioCodec | undefined {
    const name = this.#audio?.codec?.name.toLowerCase();
    return name === 'opus' || name === 'pcmu' ? name : undefined;
  }

  async answer(offerSdp: string): Promise<string> {
    const pc = this.#connection;
    // Candidates gathered while answering wait, so that `answer` always comes before `icecandidate`.
    if (!this.#quirks.candidatesFirst) this.#heldCandidates = [];
    await pc.setRemoteDescription({ type: 'offer', sdp: offerSdp });
    if (!this.#answered) this.#addTracks(pc.getTransceivers());
    const answer = await pc.createAnswer();
    await pc.setLocalDescription(answer);
    for (const transport of pc.iceTransports) this.#prepare(transport, this.#answered);
    if (!this.#answered) this.#watchDtls();
    this.#answered = true;
    setImmediate(() => this.#flushCandidates());
    return pc.localDescription?.sdp ?? answer.sdp;
  }

  async addCandidate(candidate: IceCandidateInit): Promise<void> {
    const offered = candidate.candidate;
    if (this.#closed || !offered) return;
    // A browser hides its addresses behind mDNS names. It runs on this machine, so the name means one of ours, and
    // which one depends on the browser; resolving it would open a multicast socket.
    const addresses = [this.#options.address, ...ownAddresses()];
    const lines = new Set(addresses.map((address) => offered.replace(MDNS_NAME, address)));
    await Promise.all(
      [...lines].map((line) => this.#connection.addIceCandidate({ ...candidate, candidate: line })),
    );
  }

  sendVideo(payloads: readonly Buffer[], timestamp: number): void {
    payloads.forEach((payload, index) => {
      this.#send(this.#video, 'video', payload, timestamp, index === payloads.length - 1);
    });
  }

  sendAudio(payload: Buffer, timestamp: number): void {
    this.#send(this.#audio, 'audio', payload, timestamp, false);
  }

  sendMessage(data: string | Buffer): boolean {
    if (this.#channel?.readyState !== 'open') return false;
    this.#channel.send(data);
    return true;
  }

  closeChannel(): boolean {
    const channel = this.#channel;
    this.#channel = undefined;
    channel?.close();
    return channel !== undefined;
  }

  setLink(conditions: LinkConditions): void {
    this.#link.set(conditions);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#link.close();
    await this.#connection.close();
  }

  #connect(): RTCPeerConnection {
    const { RTCPeerConnection, RTCRtpCodecParameters, RTCRtpHeaderExtensionParameters } = this.#werift;
    const { address, opus } = this.#options;
    const audio = [
      new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8000, channels: 1, payloadType: 0 }),
    ];
    if (opus)
      audio.unshift(new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }));
    const connection: RTCPeerConnection = new RTCPeerConnection({
      iceServers: [],
      iceUseIpv4: false,
      iceUseIpv6: false,
      iceAdditionalHostAddresses: [address],
      iceInterfaceAddresses: { udp4: address },
      // A restarted session must not answer checks that carry the old user name: the browser would settle on a
      // pair the other side has dropped and stay "connected" without media.
      iceFilterStunResponse: (message) => {
        const username: unknown = message.getAttributeValue('USERNAME');
        const mine = connection.iceTransports.map(
          (t) => (t.connection as unknown as IceInside).localUsername,
        );
        return typeof username !== 'string' || mine.includes(username.split(':')[0] ?? '');
      },
      codecs: { audio, video: [new RTCRtpCodecParameters({ mimeType: 'video/VP8', clockRate: 90_000 })] },
      headerExtensions: { audio: [new RTCRtpHeaderExtensionParameters({ uri: AUDIO_LEVEL })], video: [] },
    });
    connection.onIceCandidate.subscribe((candidate) => {
      if (!candidate || this.#closed) return;
      const init = candidate.toJSON() as IceCandidateInit;
      if (this.#heldCandidates) this.#heldCandidates.push(init);
      else this.#listener.candidate(init);
    });
    connection.iceConnectionStateChange.subscribe((state) => {
      if (!this.#closed && state === 'failed') this.#listener.lost();
    });
    connection.onDataChannel.subscribe((channel) => this.#adopt(channel));
    connection.onTrack.subscribe((track) => {
      if (track.kind === 'audio') this.#listen(track);
    });
    return connection;
  }

  #adopt(channel: RTCDataChannel): void {
    this.#channel = channel;
    channel.onMessage.subscribe((data) => {
      if (!this.#closed) this.#listener.channelMessage(data);
    });
    channel.stateChanged.subscribe((state) => {
      if (!this.#closed && state === 'closed' && this.#channel === channel) this.#listener.channelClosed();
    });
    this.#listener.channelOpen();
  }

  /** Directions, tracks and streams are set before the answer, or it would carry no msid. */
  #addTracks(transceivers: RTCRtpTransceiver[]): void {
    const { MediaStream, MediaStreamTrack } = this.#werift;
    const shared = new MediaStream();
    for (const transceiver of transceivers) {
      const { kind, offerDirection, sender } = transceiver;
      // werift turns the offered direction round: this is what we may do.
      const wanted = offerDirection === 'sendrecv' || offerDirection === 'sendonly';
      const taken = kind === 'audio' ? this.#audio : this.#video;
      if (!wanted || taken) continue;
      transceiver.direction = offerDirection;
      void sender.replaceTrack(new MediaStreamTrack({ kind: kind === 'audio' ? 'audio' : 'video' }));
      sender.setStreams([this.#quirks.separateStreams ? new MediaStream() : shared]);
      if (kind === 'audio') this.#audio = sender;
      else this.#video = sender;
    }
  }

  #prepare(transport: RTCIceTransport, restarted: boolean): void {
    const inside = transport.connection as unknown as IceInside;
    for (const protocol of inside.protocols) if (protocol.transport) this.#link.shape(protocol.transport);
    // With DTLS up, werift does not start ICE again by itself, and early checks would wait for ever.
    if (restarted) void transport.start().catch(() => this.#listener.lost());
  }

  /** Media flows with DTLS; the state of the whole connection also waits for a data channel that may never come. */
  #watchDtls(): void {
    for (const dtls of this.#connection.dtlsTransports) {
      dtls.onStateChange.subscribe((state) => {
        if (state !== 'connected' || this.#connected || this.#closed) return;
        this.#connected = true;
        this.#listener.connected();
      });
    }
  }

  #flushCandidates(): void {
    const held = this.#heldCandidates ?? [];
    this.#heldCandidates = undefined;
    if (this.#closed) return;
    for (const candidate of held) this.#listener.candidate(candidate);
  }

  #listen(track: MediaStreamTrack): void {
    track.onReceiveRtp.subscribe((packet, extensions) => {
      if (this.#closed) return;
      const written = (extensions?.[AUDIO_LEVEL] as { level?: number } | undefined)?.level;
      this.#listener.microphone(written ?? this.#levelOf(packet.payload));
    });
  }

  #levelOf(payload: Buffer): number {
    if (this.audioCodec === 'pcmu') return levelOf(decodePcmu(payload));
    try {
      return this.#options.decodeOpus ? levelOf(this.#options.decodeOpus(payload)) : 127;
    } catch {
      return 127;
    }
  }

  #send(
    sender: RTCRtpSender | undefined,
    kind: 'audio' | 'video',
    payload: Buffer,
    timestamp: number,
    marker: boolean,
  ): void {
    if (this.#closed || !this.#connected || !sender?.codec) return;
    const { RtpHeader, RtpPacket } = this.#werift;
    this.#sequence[kind] = (this.#sequence[kind] + 1) & 0xffff;
    const header = new RtpHeader({
      sequenceNumber: this.#sequence[kind],
      timestamp: timestamp >>> 0,
      marker,
    });
    // A packet for a connection that has just closed is of no use to anyone.
    sender.sendRtp(new RtpPacket(header, payload)).catch(() => undefined);
  }
}

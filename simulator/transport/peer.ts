/**
 * The WebRTC end of one session, behind a small interface so that another back end can be tried.
 * It carries packets and messages; it knows nothing of personas or protocols above it.
 */

/** A candidate as it travels in `icecandidate` messages. */
export interface IceCandidateInit {
  candidate?: string;
  sdpMid?: string | null;
  sdpMLineIndex?: number | null;
  usernameFragment?: string | null;
}

/** What the peer tells its owner. Every callback may come at any time until `close()`. */
export interface PeerListener {
  candidate(candidate: IceCandidateInit): void;
  /** ICE and DTLS are up for the first time. */
  connected(): void;
  /** The other side stopped answering consent checks. */
  lost(): void;
  channelOpen(): void;
  channelMessage(data: string | Buffer): void;
  channelClosed(): void;
  /** One microphone packet, level as RFC 6464 writes it (0 loud, 127 silent). */
  microphone(level: number): void;
}

/** The codec the persona's voice travels in. */
export type AudioCodec = 'opus' | 'pcmu';

/** How the network between both ends behaves. */
export interface LinkConditions {
  /** No packet passes in either direction. */
  blocked?: boolean;
  /** Share of packets dropped in each direction, 0 to 1. */
  loss?: number;
  /** Milliseconds added to each direction. */
  delay?: number;
}

/** Changes a test makes to what the peer answers and sends; all off by default. */
export interface PeerQuirks {
  /** Two media streams instead of one: audio and video carry different msids. */
  separateStreams?: boolean;
  /** Candidates are told as they are found, before the answer. */
  candidatesFirst?: boolean;
}

/** One end of a WebRTC connection, made by an offer. */
export interface Peer {
  /** Answers a first or repeated offer. */
  answer(offerSdp: string): Promise<string>;
  addCandidate(candidate: IceCandidateInit): Promise<void>;
  readonly audioCodec: AudioCodec | undefined;
  /** Sends the RTP payloads of one picture; `timestamp` counts 90 kHz ticks. */
  sendVideo(payloads: readonly Buffer[], timestamp: number): void;
  /** Sends one audio packet; `timestamp` counts ticks of the codec's clock. */
  sendAudio(payload: Buffer, timestamp: number): void;
  /** Sends a data-channel message; false when the channel is not open. */
  sendMessage(data: string | Buffer): boolean;
  /** Closes the data channel and nothing else; `channelClosed` is not told. False when there is none. */
  closeChannel(): boolean;
  setLink(conditions: LinkConditions): void;
  close(): Promise<void>;
}

/** Makes peers; the way to plug another back end in. */
export type PeerFactory = (listener: PeerListener, quirks: PeerQuirks) => Peer;

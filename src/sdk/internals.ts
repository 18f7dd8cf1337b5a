/**
 * Owns every look into the SDK's private fields, which no public call replaces: the peer connection (to send another
 * track, and to notice a connection that recovers) and the data channel's state (the SDK drops what it cannot
 * send, silently). A test pins these fields, so that an SDK that moves them is noticed before it ships.
 */
import type { AnamClient } from './sdk.js';

interface Inside {
  readonly streamingClient?: {
    readonly peerConnection?: RTCPeerConnection | null;
    readonly dataChannel?: RTCDataChannel | null;
  } | null;
}

const inside = (client: AnamClient): NonNullable<Inside['streamingClient']> =>
  (client as unknown as Inside).streamingClient ?? {};

/** `null` before the signalling socket is open, and after the end. */
export const peerConnectionOf = (client: AnamClient): RTCPeerConnection | null =>
  inside(client).peerConnection ?? null;

export const dataChannelIsOpen = (client: AnamClient): boolean =>
  inside(client).dataChannel?.readyState === 'open';

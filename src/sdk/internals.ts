/**
 * Owns every look into the SDK's private fields, which no public call replaces: the peer connection (to send another
 * track, and to notice a connection that recovers), the data channel's state (the SDK drops what it cannot
 * send, silently) and the end of the connection (the SDK's stop can be kept from it). A test pins these fields, so that an SDK that moves them is noticed before it ships.
 */
import type { AnamClient } from './sdk.js';

interface Inside {
  readonly streamingClient?: {
    readonly peerConnection?: RTCPeerConnection | null;
    readonly dataChannel?: RTCDataChannel | null;
    stopConnection?(): Promise<void>;
  } | null;
}

const inside = (client: AnamClient): NonNullable<Inside['streamingClient']> =>
  (client as unknown as Inside).streamingClient ?? {};

/** `null` before the signalling socket is open, and after the end. */
export const peerConnectionOf = (client: AnamClient): RTCPeerConnection | null =>
  inside(client).peerConnection ?? null;

export const dataChannelIsOpen = (client: AnamClient): boolean =>
  inside(client).dataChannel?.readyState === 'open';

/** What the SDK's stop does after it has told its listeners, one of which may have thrown. */
export const endConnection = async (client: AnamClient): Promise<void> => inside(client).stopConnection?.();

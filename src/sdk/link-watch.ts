/** Owns noticing that a connection is disturbed: the SDK repairs it without a word, and misses one failure altogether. */

export interface LinkObserver {
  onRecovering(): void;
  onRecovered(): void;
  /** Encryption failed while the network is fine: nobody repairs that. */
  onBroken(): void;
}

/** Milliseconds that the two states of a connection may contradict each other. */
const CONTRADICTION = 2_000;

const lost = (state: string): boolean => state === 'disconnected' || state === 'failed';
const found = (state: string): boolean => state === 'connected' || state === 'completed';

/** Returns how to stop watching. */
export const watchLink = (peer: RTCPeerConnection, observer: LinkObserver): (() => void) => {
  let recovering = false;
  let contradiction: ReturnType<typeof setTimeout> | undefined;

  const look = (): void => {
    const { connectionState, iceConnectionState } = peer;
    clearTimeout(contradiction);
    // Firefox: after an ICE restart DTLS may fail while ICE is connected.
    if (connectionState === 'failed' && found(iceConnectionState)) {
      contradiction = setTimeout(() => observer.onBroken(), CONTRADICTION);
    }
    if (!recovering && (lost(connectionState) || lost(iceConnectionState))) {
      recovering = true;
      observer.onRecovering();
    } else if (recovering && connectionState === 'connected' && found(iceConnectionState)) {
      recovering = false;
      observer.onRecovered();
    }
  };

  peer.addEventListener('connectionstatechange', look);
  peer.addEventListener('iceconnectionstatechange', look);
  return () => {
    clearTimeout(contradiction);
    peer.removeEventListener('connectionstatechange', look);
    peer.removeEventListener('iceconnectionstatechange', look);
  };
};

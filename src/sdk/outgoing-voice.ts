/**
 * Owns the audio that is sent. The SDK is lent a stream to negotiate with and gets it back emptied: it would
 * otherwise stop the microphone's track at the end of a session, and ask for a microphone itself without one.
 */
import type { Media } from '../session/media.js';

/** A track of silence: something to negotiate with while there is no voice. */
interface Silence {
  readonly track: MediaStreamTrack;
  readonly context: AudioContext;
}

const makeSilence = (): Silence => {
  const context = new AudioContext();
  const [track] = context.createMediaStreamDestination().stream.getAudioTracks();
  if (!track) throw new Error('An audio destination has no track.');
  return { track, context };
};

const trackOf = (voice: Media | null): MediaStreamTrack | null =>
  (voice as MediaStream | null)?.getAudioTracks()[0] ?? null;

export class OutgoingVoice {
  #lent: MediaStream | undefined;
  #silence: Silence | undefined;
  #wanted: MediaStreamTrack | null = null;

  /** What `stream()` is given. */
  lend(voice: Media | null): MediaStream {
    this.#wanted = trackOf(voice);
    if (!this.#wanted) this.#silence = makeSilence();
    const track = this.#wanted ?? this.#silence?.track;
    this.#lent = new MediaStream(track ? [track] : []);
    return this.#lent;
  }

  /** The SDK has attached the lent track: it needs the stream no more. */
  takeBack(): void {
    for (const track of this.#lent?.getTracks() ?? []) this.#lent?.removeTrack(track);
  }

  /** The client is being closed, and the SDK may still hold the stream: it gets a copy of the track, which hears nothing any more. */
  withdraw(): void {
    const [track] = this.#lent?.getTracks() ?? [];
    if (!track) return;
    this.takeBack();
    const copy = track.clone();
    copy.stop();
    this.#lent?.addTrack(copy);
  }

  /** What is to be sent from now on; before the peer connection exists it is remembered for `attach()`. */
  async send(voice: Media | null, peer: RTCPeerConnection | null): Promise<void> {
    this.#wanted = trackOf(voice);
    await this.attach(peer);
  }

  /** Sends what is wanted. No negotiation: the section for audio is there from the beginning. */
  async attach(peer: RTCPeerConnection | null): Promise<void> {
    const sender = peer?.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio')?.sender;
    if (!sender) return;
    const track = this.#wanted ?? this.#silence?.track ?? null;
    if (sender.track !== track) await sender.replaceTrack(track);
  }

  close(): void {
    this.takeBack();
    this.#silence?.track.stop();
    // A context that is closed already, by the browser for instance, is as closed as it can be.
    this.#silence?.context.close().catch(() => undefined);
    this.#silence = undefined;
  }
}

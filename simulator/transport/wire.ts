/**
 * The WebRTC side of one session: one peer at a time. An offer of the connection that is there is answered by its peer;
 * one of another connection gets a new peer, and the old one goes without a word.
 */

import type {
  IceCandidateInit,
  LinkConditions,
  Peer,
  PeerFactory,
  PeerListener,
  PeerQuirks,
} from './peer.js';

/** What the wire tells its session: what its peer tells, and that another has taken its place. */
export interface WireListener extends PeerListener {
  replaced(): void;
}

/** Candidates kept until an offer they belong to has come. */
const MOST_EARLY = 100;

/** Outlives its peers. */
export class Wire {
  #makePeer: PeerFactory;
  #listener: WireListener;
  #quirks: () => PeerQuirks;
  #peer: Peer | undefined;
  /** The last offer that was answered by this peer. */
  #offer: string | undefined;
  #users: readonly string[] = [];
  #early: IceCandidateInit[] = [];
  #link: LinkConditions = {};
  #goodbyes = new Set<Promise<void>>();
  #closed = false;

  constructor(makePeer: PeerFactory, quirks: () => PeerQuirks, listener: WireListener) {
    this.#makePeer = makePeer;
    this.#quirks = quirks;
    this.#listener = listener;
  }

  /** The peer that media are sent through. */
  get peer(): Peer | undefined {
    return this.#peer;
  }

  /** Answers an offer. Rejects when it makes no sense; a connection that is up stays up then. */
  async answer(offerSdp: string): Promise<string> {
    if (this.#offer !== undefined && isOtherConnection(this.#offer, offerSdp)) this.#let(this.#peer);
    const peer = (this.#peer ??= this.#open());
    try {
      const answer = await peer.answer(offerSdp);
      this.#offer = offerSdp;
      this.#users = usersOf(offerSdp);
      await this.#addEarly();
      return answer;
    } catch (error) {
      if (this.#offer === undefined && this.#peer === peer) this.#let(peer);
      throw error;
    }
  }

  /** Takes a candidate; one that comes before the offer it belongs to waits for it. */
  async addCandidate(candidate: IceCandidateInit): Promise<void> {
    const user = userOf(candidate);
    if (this.#offer !== undefined && (user === undefined || this.#users.includes(user))) {
      await this.#peer?.addCandidate(candidate);
    } else if (this.#early.length < MOST_EARLY) this.#early.push(candidate);
  }

  /** Sends a data-channel message; false when the channel is not open. */
  send(data: string | Buffer): boolean {
    return this.#peer?.sendMessage(data) ?? false;
  }

  /** Closes the data channel and nothing else; false when there is none. */
  closeChannel(): boolean {
    return this.#peer?.closeChannel() ?? false;
  }

  /** Changes the network, for the peers to come too. */
  setLink(conditions: LinkConditions): void {
    this.#link = conditions;
    this.#peer?.setLink(conditions);
  }

  /** Resolves when every peer there ever was is closed. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#let(this.#peer);
    await Promise.all(this.#goodbyes);
  }

  #open(): Peer {
    // A peer that has been replaced may still have something to say; it concerns nobody any more.
    const isCurrent = (): boolean => this.#peer === peer;
    const told = this.#listener;
    const peer: Peer = this.#makePeer(
      {
        candidate: (candidate) => isCurrent() && told.candidate(candidate),
        connected: () => isCurrent() && told.connected(),
        lost: () => isCurrent() && told.lost(),
        channelOpen: () => isCurrent() && told.channelOpen(),
        channelMessage: (data) => isCurrent() && told.channelMessage(data),
        channelClosed: () => isCurrent() && told.channelClosed(),
        microphone: (level) => isCurrent() && told.microphone(level),
      },
      this.#quirks(),
    );
    peer.setLink(this.#link);
    return peer;
  }

  /** Lets go of a peer. */
  #let(peer: Peer | undefined): void {
    if (!peer) return;
    this.#peer = undefined;
    this.#offer = undefined;
    const goodbye: Promise<void> = peer
      .close()
      .catch(() => undefined)
      .then(() => void this.#goodbyes.delete(goodbye));
    this.#goodbyes.add(goodbye);
    if (!this.#closed) this.#listener.replaced();
  }

  async #addEarly(): Promise<void> {
    const early = this.#early.splice(0);
    // A bad candidate is the other side's loss alone.
    for (const candidate of early) await this.addCandidate(candidate).catch(() => undefined);
  }
}

/**
 * Whether an offer comes from another connection than the one before. Nearly always the certificate tells. Programs that
 * have one for all their connections are known by the session in `o=`, which a connection keeps when it restarts ICE,
 * and where they make up a new one for every description, by the name of their streams' source.
 */
function isOtherConnection(before: string, now: string): boolean {
  const [[prints, users, session, sources], was] = [identityOf(now), identityOf(before)];
  if (prints === '' || users === '') return false;
  if (prints !== was[0]) return true;
  return users !== was[1] && session !== was[2] && (sources === '' || sources !== was[3]);
}

function identityOf(sdp: string): [prints: string, users: string, session: string, sources: string] {
  return [
    valuesOf(sdp, /^a=fingerprint:(.+?)\s*$/gim),
    valuesOf(sdp, /^a=ice-ufrag:(\S+)/gm),
    valuesOf(sdp, /^o=\S+ (\S+)/gm),
    valuesOf(sdp, /^a=ssrc:\d+ cname:(\S+)/gm),
  ].map((values) => [...new Set(values)].sort().join(' ')) as [string, string, string, string];
}

function usersOf(sdp: string): string[] {
  return valuesOf(sdp, /^a=ice-ufrag:(\S+)/gm);
}

function valuesOf(sdp: string, line: RegExp): string[] {
  return [...sdp.matchAll(line)].map(([, value = '']) => value);
}

function userOf({ candidate, usernameFragment }: IceCandidateInit): string | undefined {
  return usernameFragment ?? /\sufrag (\S+)/.exec(candidate ?? '')?.[1];
}

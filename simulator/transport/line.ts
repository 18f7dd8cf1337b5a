/** The signalling line of one session: at most one socket, and what waits while there is none. */

/** The signalling socket, as far as a session needs it. */
export interface Socket {
  /** False as soon as it closes; what is sent then would be lost. */
  readonly open: boolean;
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Drops the connection without a closing handshake. */
  terminate(): void;
  /** Neither reads nor writes any more, but stays open. */
  mute(): void;
}

/** Outlives its sockets: the page reconnects without a new offer. */
export class SignalLine {
  #sessionId: string;
  #socket: Socket | undefined;
  #waiting: string[] = [];

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
  }

  /** Whether there is a socket. */
  get attached(): boolean {
    return this.#socket !== undefined;
  }

  /** Takes a socket; an older one is dropped. */
  attach(socket: Socket): void {
    const older = this.#socket;
    this.#socket = socket;
    older?.terminate();
  }

  /** Whether this is the socket that counts; what comes from an older one does not. */
  holds(socket: Socket): boolean {
    return this.#socket === socket;
  }

  /** Sends what has been waiting. */
  flush(): void {
    if (!this.#socket?.open) return;
    for (const text of this.#waiting.splice(0)) this.sendFrame(text);
  }

  /** Lets go of a socket that has closed; false when another has taken its place. */
  detach(socket: Socket): boolean {
    if (this.#socket !== socket) return false;
    this.#socket = undefined;
    return true;
  }

  /** Sends a message; without a socket it waits for one. */
  signal(actionType: string, payload: unknown): void {
    this.sendFrame(JSON.stringify({ actionType, sessionId: this.#sessionId, payload }));
  }

  /** Sends a raw text frame. */
  sendFrame(text: string): void {
    if (this.#socket?.open) this.#socket.send(text);
    else this.#waiting.push(text);
  }

  /** Drops the socket as a network would. */
  drop(): void {
    this.#socket?.terminate();
  }

  /** Closes the socket with a code. */
  close(code: number, reason: string): void {
    this.#socket?.close(code, reason);
  }

  /** Leaves the socket half-open. */
  mute(): void {
    this.#socket?.mute();
  }
}

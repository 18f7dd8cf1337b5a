/** Makes a UDP socket behave like a bad network: packets blocked, lost or late, in both directions. */

import type { LinkConditions } from './peer.js';

/** The part of werift's UDP transport that is wrapped. */
export interface ShapedTransport {
  onData: (data: Buffer, address: never) => void;
  send: (data: Buffer, address?: never) => Promise<void>;
}

/** One network path; sockets are added as ICE opens them. */
export class LinkShaper {
  #conditions: LinkConditions = {};
  #shaped = new WeakSet<ShapedTransport>();
  #timers = new Set<NodeJS.Timeout>();

  set(conditions: LinkConditions): void {
    this.#conditions = conditions;
  }

  shape(transport: ShapedTransport): void {
    if (this.#shaped.has(transport)) return;
    this.#shaped.add(transport);
    const { onData, send } = transport;
    transport.onData = (data, address) => this.#pass(() => onData(data, address));
    transport.send = (data, address) => {
      this.#pass(() => void send(data, address).catch(() => undefined));
      return Promise.resolve();
    };
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #pass(deliver: () => void): void {
    const { blocked, loss = 0, delay = 0 } = this.#conditions;
    if (blocked || (loss > 0 && Math.random() < loss)) return;
    if (delay <= 0) {
      deliver();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      deliver();
    }, delay);
    this.#timers.add(timer);
  }
}

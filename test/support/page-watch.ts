/** Counts what a page opens, from outside of the element: peer connections, live tracks, audio contexts, and listeners on what outlives an element. */
import type { Page } from '@playwright/test';

interface Watch {
  connections: RTCPeerConnection[];
  tracks: MediaStreamTrack[];
  contexts: AudioContext[];
  listeners: number;
}

export interface Counts {
  connections: number;
  tracks: number;
  contexts: number;
  listeners: number;
}

/** To be called before the page loads. */
export const watchPage = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const watch: Watch = { connections: [], tracks: [], contexts: [], listeners: 0 };
    Object.assign(globalThis, { __watch: watch });

    const Native = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        watch.connections.push(this);
      }
    };

    const NativeContext = AudioContext;
    globalThis.AudioContext = class extends NativeContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        watch.contexts.push(this);
      }
    };

    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await ask(constraints);
      watch.tracks.push(...stream.getTracks());
      return stream;
    };
    // Called with its own `this` below.
    // eslint-disable-next-line @typescript-eslint/unbound-method
    const { clone } = MediaStreamTrack.prototype;
    MediaStreamTrack.prototype.clone = function () {
      const copy = clone.call(this);
      watch.tracks.push(copy);
      return copy;
    };

    for (const target of [window, document, devices]) {
      const add = target.addEventListener.bind(target);
      const remove = target.removeEventListener.bind(target);
      const known = new Map<unknown, Set<string>>();
      target.addEventListener = ((
        type: string,
        listener: never,
        options?: boolean | AddEventListenerOptions,
      ) => {
        const types = known.get(listener) ?? new Set();
        known.set(listener, types);
        if (!types.has(type)) watch.listeners += 1;
        types.add(type);
        const done = (): void => {
          if (types.delete(type)) watch.listeners -= 1;
        };
        if (typeof options === 'object') {
          options.signal?.addEventListener('abort', done, { once: true });
          if (options.once) add(type, done, { once: true, capture: Boolean(options.capture) });
        }
        add(type, listener, options);
      }) as typeof target.addEventListener;
      target.removeEventListener = ((type: string, listener: never, options?: boolean) => {
        if (known.get(listener)?.delete(type)) watch.listeners -= 1;
        remove(type, listener, options);
      }) as typeof target.removeEventListener;
    }
  });
};

/** What is open now. */
export const pageCounts = (page: Page): Promise<Counts> =>
  page.evaluate(() => {
    const { connections, tracks, contexts, listeners } = (globalThis as unknown as { __watch: Watch })
      .__watch;
    return {
      connections: connections.filter(({ connectionState }) => connectionState !== 'closed').length,
      tracks: tracks.filter(({ readyState }) => readyState === 'live').length,
      contexts: contexts.filter((context) => context.state !== 'closed').length,
      listeners,
    };
  });

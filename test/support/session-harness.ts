/** A session without a browser: everything around it is the test's. */
import type { SessionEvent } from '../../src/session/events.js';
import type { Media, Microphone, MicrophoneObserver, Stage, StageObserver } from '../../src/session/media.js';
import { PersonaSession } from '../../src/session/session.js';
import type { SessionSettings } from '../../src/session/settings.js';
import { FakeClients, fakeMedia, type FakeClientsOptions } from './fake-client.js';
import { FakeClock, settle } from './fake-clock.js';
import { makeToken } from './tokens.js';

/** The timers of a live session that waits for nothing: it watches for a device that sleeps. */
export const LIVE_TIMERS = 1;

/** A microphone whose question the test answers. */
export class FakeMicrophone implements Microphone {
  state = 'unasked' as const;
  asked = 0;
  observer: MicrophoneObserver | undefined;
  /** Everything that was ever handed out. */
  readonly lent: ReturnType<typeof fakeMedia>[] = [];
  #answer: ((media: Media | null) => void) | undefined;
  readonly #auto: boolean;

  constructor(auto = true) {
    this.#auto = auto;
  }

  open(observer: MicrophoneObserver, signal: AbortSignal): Promise<Media | null> {
    this.asked++;
    this.observer = observer;
    if (this.#auto) return Promise.resolve(this.lend());
    return new Promise((resolve) => {
      this.#answer = (media) => {
        // What the port promises: an answer after the end leaves no live track.
        if (signal.aborted) for (const track of media?.getTracks() ?? []) track.stop();
        resolve(signal.aborted ? null : media);
      };
    });
  }

  lend(): ReturnType<typeof fakeMedia> {
    const media = fakeMedia('audio');
    this.lent.push(media);
    return media;
  }

  /** Answers the question, if there is one: each once. */
  grant(): void {
    if (this.#answer) this.#say(this.lend());
  }

  refuse(): void {
    this.#say(null);
  }

  /** Another track than the first: granted late, or another device. */
  change(): ReturnType<typeof fakeMedia> | undefined {
    if (!this.observer) return undefined;
    const media = this.lend();
    this.observer.onTrack(media);
    return media;
  }

  #say(media: Media | null): void {
    this.#answer?.(media);
    this.#answer = undefined;
  }

  get liveTracks(): number {
    return this.lent.flatMap(({ tracks }) => tracks).filter(({ readyState }) => readyState === 'live').length;
  }
}

/** A stage whose first frame comes at once, or when the test says so. */
export class FakeStage implements Stage {
  shown: Media | null = null;
  observer: StageObserver | undefined;
  #frame: (() => void) | undefined;
  readonly #auto: boolean;

  constructor(auto = true) {
    this.#auto = auto;
  }

  show(media: Media, observer: StageObserver, signal: AbortSignal): Promise<void> {
    this.shown = media;
    this.observer = observer;
    if (this.#auto) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#frame = resolve;
      signal.addEventListener('abort', () => reject(new DOMException('Given up.', 'AbortError')));
    });
  }

  frame(): void {
    this.#frame?.();
  }

  clear(): void {
    this.shown = null;
  }
}

export interface HarnessOptions extends FakeClientsOptions {
  readonly settings?: Partial<SessionSettings>;
  readonly microphone?: FakeMicrophone;
  readonly stage?: FakeStage;
  readonly fetch?: typeof fetch;
}

export interface Harness {
  readonly session: PersonaSession;
  readonly clients: FakeClients;
  readonly clock: FakeClock;
  readonly microphone: FakeMicrophone;
  readonly stage: FakeStage;
  readonly events: SessionEvent[];
  /** Requests that were sent, by the session's own `fetch`. */
  readonly requests: { readonly url: string; readonly init: RequestInit }[];
  online: boolean;
  /** The states that were told, in order. */
  readonly states: () => string[];
  /** The events of a type. */
  readonly of: <T extends SessionEvent['type']>(type: T) => Extract<SessionEvent, { type: T }>[];
}

/** The JSON that a request carried. */
export const bodyOf = (request: Harness['requests'][number] | undefined): unknown => {
  const body = request?.init.body;
  return typeof body === 'string' ? JSON.parse(body) : undefined;
};

export const makeHarness = (options: HarnessOptions = {}): Harness => {
  const clock = new FakeClock();
  const clients = new FakeClients(options);
  const microphone = options.microphone ?? new FakeMicrophone();
  const stage = options.stage ?? new FakeStage();
  const events: SessionEvent[] = [];
  const requests: { url: string; init: RequestInit }[] = [];
  const answer = options.fetch ?? ((() => Promise.resolve(new Response(null))) as typeof fetch);
  const harness = {
    clock,
    clients,
    microphone,
    stage,
    events,
    requests,
    online: true,
    states: () =>
      events
        .filter((event) => event.type === 'state-change')
        .map((event) => ('state' in event ? event.state : '')),
    of: (type) => events.filter((event) => event.type === type) as never,
  } as Omit<Harness, 'session'>;
  const session = new PersonaSession(
    {
      clients,
      clock,
      microphone,
      stage,
      random: () => 1,
      isOnline: () => harness.online,
      fetch: (url, init = {}) => {
        requests.push({ url: url instanceof Request ? url.url : String(url), init });
        return answer(url, init);
      },
    },
    { tokenProvider: () => makeToken(), ...options.settings },
  );
  session.subscribe((event) => events.push(event));
  return Object.assign(harness, { session });
};

/** Whether a promise is still pending after everything that waits for promises has run. */
export const isPending = async (promise: Promise<unknown>): Promise<boolean> => {
  let pending = true;
  const done = (): void => {
    pending = false;
  };
  promise.then(done, done);
  await settle();
  return pending;
};

export { settle };

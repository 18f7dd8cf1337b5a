/** Owns one conversation, from a `start()` to its end: one attempt after another, and the wait between them. */
import { Attempt, type AttemptEvent } from './attempt.js';
import { PersonaError, type ErrorCode } from './error.js';
import type { EndReason, Retry, SessionEvent } from './events.js';
import type { Milestones } from './milestones.js';
import { isFull, retryDelay } from './retry.js';
import type { SessionSettings } from './settings.js';
import { watchSleep, type SleepWatch } from './sleep-watch.js';
import type { Ending, Step } from './state.js';
import type { StopNotices } from './stop-notice.js';
import { deferred, pause } from './timers.js';
import { sameWanted, type TokenSource } from './token-source.js';
import { Voice } from './voice.js';
import type { World } from './world.js';

export interface RunEnvironment {
  readonly world: World;
  readonly settings: () => SessionSettings;
  readonly tokens: TokenSource;
  readonly notices: StopNotices;
  readonly milestones: Milestones;
  readonly step: (step: Step) => void;
  readonly tell: (event: SessionEvent) => void;
  /** What an attempt tells, without what this module deals with itself. */
  readonly hear: (event: AttemptEvent, attempt: Attempt) => void;
  /** An attempt is over and its client closing. */
  readonly onAttemptOver: () => void;
}

/** Seconds of being live after which earlier failures are forgotten. */
const FORGIVEN_AFTER = 30;
/** Seconds to wait for a network before trying without one being announced. */
const OFFLINE_PATIENCE = 60;
/** Errors that mean something else in a browser without a network. */
const NETWORK: readonly ErrorCode[] = [
  'token-unreachable',
  'sdk-load-failed',
  'connect-timeout',
  'signalling-lost',
];

export class Run {
  /** Resolves at the first picture, and also when the conversation is ended on purpose before it; rejects when it fails before it. */
  readonly started: Promise<void>;
  /** Resolves when nothing is open any more. Never rejects. */
  readonly done: Promise<void>;
  readonly #started = deferred();
  readonly #done = deferred();
  readonly #environment: RunEnvironment;
  readonly #abort = new AbortController();
  #voice: Voice | undefined;
  #sleep: SleepWatch | undefined;
  #attempt: Attempt | null = null;
  /** The settings of that attempt. */
  #wanted: SessionSettings;
  #ending: Ending | undefined;
  /** Why the last attempt ended. */
  #reason: EndReason = 'error';
  #wasLive = false;
  #failures = 0;
  #billed = 0;
  #retry: Retry | null = null;
  #wake: AbortController | undefined;

  constructor(environment: RunEnvironment) {
    this.#environment = environment;
    this.#wanted = environment.settings();
    this.started = this.#started.promise;
    this.done = this.#done.promise;
    // Its failure is also told as an event: nobody has to catch it.
    this.started.catch(() => undefined);
  }

  get attempt(): Attempt | null {
    return this.#attempt;
  }

  get retry(): Retry | null {
    return this.#ending ? null : this.#retry;
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Seconds billed, over all sessions of this conversation. */
  get duration(): number {
    return (this.#billed + (this.#attempt?.billed ?? 0)) / 1000;
  }

  /** Asks for the microphone, inside the caller's task: ahead of `begin()` where that has to wait. */
  ask(): Voice {
    const { world, settings } = this.#environment;
    const microphone = settings().disableInputAudio ? undefined : world.microphone;
    return (this.#voice ??= new Voice(microphone, world.clock, this.#abort.signal, (media) =>
      this.#attempt?.setVoice(media),
    ));
  }

  /** Asks for microphone, SDK and token at once, inside the caller's task. */
  begin(): void {
    // Nobody was there: no session may go on, or be opened anew, unseen.
    this.#sleep = watchSleep(this.#environment.world.clock, () => this.end({ reason: 'hidden' }));
    void this.#play(this.ask());
  }

  /** Whether a start with these settings is this one: it is live, or on its way to who is wanted. */
  serves(settings: SessionSettings): boolean {
    return !this.#ending && (this.#wasLive || !this.#attempt || sameWanted(this.#wanted, settings));
  }

  /** Whether the visitor can be heard, now or later. */
  get hasVoice(): boolean {
    return this.#voice?.possible ?? false;
  }

  /** From now on the visitor is not heard any more, and the microphone is let go. */
  silence(): void {
    this.#voice?.end();
  }

  /** Ends it; the first ending is kept. When this returns, everything is closing that can be closed at once. */
  end(ending: Ending): void {
    if (this.#ending) {
      if (ending.reason === 'page-close') this.#attempt?.end(ending);
      return;
    }
    this.#ending = ending;
    this.#abort.abort();
    this.#attempt?.end(ending);
    this.#wake?.abort();
    this.#clearStage();
    this.#environment.step({ type: 'end', ending });
  }

  #clearStage(): void {
    try {
      this.#environment.world.stage?.clear();
    } catch (error) {
      // A stage that fails must not keep the session from ending.
      console.error('[anam-persona] The stage could not be cleared:', error);
    }
  }

  /** The network is back: no reason to wait any longer, unless the wait is for a service that is full. */
  online(): void {
    if (this.#retry && isFull(this.#retry.error)) return;
    this.#wake?.abort();
  }

  async #play(voice: Voice): Promise<void> {
    for (let number = 1; !this.#ending; number++) {
      const attempt = this.#try(number, voice);
      await attempt.over;
      await attempt.close();
      const reason = this.#reason;
      const { sessionId, billed } = attempt;
      this.#billed += billed;
      this.#attempt = null;
      if (sessionId !== null) {
        if (!attempt.sessionTold) this.#environment.tell({ type: 'session-start', sessionId });
        this.#environment.tell({ type: 'session-end', sessionId, reason, duration: billed / 1000 });
      }
      await this.#wait();
    }
    this.#finish();
  }

  #try(number: number, voice: Voice): Attempt {
    const { world, tokens, notices, settings } = this.#environment;
    notices.resend();
    const reason = number === 1 ? 'start' : this.#wasLive ? 'reconnect' : 'retry';
    const wanted = (this.#wanted = settings());
    const attempt: Attempt = new Attempt({
      world,
      settings: wanted,
      voice,
      notices,
      ticket: (signal) => tokens.get(wanted, { signal, attempt: number, reason }),
      tell: (event) => this.#hear(event, attempt),
      onOver: (ending) => this.#over(attempt, ending),
    });
    this.#attempt = attempt;
    // What an attempt asks at once is the page's own code, which may have ended everything.
    if (this.#ending) attempt.end(this.#ending);
    return attempt;
  }

  #hear(event: AttemptEvent, attempt: Attempt): void {
    const { step, tell, hear, milestones } = this.#environment;
    switch (event.type) {
      case 'opening':
        step({ type: 'open' });
        return;
      case 'live':
        this.#wasLive = true;
        step({ type: 'shown' });
        this.#started.resolve();
        return;
      case 'trouble':
      case 'healed':
        step({ type: event.type });
        return;
      case 'session':
        tell({ type: 'session-start', sessionId: event.sessionId });
        return;
      case 'milestone': {
        const time = milestones.reach(event.name);
        if (time !== undefined) tell({ type: 'milestone', name: event.name, time });
        return;
      }
      default:
        hear(event, attempt);
    }
  }

  /** In the task of the ending: what is decided first stays. */
  #over(attempt: Attempt, ending: Ending): void {
    const { onAttemptOver, step } = this.#environment;
    onAttemptOver();
    const wasAwake = !this.#ending;
    this.#sleep?.look();
    // A loss that is noticed on waking is the end of a sleep.
    this.#reason = (wasAwake && this.#ending ? this.#ending : ending).reason;
    this.#retry = this.#decide(attempt, ending);
    // From now on: the network may come back while this attempt still closes.
    this.#wake = new AbortController();
    if (this.#retry) step({ type: 'lost' });
    else this.end(this.#explain(ending));
  }

  #decide({ liveFor }: Attempt, ending: Ending): Retry | null {
    if (this.#ending || ending.reason !== 'error') return null;
    const { sessionToken, reconnect } = this.#environment.settings();
    // A literal token is spent.
    if (sessionToken) return null;
    this.#failures = liveFor >= FORGIVEN_AFTER * 1000 ? 1 : this.#failures + 1;
    const { random, isOnline } = this.#environment.world;
    const { error } = ending;
    const failure = { error, failures: this.#failures, budget: reconnect, wasLive: this.#wasLive, random };
    const delay = retryDelay(failure);
    if (delay === null) return null;
    const seconds = isOnline() ? delay : Math.max(delay, OFFLINE_PATIENCE);
    return { attempt: this.#failures, attempts: reconnect, seconds, error };
  }

  /** The time until the next try, if there is one; shorter when the network comes back. */
  async #wait(): Promise<void> {
    const { world, tell } = this.#environment;
    const retry = this.#retry;
    const wake = this.#wake;
    if (!retry || !wake || this.#ending) return;
    tell({ type: 'retry', retry });
    await pause(world.clock, retry.seconds * 1000, wake.signal);
    this.#sleep?.look();
    this.#retry = null;
    tell({ type: 'retry', retry: null });
  }

  #explain(ending: Ending): Ending {
    if (ending.reason !== 'error') return ending;
    const { error } = ending;
    if (this.#environment.world.isOnline() || !NETWORK.includes(error.code)) return ending;
    return {
      reason: 'error',
      error: new PersonaError('offline', `The browser is offline. ${error.message}`, { cause: error }),
    };
  }

  #finish(): void {
    this.#sleep?.stop();
    this.#environment.step({ type: 'closed' });
    if (this.#ending?.reason === 'error' && !this.#wasLive) this.#started.reject(this.#ending.error);
    else this.#started.resolve();
    this.#done.resolve();
  }
}

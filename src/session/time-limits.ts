/** Owns the three clocks that end a session nobody uses: idle, hidden and maximum duration. Each warns before it rings. */
import type { Clock } from './clock.js';
import type { EndWarningEvent, SessionEvent } from './events.js';
import type { SessionSettings } from './settings.js';
import { Countdown } from './timers.js';

export type Limit = EndWarningEvent['reason'];

export interface LimitsEnvironment {
  readonly clock: Clock;
  readonly settings: () => SessionSettings;
  /** Seconds billed so far. */
  readonly duration: () => number;
  readonly tell: (event: SessionEvent) => void;
  readonly end: (reason: Limit) => void;
}

/** Seconds of warning: what WCAG 2.2.1 asks for. Half of the limit where that is less. */
const WARNING = 20;

/** Seconds of speech without any news after which nobody is believed to speak: the news of its end can be lost. */
const SPEECH_PATIENCE = 120;

const SETTING = { idle: 'idleTimeout', hidden: 'hiddenTimeout', 'max-duration': 'maxDuration' } as const;
const LIMITS: readonly Limit[] = ['idle', 'hidden', 'max-duration'];

export class TimeLimits {
  readonly #environment: LimitsEnvironment;
  readonly #timers = new Map<Limit, Countdown>();
  readonly #warnings = new Map<Limit, { readonly event: EndWarningEvent; readonly endsAt: number }>();
  #running = false;
  #hidden = false;
  #busy = false;
  /** Seconds billed when the maximum was last extended. */
  #extendedAt = 0;

  constructor(environment: LimitsEnvironment) {
    this.#environment = environment;
  }

  /** The announced end that comes first, or `null`. */
  get warning(): EndWarningEvent | null {
    const [first] = [...this.#warnings.values()].sort((a, b) => a.endsAt - b.endsAt);
    return first?.event ?? null;
  }

  /** A session is billed from now on: the clocks run. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    for (const limit of LIMITS) this.#restart(limit);
  }

  stop(): void {
    this.#running = false;
    this.#extendedAt = 0;
    for (const limit of LIMITS) this.#clear(limit);
  }

  /** The settings changed: only the clocks that they change begin again. */
  update(before: SessionSettings, now: SessionSettings): void {
    for (const limit of LIMITS) {
      if (before[SETTING[limit]] !== now[SETTING[limit]]) this.#restart(limit);
    }
  }

  /** Somebody spoke, typed or touched something. */
  activity(): void {
    this.#restart('idle');
  }

  /** Somebody is speaking now: until it ends, nobody is idle. An end that is never told is not waited for for ever. */
  setBusy(busy: boolean): void {
    if (this.#busy === busy) return;
    this.#busy = busy;
    this.#restart('idle');
  }

  setHidden(hidden: boolean): void {
    if (this.#hidden === hidden) return;
    this.#hidden = hidden;
    this.#restart('hidden');
  }

  #restart(limit: Limit): void {
    this.#clear(limit);
    const seconds = this.#environment.settings()[SETTING[limit]];
    if (!this.#running || !(seconds > 0)) return;
    if (limit === 'hidden' && !this.#hidden) return;
    const used = limit === 'max-duration' ? this.#environment.duration() - this.#extendedAt : 0;
    const speech = limit === 'idle' && this.#busy ? SPEECH_PATIENCE : 0;
    const warning = Math.min(WARNING, seconds / 2);
    this.#set(limit, speech + seconds - warning - used, () => this.#warn(limit, warning));
  }

  #warn(limit: Limit, secondsLeft: number): void {
    const event: EndWarningEvent = {
      type: 'end-warning',
      reason: limit,
      secondsLeft,
      extend: () => {
        if (this.#warnings.get(limit)?.event !== event) return;
        if (limit === 'max-duration') this.#extendedAt = this.#environment.duration();
        this.#restart(limit);
      },
    };
    this.#warnings.set(limit, { event, endsAt: this.#environment.clock.now() + secondsLeft * 1000 });
    this.#set(limit, secondsLeft, () => this.#environment.end(limit));
    this.#environment.tell(event);
  }

  #set(limit: Limit, seconds: number, expire: () => void): void {
    this.#timers.get(limit)?.stop();
    this.#timers.set(limit, new Countdown(this.#environment.clock, Math.max(0, seconds) * 1000, expire));
  }

  #clear(limit: Limit): void {
    this.#timers.get(limit)?.stop();
    this.#timers.delete(limit);
    if (this.#warnings.delete(limit)) this.#environment.tell({ type: 'end-warning-over' });
  }
}

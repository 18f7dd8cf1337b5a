/** Owns what goes back and forth while a session runs: hands on what a client tells, carries commands to it, and watches the time limits. */
import type { Attempt, AttemptEvent } from './attempt.js';
import { Commands } from './commands.js';
import type { Clock } from './clock.js';
import { Conversation } from './conversation.js';
import { messageOf } from './error.js';
import type { PersonaState, SessionEvent } from './events.js';
import { Handover, type Told } from './handover.js';
import { isNotLive } from './outbox.js';
import type { SessionSettings } from './settings.js';
import { TimeLimits, type Limit } from './time-limits.js';

export interface ExchangeEnvironment {
  readonly clock: Clock;
  readonly tell: (event: SessionEvent) => void;
  readonly settings: () => SessionSettings;
  readonly attempt: () => Attempt | null;
  /** Whether a session is there or can still be expected. */
  readonly awaited: () => boolean;
  /** Seconds billed so far. */
  readonly duration: () => number;
  readonly end: (reason: Limit) => void;
}

export class Exchange {
  readonly conversation: Conversation;
  readonly commands: Commands;
  readonly limits: TimeLimits;
  readonly #environment: ExchangeEnvironment;
  readonly #told = new Handover();
  #stalled = false;

  constructor(environment: ExchangeEnvironment) {
    this.#environment = environment;
    const { clock, tell, settings, attempt, awaited, duration, end } = environment;
    this.conversation = new Conversation({ clock, tell });
    this.limits = new TimeLimits({ clock, tell, settings, duration, end });
    this.commands = new Commands({
      clock,
      awaited,
      live: () => attempt()?.client ?? null,
      channel: () => attempt()?.channel ?? null,
      signal: () => attempt()?.signal ?? AbortSignal.abort(),
      onActivity: () => this.limits.activity(),
    });
  }

  get stalled(): boolean {
    return this.#stalled;
  }

  /** The state is about to be told. */
  enter(state: PersonaState): void {
    this.commands.live = state === 'live';
    if (state === 'live') this.limits.start();
    if (state !== 'ending') return;
    this.limits.stop();
    this.commands.refuse();
  }

  hear(event: AttemptEvent, attempt: Attempt): void {
    switch (event.type) {
      case 'stalled':
        this.#stalled = event.stalled;
        return;
      case 'data-channel-open':
        this.#catchUp(attempt);
        return;
      case 'chunk':
        this.limits.activity();
        break;
      case 'talk-interrupted':
        this.commands.interrupted(event.correlationId);
    }
    this.conversation.hear(event, { client: attempt.channel, signal: attempt.signal });
    this.#settle();
  }

  /** An attempt is over: nothing more comes of it. */
  quiet(): void {
    this.#stalled = false;
    this.conversation.quiet();
    this.#settle();
  }

  /** A new conversation: nothing of the last one counts. */
  clear(): void {
    this.conversation.transcript.clear();
    this.#told.clear();
  }

  /** A session was told this, and one that replaces it has to be told too. */
  remember(what: Partial<Told>): void {
    this.#told.add(what);
  }

  /** Sends how soon a pause ends the visitor's turn, unless this session knows. */
  detect(): void {
    const attempt = this.#environment.attempt();
    const { endOfSpeechSensitivity } = this.#environment.settings();
    if (!attempt?.channel || endOfSpeechSensitivity === undefined) return;
    if (attempt.endOfSpeechSensitivity === endOfSpeechSensitivity) return;
    try {
      attempt.channel.updatePersona({ voiceDetectionOptions: { endOfSpeechSensitivity } });
      attempt.endOfSpeechSensitivity = endOfSpeechSensitivity;
    } catch (error) {
      // A channel that has just gone: the next one is told when it opens.
      if (isNotLive(error)) return;
      const message = `The detection setting was not taken: ${messageOf(error)}`;
      this.#environment.tell({ type: 'warning', message });
    }
  }

  /** Tells a new session what happened before it, then what was said while it was made. */
  #catchUp(attempt: Attempt): void {
    const client = attempt.channel;
    if (!client) return;
    const { context, config } = this.#told.handover(this.conversation.transcript);
    if (config) client.updatePersona(config);
    if (context) client.addContext(context);
    this.detect();
    this.commands.flush(client);
  }

  #settle(): void {
    const [persona, user] = [this.conversation.speaking('persona'), this.conversation.speaking('user')];
    this.limits.setBusy(persona || user);
    this.commands.speech(persona);
  }
}

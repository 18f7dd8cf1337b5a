/** Owns the element's session and what only a screen needs of it: the mode, the caption, the countdown. Dispatches nothing. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { EndReason, PersonaMessage, SessionEvent } from '../session/events.js';
import { PersonaSession, type SessionEnvironment } from '../session/session.js';

/** What the persona is doing, as far as a visitor wants to know. */
export type Mode = 'quiet' | 'listening' | 'thinking' | 'speaking' | 'interrupted';

/** How long a finished caption stays, in milliseconds: the time to read it. */
const readingTime = (text: string): number => Math.min(8000, 2000 + text.length * 50);

/** How long a mode is believed that nothing follows, in milliseconds: an answer may never come. */
const FADES: Partial<Record<Mode, number>> = { thinking: 15_000, interrupted: 3000 };

export class SessionController implements ReactiveController {
  readonly session: PersonaSession;
  #host: ReactiveControllerHost;
  #onEvent: (event: SessionEvent) => void;
  #mode: Mode = 'quiet';
  #modeTimer: ReturnType<typeof setTimeout> | undefined;
  #caption: PersonaMessage | null = null;
  #captionTimer: ReturnType<typeof setTimeout> | undefined;
  /** When what was announced (an end, a try) happens, in milliseconds since the epoch. */
  #deadlines = new WeakMap<object, number>();
  #deadline: number | undefined;
  #tick: ReturnType<typeof setInterval> | undefined;
  #reason: EndReason | null = null;
  #isReplacing = false;

  constructor(
    host: ReactiveControllerHost,
    environment: SessionEnvironment,
    onEvent: (event: SessionEvent) => void,
  ) {
    this.#host = host;
    this.#onEvent = onEvent;
    this.session = new PersonaSession(environment);
    this.session.subscribe((event) => this.#take(event));
    host.addController(this);
  }

  get mode(): Mode {
    return this.#mode;
  }

  /** What the persona says now, or said a moment ago. */
  get caption(): PersonaMessage | null {
    return this.#caption;
  }

  /** Seconds until what was announced (the end, the next try) happens; `null` when nothing was. */
  get secondsLeft(): number | null {
    return this.#deadline === undefined ? null : Math.max(0, Math.ceil((this.#deadline - Date.now()) / 1000));
  }

  /** Why the last session ended. */
  get reason(): EndReason | null {
    return this.#reason;
  }

  /** The session is over, and the picture of the next one is not there yet. */
  get isReplacing(): boolean {
    return this.#isReplacing;
  }

  hostConnected(): void {
    this.#count();
  }

  hostDisconnected(): void {
    clearInterval(this.#tick);
    this.#tick = undefined;
  }

  /** An end matters more than a try. One of two warnings may be withdrawn, and the other one still counts. */
  get #announced(): object | undefined {
    return this.session.endWarning ?? this.session.retry ?? undefined;
  }

  #take(event: SessionEvent): void {
    this.#host.requestUpdate();
    switch (event.type) {
      case 'state-change':
        if (event.reason) this.#reason = event.reason;
        if (event.state !== 'live') this.#rest();
        if (event.state === 'authorizing') this.#reason = null;
        this.#isReplacing = false;
        break;
      case 'session-end':
        this.#isReplacing = this.session.state === 'reconnecting';
        break;
      case 'speech-start':
        this.#enter(event.role === 'persona' ? 'speaking' : 'listening');
        break;
      case 'speech-end':
        // Both may speak at once, and the other one may not be done.
        if (event.role === 'user') this.#enter(this.session.personaSpeaking ? 'speaking' : 'thinking');
        else this.#enter(this.session.userSpeaking ? 'listening' : 'quiet');
        break;
      case 'interrupt':
        // Whoever interrupts by speaking is listened to; the mark is for a press of the button.
        if (!this.session.userSpeaking) this.#enter('interrupted');
        break;
      case 'message':
        if (event.message.role === 'persona') this.#caption = event.message;
        else if (this.#mode === 'quiet' || this.#mode === 'interrupted') this.#enter('thinking');
        break;
      case 'message-chunk':
        this.#caption = event.message.role === 'persona' ? event.message : this.#caption;
        break;
      case 'end-warning':
        this.#deadlines.set(event, Date.now() + event.secondsLeft * 1000);
        break;
      case 'retry':
        if (event.retry) this.#deadlines.set(event.retry, Date.now() + event.retry.seconds * 1000);
        break;
      default:
    }
    this.#countTo(this.#announced && this.#deadlines.get(this.#announced));
    if (event.type === 'message' || event.type === 'message-chunk' || event.type === 'speech-end') {
      this.#holdCaption();
    }
    this.#onEvent(event);
  }

  /** A caption goes when it could be read and nothing is added any more. */
  #holdCaption(): void {
    clearTimeout(this.#captionTimer);
    const caption = this.#caption;
    if (!caption?.finished || this.session.personaSpeaking) return;
    this.#captionTimer = setTimeout(() => {
      this.#caption = null;
      this.#host.requestUpdate();
    }, readingTime(caption.content));
  }

  #enter(mode: Mode): void {
    clearTimeout(this.#modeTimer);
    this.#mode = mode;
    const length = FADES[mode];
    if (!length) return;
    this.#modeTimer = setTimeout(() => {
      this.#mode = 'quiet';
      this.#host.requestUpdate();
    }, length);
  }

  #rest(): void {
    clearTimeout(this.#captionTimer);
    this.#enter('quiet');
    this.#caption = null;
  }

  #countTo(deadline: number | undefined): void {
    if (deadline === this.#deadline) return;
    this.#deadline = deadline;
    this.#count();
    this.#host.requestUpdate();
  }

  #count(): void {
    clearInterval(this.#tick);
    this.#tick =
      this.#deadline === undefined ? undefined : setInterval(() => this.#host.requestUpdate(), 1000);
  }
}

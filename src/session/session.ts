/** Owns the public face of a session: what can be asked of it, and what it tells. `run.ts` decides, `state.ts` says what may follow what. */
import type { AudioFormat, CueOptions } from './client.js';
import type { PersonaError } from './error.js';
import type {
  EndReason,
  EndWarningEvent,
  PersonaMessage,
  PersonaState,
  Retry,
  SessionEvent,
  Timings,
} from './events.js';
import { Exchange } from './exchange.js';
import { Listeners } from './listeners.js';
import type { Media } from './media.js';
import { Milestones } from './milestones.js';
import { Run } from './run.js';
import { DEFAULT_SETTINGS, type SessionSettings } from './settings.js';
import { reasonOf, transition, type State, type Step } from './state.js';
import { StopNotices } from './stop-notice.js';
import type { TalkSource } from './talk.js';
import { TokenSource } from './token-source.js';
import type { ToolHandler } from './tools.js';
import { worldOf, type SessionEnvironment, type World } from './world.js';

export type { SessionEnvironment };
export type { ToolHandler, TalkSource };

/**
 * One persona's session: started and stopped any number of times, one at a time. Commands that need a live
 * session reject with `PersonaError` `not-live`; messages and context given while it starts or reconnects wait
 * for the data channel, and are rejected when the session ends before.
 */
export class PersonaSession {
  readonly #world: World;
  readonly #listeners = new Listeners<SessionEvent>();
  readonly #tokens: TokenSource;
  readonly #exchange: Exchange;
  readonly #milestones: Milestones;
  readonly #notices: StopNotices;
  #settings: SessionSettings;
  #state: State = { name: 'idle' };
  #run: Run | null = null;
  /** A start that waits for the session before it to close. */
  #next: { readonly run: Run; readonly started: Promise<void> } | null = null;

  constructor(environment: SessionEnvironment, settings: Partial<SessionSettings> = {}) {
    this.#world = worldOf(environment);
    this.#settings = { ...DEFAULT_SETTINGS, ...settings };
    this.#milestones = new Milestones(this.#world.clock);
    this.#notices = new StopNotices(this.#world.fetch);
    this.#tokens = new TokenSource(this.#world, this.#notices);
    this.#exchange = new Exchange({
      clock: this.#world.clock,
      tell: (event) => this.#listeners.tell(event),
      settings: () => this.#settings,
      attempt: () => this.#run?.attempt ?? null,
      awaited: () => this.#next !== null || !(this.#rests() || this.#run?.ending),
      duration: () => this.duration,
      end: (reason) => this.#run?.end({ reason }),
    });
  }

  get state(): PersonaState {
    return this.#state.name;
  }

  /** Why it failed; `null` unless `state` is `failed`. */
  get error(): PersonaError | null {
    return this.#state.name === 'failed' ? this.#state.error : null;
  }

  /** Why it ended or is ending; `null` before. */
  get endReason(): EndReason | null {
    return reasonOf(this.#state) ?? null;
  }

  get sessionId(): string | null {
    return this.#run?.attempt?.sessionId ?? null;
  }

  /** The conversation, oldest first, as a copy. It outlives the session and its replacements; the next `start()` begins a new one. */
  get messages(): readonly PersonaMessage[] {
    return this.#exchange.conversation.transcript.messages;
  }

  get personaSpeaking(): boolean {
    return this.#exchange.conversation.speaking('persona');
  }

  get userSpeaking(): boolean {
    return this.#exchange.conversation.speaking('user');
  }

  /** Milliseconds since `start()`. */
  get timings(): Timings {
    return this.#milestones.timings;
  }

  /** Seconds billed since the last `start()`, replacements included. */
  get duration(): number {
    return this.#run?.duration ?? 0;
  }

  /** The wait before the next try, while there is one. */
  get retry(): Retry | null {
    return this.#run?.retry ?? null;
  }

  /** The picture stands still though it should move. */
  get stalled(): boolean {
    return this.#exchange.stalled;
  }

  /** The SDK's own client while live: the escape hatch. */
  get client(): unknown {
    return this.#run?.attempt?.client?.raw ?? null;
  }

  /** Picture and sound of the persona, once they are there. */
  get media(): Media | null {
    return this.#run?.ending ? null : (this.#run?.attempt?.media ?? null);
  }

  /** The announced end by a time limit that comes first, while one is announced. */
  get endWarning(): EndWarningEvent | null {
    return this.#exchange.limits.warning;
  }

  /** Whether the visitor can be heard: in the running conversation, else in the next. */
  get hasVoice(): boolean {
    return this.#run && !this.#rests() ? this.#run.hasVoice : !this.#settings.disableInputAudio;
  }

  /** Whether `start()` would begin a conversation that is not already begun or waiting to begin. */
  get startsAnew(): boolean {
    return this.#next === null && !this.#run?.serves(this.#settings);
  }

  /** Returns how to stop listening. A listener that throws disturbs nobody. */
  subscribe(listener: (event: SessionEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  /**
   * Time limits, detection settings and the end of the visitor's voice (`disableInputAudio`) count at once, a voice
   * that is allowed again from the next `start()` on, everything else from the next attempt on.
   */
  configure(changes: Partial<SessionSettings>): void {
    const before = this.#settings;
    this.#settings = { ...before, ...changes };
    this.#tokens.keep(this.#settings);
    this.#exchange.limits.update(before, this.#settings);
    this.#exchange.detect();
    if (!this.#settings.disableInputAudio) return;
    this.#run?.silence();
    this.#next?.run.silence();
  }

  /** Gets the SDK's code, or code and token, ahead of a likely start. What fails is told at the start. */
  preload(what: 'code' | 'token'): void {
    this.#world.clients.load().catch(() => undefined);
    if (what === 'token' && this.#rests()) this.#tokens.prefetch(this.#settings);
  }

  /**
   * Starts a session and resolves when it is live; call it inside a user's gesture, because the microphone is
   * asked for at once. Rejects with the `PersonaError` that also is told as `error`. Ended on purpose before it
   * is live, it resolves: look at `state`. While one starts or runs, it returns that one's promise; while one
   * ends, the new one starts after it. One that starts with another `tokenUrl`, `tokenParams` or `sessionToken` than
   * are set now is ended for it.
   */
  start(): Promise<void> {
    if (!this.#run?.serves(this.#settings)) this.#run?.end({ reason: 'user' });
    if (this.#next) return this.#next.started;
    if (!this.#run || this.#rests()) return this.#begin(this.#make());
    if (!this.#run.ending) return this.#run.started;
    const run = this.#make();
    const started = this.#run.done.then(() => {
      if (this.#next?.run !== run) return;
      this.#next = null;
      return this.#begin(run);
    });
    started.catch(() => undefined);
    this.#next = { run, started };
    // The gesture does not last until then.
    run.ask();
    return started;
  }

  /**
   * Ends the session, in whatever phase it is, and gives back a token that was got ahead. Resolves when nothing can be
   * open any more. Never rejects.
   */
  stop(reason: Exclude<EndReason, 'error'> = 'user'): Promise<void> {
    this.#tokens.discard();
    if (this.#next) this.#exchange.commands.refuse();
    this.#next?.run.end({ reason });
    this.#next = null;
    this.#run?.end({ reason });
    return this.#run?.done ?? Promise.resolve();
  }

  /** The page goes away: closes what can be closed in this very task. */
  leave(): void {
    void this.stop('page-close');
  }

  setHidden(hidden: boolean): void {
    this.#exchange.limits.setHidden(hidden);
  }

  /** The network is back: a waiting replacement is tried at once. */
  online(): void {
    this.#notices.resend();
    this.#run?.online();
  }

  /** The visitor did something: not idle. */
  activity(): void {
    this.#exchange.limits.activity();
  }

  interrupt(): Promise<void> {
    return this.#exchange.commands.now((client) => client.interrupt());
  }

  /** Makes the persona say this. A `signal` that aborts interrupts it. Resolves when all is handed over. */
  talk(text: string | TalkSource, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    return this.#exchange.commands.talk(text, signal);
  }

  /** A stream to pipe an answer into: closing ends the utterance, aborting interrupts. Throws `not-live`. */
  talkStream(): WritableStream<string> {
    return this.#exchange.commands.talkStream();
  }

  /** Says this to the persona, as if the visitor had said it. Waits for the data channel when there is none yet. */
  sendUserMessage(text: string): Promise<void> {
    return this.#exchange.commands.post(text, (client) => {
      client.sendUserMessage(text);
      this.#exchange.conversation.type(text);
      this.#exchange.limits.activity();
    });
  }

  /** Tells the persona something to know. Waits for the data channel when there is none yet. */
  addContext(text: string): Promise<void> {
    return this.#exchange.commands.post(text, (client) => {
      client.addContext(text);
      this.#exchange.remember({ context: text });
    });
  }

  sendDirectorNoteCue(tag: string, options: CueOptions = {}): Promise<void> {
    return this.#exchange.commands.now((client) => client.sendCue(tag, options));
  }

  updatePersona(config: Readonly<Record<string, unknown>>): Promise<void> {
    return this.#exchange.commands.now((client) => {
      client.updatePersona(config);
      this.#exchange.remember({ config });
    });
  }

  /** A stream of raw PCM that the persona speaks. Throws `not-live`. */
  sendAudio(format: AudioFormat): WritableStream<BufferSource> {
    return this.#exchange.commands.audio(format);
  }

  /** Answers a client tool of the persona. The newest handler of a name counts. Returns how to take it back. */
  registerTool(name: string, handler: ToolHandler): () => void {
    return this.#exchange.conversation.tools.register(name, handler);
  }

  #make(): Run {
    return new Run({
      world: this.#world,
      settings: () => this.#settings,
      tokens: this.#tokens,
      notices: this.#notices,
      milestones: this.#milestones,
      step: (step) => this.#step(step),
      tell: (event) => this.#listeners.tell(event),
      hear: (event, attempt) => this.#exchange.hear(event, attempt),
      onAttemptOver: () => this.#exchange.quiet(),
    });
  }

  #begin(run: Run): Promise<void> {
    this.#run = run;
    this.#milestones.start();
    this.#exchange.clear();
    this.#step({ type: 'start' });
    run.begin();
    return run.started;
  }

  #step(step: Step): void {
    const previous = this.#state;
    this.#state = transition(previous, step);
    const { name } = this.#state;
    if (name === previous.name) return;
    // Read before it is told: a listener may start anew, and the failure is told all the same.
    const { error } = this;
    const reason = reasonOf(this.#state);
    this.#exchange.enter(name);
    const change = { type: 'state-change', state: name, previousState: previous.name } as const;
    this.#listeners.tell(reason ? { ...change, reason } : change);
    if (error) this.#listeners.tell({ type: 'error', error });
  }

  /** Nothing is open and nothing is starting. */
  #rests(): boolean {
    return ['idle', 'ended', 'failed'].includes(this.#state.name);
  }
}

/** Owns one try at one session: one client, one signal, one ending. Nothing of it is used again. */
import type { ClientEvent, PersonaClient } from './client.js';
import { messageOf, asPersonaError, PersonaError } from './error.js';
import type { Milestone } from './events.js';
import type { Media } from './media.js';
import { Meter } from './meter.js';
import type { SessionSettings } from './settings.js';
import type { Ending } from './state.js';
import { GiveBack, type StopNotices } from './stop-notice.js';
import { Countdown, deferred } from './timers.js';
import type { Ticket } from './token-answer.js';
import { Troubles, type Trouble } from './troubles.js';
import type { Voice } from './voice.js';
import type { World } from './world.js';

/** What an attempt tells. Nothing after it is over. */
export type AttemptEvent =
  | { readonly type: 'opening' | 'live' | 'trouble' | 'healed' }
  | { readonly type: 'stalled'; readonly stalled: boolean }
  | { readonly type: 'milestone'; readonly name: Milestone }
  | Exclude<
      ClientEvent,
      { readonly type: 'stream' | 'connected' | 'ready' | 'recovering' | 'recovered' | 'closed' }
    >;

export interface AttemptEnvironment {
  readonly world: World;
  readonly settings: SessionSettings;
  readonly voice: Voice;
  readonly ticket: (signal: AbortSignal) => Promise<Ticket>;
  readonly notices: StopNotices;
  readonly tell: (event: AttemptEvent) => void;
  /** Called once, in the task of the ending, when the client's closing has begun. */
  readonly onOver: (ending: Ending) => void;
}

export class Attempt {
  /** Resolves with the first ending. The client may still be closing then: `close()` waits for it. */
  readonly over: Promise<Ending>;
  /** As the service was told it. */
  endOfSpeechSensitivity: number | undefined;
  readonly #over = deferred<Ending>();
  readonly #environment: AttemptEnvironment;
  readonly #abort = new AbortController();
  readonly #deadline: Countdown;
  readonly #troubles: Troubles;
  readonly #meter: Meter;
  readonly #giveBack: GiveBack;
  #client: PersonaClient | null = null;
  #closing: Promise<void> | undefined;
  #ending: Ending | undefined;
  #media: Media | null = null;
  #sessionTold = false;
  #connected = false;
  #shown = false;
  #dataOpen = false;

  constructor(environment: AttemptEnvironment) {
    this.#environment = environment;
    this.over = this.#over.promise;
    this.endOfSpeechSensitivity = environment.settings.endOfSpeechSensitivity;
    this.#troubles = new Troubles(environment.world.clock);
    this.#meter = new Meter(environment.world.clock);
    this.#giveBack = new GiveBack(environment.notices, environment.settings.tokenCredentials);
    this.#deadline = new Countdown(environment.world.clock, environment.settings.connectTimeout * 1000, () =>
      this.#expire(),
    );
    this.#open().catch((error: unknown) => this.#fail(error));
  }

  /** Aborts when it is over. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The service's id, once it is known that a session exists: at the latest when `close()` has resolved. */
  get sessionId(): string | null {
    return this.#client?.sessionId ?? null;
  }

  /** Whether the session was told. One that was allocated while the attempt ended was not. */
  get sessionTold(): boolean {
    return this.#sessionTold;
  }

  get media(): Media | null {
    return this.#media;
  }

  /** Milliseconds from the opening of the stream to its close, or to now; 0 while no session is known. */
  get billed(): number {
    return this.sessionId === null ? 0 : this.#meter.streamed;
  }

  /** Milliseconds since it went live; 0 before. */
  get liveFor(): number {
    return this.#meter.liveFor;
  }

  /** The client that can be talked to now. */
  get client(): PersonaClient | null {
    return this.#ending || !this.#meter.wasLive ? null : this.#client;
  }

  /** The client whose data channel is open now. */
  get channel(): PersonaClient | null {
    return this.#ending || !this.#dataOpen ? null : this.#client;
  }

  /** Ends it; the first ending is kept. First it stops deciding, then it closes, then it tells. */
  end(ending: Ending): void {
    const leaving = ending.reason === 'page-close';
    if (this.#ending) {
      // Still closing, and this page has no later.
      if (leaving) this.#giveBack.send(this.sessionId, true);
      return;
    }
    this.#ending = ending;
    this.#abort.abort();
    this.#deadline.stop();
    this.#troubles.stop();
    void this.close();
    // In the task of the ending: a page that closes has no other.
    this.#giveBack.send(this.sessionId, leaving);
    this.#environment.onOver(ending);
    this.#over.resolve(ending);
  }

  /** Resolves when nothing of it can be open any more. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  /** Sends another voice from now on. */
  setVoice(voice: Media | null): void {
    // Before the opening is through, the opening looks itself.
    if (!this.#media) return;
    this.#client?.setVoice(voice).catch((error: unknown) => {
      if (this.#isOver()) return;
      const message = `The microphone could not be changed: ${messageOf(error)}`;
      this.#environment.tell({ type: 'warning', message });
    });
  }

  async #open(): Promise<void> {
    const { world, voice, settings, ticket, tell } = this.#environment;
    const { signal } = this.#abort;
    const take = (got: Ticket): Ticket => {
      this.#giveBack.take(got);
      if (!this.#isOver()) tell({ type: 'milestone', name: 'token' });
      // Late is silent, but the place at the token server is taken all the same.
      else this.#giveBack.send(null, true);
      return got;
    };
    const [granted] = await Promise.all([ticket(signal).then(take), world.clients.load()]);
    if (this.#isOver()) return;
    // The visitor reads the browser's question: that is not the connection's time.
    this.#deadline.pause();
    await voice.answered;
    if (this.#isOver()) return;
    this.#deadline.resume();
    tell({ type: 'opening' });
    // Whoever was told may have ended it.
    if (this.#isOver()) return;
    const client = world.clients.create({
      token: granted.token,
      apiBaseUrl: granted.apiBaseUrl,
      options: settings.clientOptions,
      voice: voice.possible,
      endOfSpeechSensitivity: this.endOfSpeechSensitivity,
      onEvent: (event) => this.#hear(event),
    });
    this.#client = client;
    this.#meter.open();
    const sent = voice.current;
    const media = await client.open(sent);
    if (this.#isOver()) return;
    this.#media = media;
    if (voice.current !== sent) this.setVoice(voice.current);
    await this.#show(media);
    if (this.#isOver()) return;
    this.#shown = true;
    this.#arrive();
  }

  #isOver(): boolean {
    return this.#ending !== undefined;
  }

  async #show(media: Media): Promise<void> {
    const { stage } = this.#environment.world;
    if (!stage) return;
    const { signal } = this.#abort;
    const notice = (stalled: boolean): void => {
      if (signal.aborted) return;
      this.#environment.tell({ type: 'stalled', stalled });
      this.#trouble('picture', stalled);
    };
    await stage.show(media, { onStall: () => notice(true), onResume: () => notice(false) }, signal);
    if (!this.#isOver()) this.#environment.tell({ type: 'milestone', name: 'first-frame' });
  }

  #hear(event: ClientEvent): void {
    if (this.#ending) return;
    const { tell } = this.#environment;
    switch (event.type) {
      case 'stream':
        return;
      case 'recovering':
      case 'recovered':
        this.#trouble('connection', event.type === 'recovering');
        return;
      case 'closed':
        this.#lose(event.error);
        return;
      case 'connected':
        this.#connected = true;
        tell({ type: 'milestone', name: 'connected' });
        this.#arrive();
        return;
      case 'ready':
        tell({ type: 'milestone', name: 'ready' });
        return;
      case 'session':
        if (this.#sessionTold) return;
        this.#sessionTold = true;
        tell({ type: 'milestone', name: 'session' });
        break;
      case 'data-channel-open':
        if (this.#dataOpen) return;
        this.#dataOpen = true;
    }
    tell(event);
  }

  /** Live is the picture and the connection, whichever comes last. */
  #arrive(): void {
    if (this.#ending || this.#meter.wasLive || !this.#connected || !this.#shown) return;
    this.#deadline.stop();
    this.#meter.live();
    this.#environment.tell({ type: 'live' });
    this.#troubles.watch((error) => this.#fail(error));
    if (this.#troubles.any) this.#environment.tell({ type: 'trouble' });
  }

  #trouble(what: Trouble, there: boolean): void {
    const { any } = this.#troubles;
    if (!this.#troubles.set(what, there) || !this.#meter.wasLive) return;
    if (any !== this.#troubles.any) this.#environment.tell({ type: any ? 'healed' : 'trouble' });
  }

  /** The client says that it is over; without an error the page closed it itself, through the client's own door. */
  #lose(error: PersonaError | undefined): void {
    if (!error) {
      this.end({ reason: 'user' });
      return;
    }
    if (error.code !== 'server-ended') {
      this.#fail(error);
      return;
    }
    if (!this.#meter.wasLive) {
      this.#fail(new PersonaError('server-ended', error.message || 'The service ended the session early.'));
      return;
    }
    // A session that was held and is ended by the service is over, not broken; its words are passed on.
    if (error.message) this.#environment.tell({ type: 'warning', message: error.message });
    this.end({ reason: 'server' });
  }

  #expire(): void {
    const { connectTimeout } = this.#environment.settings;
    this.#fail(
      this.#connected
        ? new PersonaError('no-picture', `Connected, but no picture came within ${connectTimeout} seconds.`)
        : new PersonaError(
            'connect-timeout',
            `The connection was not there within ${connectTimeout} seconds.`,
          ),
    );
  }

  #fail(cause: unknown): void {
    this.end({ reason: 'error', error: asPersonaError(cause) });
  }

  async #close(): Promise<void> {
    try {
      await this.#client?.close();
    } catch {
      // A client that breaks its promise not to reject cannot be closed any better.
    }
    this.#meter.close();
    this.#giveBack.send(this.sessionId, true);
  }
}

/** A client without a network, driven by the test. It passes the same contract suite as the real one (test/contract). */
import type {
  AudioSink,
  ClientEvent,
  ClientFactory,
  ClientRequest,
  CueOptions,
  MessageChunk,
  PersonaClient,
  TalkStream,
} from '../../src/session/client.js';
import { PersonaError } from '../../src/session/error.js';
import type { Media, Track } from '../../src/session/media.js';

export class FakeTrack implements Track {
  readonly kind: string;
  readyState = 'live';

  constructor(kind: string) {
    this.kind = kind;
  }

  stop(): void {
    this.readyState = 'ended';
  }
}

let count = 0;

/** Picture and sound that nobody sees or hears. */
export const fakeMedia = (...kinds: string[]): Media & { readonly tracks: readonly FakeTrack[] } => {
  const tracks = (kinds.length > 0 ? kinds : ['video', 'audio']).map((kind) => new FakeTrack(kind));
  return { id: `media-${++count}`, tracks, getTracks: () => [...tracks] };
};

export interface FakeClientsOptions {
  /**
   * True (the default): a client that is opened is allocated, described, connected and ready by itself, in that order.
   * False: the test calls `allocate()`, `describe()`, `connect()`, `openChannel()`.
   */
  readonly auto?: boolean;
  /** What a client shows; in a browser give real `MediaStream`s. */
  readonly media?: () => Media;
  /** Refuses the openings, one error after the other. */
  readonly refusals?: PersonaError[];
  /** What the service does once a session is allocated. */
  readonly onAllocated?: (client: FakeClient) => void;
  /** What the service does with what it gets. */
  readonly onSent?: (sent: Sent, client: FakeClient) => void;
}

/** What was handed to the persona. */
export type Sent =
  | { readonly what: 'talk' | 'message' | 'context'; readonly text: string }
  | { readonly what: 'stream'; readonly text: string; readonly correlationId: string }
  | { readonly what: 'stream-end'; readonly correlationId: string }
  | { readonly what: 'interrupt' | 'audio' | 'audio-end' }
  | { readonly what: 'cue'; readonly tag: string; readonly options: CueOptions }
  | { readonly what: 'config'; readonly config: Readonly<Record<string, unknown>> }
  | { readonly what: 'tool'; readonly callId: string; readonly answer: object };

export class FakeClient implements PersonaClient {
  readonly request: ClientRequest;
  readonly raw = { fake: true };
  readonly sent: Sent[] = [];
  /** `new` → `opening` → `open` → `closed`; a refused one is `closed` too. */
  phase: 'new' | 'opening' | 'open' | 'closed' = 'new';
  sessionId: string | null = null;
  voice: Media | null = null;
  channelOpen = false;
  /** Whether it ever said that it is connected. */
  connected = false;
  readonly #options: FakeClientsOptions;
  #answer: { resolve: (media: Media) => void; reject: (error: PersonaError) => void } | undefined;
  #closing: Promise<void> | undefined;
  #allocated: (() => void) | undefined;
  #told = true;

  constructor(request: ClientRequest, options: FakeClientsOptions) {
    this.request = request;
    this.#options = options;
  }

  open(voice: Media | null): Promise<Media> {
    if (this.phase !== 'new')
      return Promise.reject(new PersonaError('invalid-argument', 'A client opens once.'));
    this.phase = 'opening';
    this.voice = voice;
    const answer = new Promise<Media>((resolve, reject) => (this.#answer = { resolve, reject }));
    const refusal = this.#options.refusals?.shift();
    if (refusal) queueMicrotask(() => this.refuse(refusal));
    else if (this.#options.auto !== false) queueMicrotask(() => this.#runBySelf());
    return answer;
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  /** Whether its end was asked for, done or not. */
  get closing(): boolean {
    return this.#closing !== undefined;
  }

  /** The service allocates a session: somebody pays from now on, unless it is closed. */
  allocate(sessionId = `session-${++count}`): void {
    if (this.phase !== 'opening' || this.sessionId) return;
    this.sessionId = sessionId;
    this.phase = 'open';
    this.tell({ type: 'session', sessionId });
    this.#allocated?.();
    this.#options.onAllocated?.(this);
  }

  refuse(error: PersonaError): void {
    if (this.phase !== 'opening') return;
    this.phase = 'closed';
    this.#answer?.reject(error);
    this.#allocated?.();
  }

  /** Media is described: `open()` resolves. */
  describe(media: Media = this.#options.media?.() ?? fakeMedia()): void {
    this.allocate();
    this.tell({ type: 'stream', media });
    if (!this.#closing) this.#answer?.resolve(media);
  }

  connect(): void {
    this.tell({ type: 'connected' });
  }

  openChannel(): void {
    if (this.phase === 'open') this.channelOpen = true;
    this.tell({ type: 'data-channel-open' });
  }

  /** Tells something as the service would; nothing after `close()`. */
  tell(event: ClientEvent): void {
    if (event.type === 'connected') this.connected = true;
    if (event.type === 'closed') {
      this.channelOpen = false;
      this.#answer?.reject(
        event.error ?? new PersonaError('not-live', 'The client was closed while it opened.'),
      );
    }
    if (this.#told) this.request.onEvent(event);
  }

  /** Says something, or has the user heard saying it, in one fragment. */
  say(content: string, more: Partial<MessageChunk> = {}): void {
    const role = more.role ?? 'persona';
    this.tell({
      type: 'chunk',
      chunk: {
        id: `${role}::${++count}`,
        role,
        content,
        contentIndex: 0,
        endOfSpeech: true,
        interrupted: false,
        correlationId: undefined,
        utteranceId: undefined,
        cueTag: undefined,
        ...more,
      },
    });
  }

  setVoice(voice: Media | null): Promise<void> {
    this.voice = voice;
    return Promise.resolve();
  }

  talk(text: string): Promise<void> {
    this.#record({ what: 'talk', text });
    return Promise.resolve();
  }

  createTalkStream(correlationId = `correlation-${++count}`): TalkStream {
    return {
      correlationId,
      write: (text) => {
        this.#record({ what: 'stream', text, correlationId });
        return Promise.resolve();
      },
      end: () => {
        this.#record({ what: 'stream-end', correlationId });
        return Promise.resolve();
      },
    };
  }

  sendUserMessage(text: string): void {
    this.#post({ what: 'message', text });
  }

  addContext(text: string): void {
    this.#post({ what: 'context', text });
  }

  interrupt(): void {
    this.#post({ what: 'interrupt' });
  }

  sendCue(tag: string, options: CueOptions): void {
    this.#post({ what: 'cue', tag, options });
  }

  updatePersona(config: Readonly<Record<string, unknown>>): void {
    this.#post({ what: 'config', config });
  }

  createAudioSink(): AudioSink {
    return {
      write: () => this.#record({ what: 'audio' }),
      end: () => this.#record({ what: 'audio-end' }),
    };
  }

  answerTool(callId: string, answer: { readonly result: unknown } | { readonly error: string }): void {
    if (this.sent.some((sent) => sent.what === 'tool' && sent.callId === callId)) return;
    this.#record({ what: 'tool', callId, answer });
  }

  #post(sent: Sent): void {
    if (!this.channelOpen) throw new PersonaError('not-live', 'The data channel is not open.');
    this.#record(sent);
  }

  #record(sent: Sent): void {
    this.sent.push(sent);
    this.#options.onSent?.(sent, this);
  }

  #runBySelf(): void {
    this.allocate();
    this.describe();
    this.connect();
    this.openChannel();
    this.tell({ type: 'ready' });
  }

  async #close(): Promise<void> {
    this.#told = false;
    this.channelOpen = false;
    this.#answer?.reject(new PersonaError('not-live', 'The client was closed while it opened.'));
    if (this.phase === 'opening') {
      // As the real one: a request that is under way cannot be taken back, only waited for.
      await new Promise<void>((resolve) => (this.#allocated = resolve));
    }
    this.phase = 'closed';
  }
}

export class FakeClients implements ClientFactory {
  readonly clients: FakeClient[] = [];
  readonly options: FakeClientsOptions;
  loads = 0;
  /** Lets `load()` fail, until it is taken away. */
  loadError: PersonaError | undefined;

  constructor(options: FakeClientsOptions = {}) {
    this.options = options;
  }

  load(): Promise<void> {
    this.loads++;
    return this.loadError ? Promise.reject(this.loadError) : Promise.resolve();
  }

  create(request: ClientRequest): FakeClient {
    const client = new FakeClient(request, this.options);
    this.clients.push(client);
    return client;
  }

  /** The newest client. */
  get last(): FakeClient {
    const client = this.clients.at(-1);
    if (!client) throw new Error('No client was created yet.');
    return client;
  }

  /** Clients that somebody still pays for. */
  get open(): readonly FakeClient[] {
    return this.clients.filter(({ phase }) => phase === 'open' || phase === 'opening');
  }
}

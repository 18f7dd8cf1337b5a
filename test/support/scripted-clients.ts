/** Owns a realtime client without a network: real picture and sound, everything else as the test tells it. */
import type {
  AudioSink,
  ClientEvent,
  ClientFactory,
  ClientRequest,
  MessageChunk,
  PersonaClient,
  TalkStream,
} from '../../src/session/client.js';
import type { Media } from '../../src/session/media.js';

/** A JWT as far as anybody looks: made now, signed by nobody. */
export function token(claims: Readonly<Record<string, unknown>> = {}): string {
  const part = (value: unknown): string =>
    btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
  const seconds = Math.floor(Date.now() / 1000);
  return [
    part({ alg: 'HS256', typ: 'JWT' }),
    part({ accountId: 'test', type: 'ephemeral', iat: seconds, exp: seconds + 3600, ...claims }),
    part('unsigned'),
  ].join('.');
}

/** A moving picture with a silent sound track, so that an element can really play it. */
export function picture(): { media: MediaStream; stop: () => void } {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 240;
  const context = canvas.getContext('2d')!;
  const draw = (): void => {
    context.fillStyle = `hsl(${(performance.now() / 20) % 360} 60% 60%)`;
    context.fillRect(0, 0, 320, 240);
  };
  draw();
  const timer = setInterval(draw, 40);
  const audio = new AudioContext();
  const sound = audio.createMediaStreamDestination();
  const media = new MediaStream([
    ...canvas.captureStream(25).getVideoTracks(),
    ...sound.stream.getAudioTracks(),
  ]);
  return {
    media,
    stop: () => {
      clearInterval(timer);
      void audio.close();
      for (const track of media.getTracks()) track.stop();
    },
  };
}

export class ScriptedClient implements PersonaClient {
  readonly request: ClientRequest;
  readonly raw = { scripted: true };
  /** Commands in the order they came. */
  readonly calls: [name: string, ...values: unknown[]][] = [];
  voice: Media | null | undefined;
  closed = false;
  sessionId: string | null = null;
  #clients: ScriptedClients;
  #picture: ReturnType<typeof picture> | undefined;

  constructor(request: ClientRequest, clients: ScriptedClients) {
    this.request = request;
    this.#clients = clients;
  }

  emit(event: ClientEvent): void {
    this.request.onEvent(event);
  }

  /** A message of either side, said in one go unless `more` says otherwise. */
  say(role: 'user' | 'persona', content: string, more: Partial<MessageChunk> = {}): void {
    this.emit({
      type: 'chunk',
      chunk: {
        id: crypto.randomUUID(),
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

  async open(voice: Media | null): Promise<Media> {
    this.voice = voice;
    await this.#clients.beforeOpen?.();
    this.sessionId = crypto.randomUUID();
    this.emit({ type: 'session', sessionId: this.sessionId });
    this.#picture = picture();
    this.emit({ type: 'stream', media: this.#picture.media });
    void this.#go();
    return this.#picture.media;
  }

  async #go(): Promise<void> {
    await this.#clients.beforeConnected?.();
    if (this.closed) return;
    this.emit({ type: 'connected' });
    this.emit({ type: 'data-channel-open' });
    this.emit({ type: 'ready' });
  }

  close(): Promise<void> {
    this.closed = true;
    this.#picture?.stop();
    for (const track of this.voice?.getTracks() ?? []) track.stop();
    return Promise.resolve();
  }

  setVoice(voice: Media | null): Promise<void> {
    this.voice = voice;
    return Promise.resolve();
  }

  talk(text: string): Promise<void> {
    this.calls.push(['talk', text]);
    return Promise.resolve();
  }

  createTalkStream(correlationId = crypto.randomUUID()): TalkStream {
    return {
      correlationId,
      write: (text) => this.talk(text),
      end: () => {
        this.calls.push(['talk-end']);
        return Promise.resolve();
      },
    };
  }

  sendUserMessage(text: string): void {
    this.calls.push(['sendUserMessage', text]);
  }

  addContext(text: string): void {
    this.calls.push(['addContext', text]);
  }

  interrupt(): void {
    this.calls.push(['interrupt']);
  }

  sendCue(...values: unknown[]): void {
    this.calls.push(['sendCue', ...values]);
  }

  updatePersona(config: unknown): void {
    this.calls.push(['updatePersona', config]);
  }

  createAudioSink(): AudioSink {
    return {
      write: (chunk) => void this.calls.push(['audio', chunk.byteLength]),
      end: () => void this.calls.push(['audio-end']),
    };
  }

  answerTool(callId: string, answer: unknown): void {
    this.calls.push(['answerTool', callId, answer]);
  }
}

export class ScriptedClients implements ClientFactory {
  readonly made: ScriptedClient[] = [];
  loads = 0;
  /** Awaited before the session is there; a rejection is the opening's. */
  beforeOpen: (() => Promise<void>) | undefined;
  /** Awaited between the session and the connection. */
  beforeConnected: (() => Promise<void>) | undefined;
  beforeLoad: (() => Promise<void>) | undefined;

  get last(): ScriptedClient {
    const client = this.made.at(-1);
    if (!client) throw new Error('No client was made yet.');
    return client;
  }

  /** Clients that nobody closed. */
  get open(): number {
    return this.made.filter(({ closed }) => !closed).length;
  }

  async load(): Promise<void> {
    this.loads += 1;
    await this.beforeLoad?.();
  }

  create(request: ClientRequest): PersonaClient {
    const client = new ScriptedClient(request, this);
    this.made.push(client);
    return client;
  }
}

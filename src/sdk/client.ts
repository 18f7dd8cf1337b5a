/** Owns one client of the SDK for one session: opens it, translates what it tells, and closes it for good in any phase. */
import type { DirectorNoteCueTag } from '@anam-ai/js-sdk';
import type {
  AudioFormat,
  AudioSink,
  ClientEvent,
  ClientRequest,
  CueOptions,
  PersonaClient,
  TalkStream,
} from '../session/client.js';
import { messageOf, PersonaError } from '../session/error.js';
import type { Media } from '../session/media.js';
import { openingError } from './errors.js';
import { EVENTS, type Unused } from './events.js';
import { dataChannelIsOpen, endConnection, peerConnectionOf } from './internals.js';
import { watchLink } from './link-watch.js';
import { clientOptions } from './options.js';
import { OutgoingVoice } from './outgoing-voice.js';
import type { AnamClient, Sdk } from './sdk.js';
import { ToolAnswers } from './tool-answers.js';

/** Milliseconds between two looks for the session id, which no event tells, while the request for it is under way. */
const GLANCE = 25;

export class SdkClient implements PersonaClient {
  readonly #sdk: Sdk;
  readonly #client: AnamClient;
  readonly #request: ClientRequest;
  readonly #voice = new OutgoingVoice();
  readonly #tools: ToolAnswers;
  /** Settles when the SDK's `stream()` does; until then, or until a session id is there, it cannot be stopped. */
  #streaming: Promise<unknown> | undefined;
  #giveUp: ((error: PersonaError) => void) | undefined;
  #glance: ReturnType<typeof setInterval> | undefined;
  #unwatch: (() => void) | undefined;
  #sessionId: string | null = null;
  #sessionTold = false;
  #closing: Promise<void> | undefined;
  /** Closed by us or by the other side: nothing is told any more. */
  #over = false;

  constructor(sdk: Sdk, request: ClientRequest) {
    this.#sdk = sdk;
    this.#request = request;
    try {
      this.#client = sdk.createClient(request.token, clientOptions(request));
    } catch (error) {
      throw openingError(error);
    }
    this.#tools = new ToolAnswers(this.#client);
    this.#listen();
  }

  get raw(): AnamClient {
    return this.#client;
  }

  /** The SDK forgets it when it stops. */
  get sessionId(): string | null {
    return (this.#sessionId ??= this.#client.getActiveSessionId());
  }

  async open(voice: Media | null): Promise<Media> {
    if (this.#streaming || this.#over) {
      throw new PersonaError('invalid-argument', 'A client opens once: create another.');
    }
    const lent = this.#request.voice ? this.#voice.lend(voice) : undefined;
    const streaming = this.#client.stream(lent);
    this.#streaming = streaming.then(
      () => undefined,
      () => undefined,
    );
    // After a failure of signalling or WebRTC, stream() stays pending for ever.
    const givenUp = new Promise<never>((_, reject) => (this.#giveUp = reject));
    this.#glance = setInterval(() => this.#lookForSession(), GLANCE);
    try {
      const streams = await Promise.race([streaming, givenUp]);
      this.#lookForSession();
      const media = this.#merge(streams);
      this.#tell({ type: 'stream', media });
      return media;
    } catch (error) {
      clearInterval(this.#glance);
      throw openingError(error);
    } finally {
      this.#giveUp = undefined;
    }
  }

  close(): Promise<void> {
    // Before anything else: stopping makes the SDK tell once more that the connection is closed.
    this.#over = true;
    return (this.#closing ??= this.#close());
  }

  async setVoice(voice: Media | null): Promise<void> {
    if (this.#request.voice && !this.#over) await this.#voice.send(voice, peerConnectionOf(this.#client));
  }

  talk(text: string): Promise<void> {
    return this.#client.talk(text);
  }

  createTalkStream(correlationId?: string): TalkStream {
    const stream = this.#client.createTalkMessageStream(correlationId);
    let begun = false;
    return {
      correlationId: stream.getCorrelationId(),
      write: async (text) => {
        begun = true;
        await stream.streamMessageChunk(text, false);
      },
      // The SDK warns about ending what was not begun, or was interrupted.
      end: async () => {
        if (begun && stream.isActive()) await stream.endMessage();
      },
    };
  }

  sendUserMessage(text: string): void {
    this.#needChannel();
    this.#client.sendUserMessage(text);
  }

  addContext(text: string): void {
    this.#needChannel();
    this.#client.addContext(text);
  }

  interrupt(): void {
    this.#needChannel();
    this.#client.interruptPersona();
  }

  sendCue(tag: string, options: CueOptions): void {
    this.#needChannel();
    try {
      this.#client.sendDirectorNoteCue(
        tag as DirectorNoteCueTag,
        options as Parameters<AnamClient['sendDirectorNoteCue']>[1],
      );
    } catch (cause) {
      throw new PersonaError('invalid-argument', messageOf(cause), { cause });
    }
  }

  updatePersona(config: Readonly<Record<string, unknown>>): void {
    this.#needChannel();
    this.#client.sendDataMessage(JSON.stringify({ message_type: 'persona_config', data: config }));
  }

  createAudioSink(format: AudioFormat): AudioSink {
    const stream = this.#client.createAgentAudioInputStream(format);
    return { write: (chunk) => stream.sendAudioChunk(chunk), end: () => stream.endSequence() };
  }

  answerTool(callId: string, answer: { readonly result: unknown } | { readonly error: string }): void {
    this.#tools.answer(callId, answer);
  }

  #listen(): void {
    for (const name of Object.values(this.#sdk.AnamEvent)) {
      const translation = EVENTS[name] as ((...told: unknown[]) => ClientEvent) | Unused | undefined;
      if (typeof translation !== 'function') continue;
      this.#client.addListener(name, (...told: unknown[]) => {
        // An error of ours must not stop the SDK's own handling of the message.
        try {
          this.#hear(translation(...told));
        } catch (error) {
          console.error('[anam-persona] An event of the SDK could not be handled:', error);
        }
      });
    }
    const { AnamEvent } = this.#sdk;
    this.#client.addListener(AnamEvent.INPUT_AUDIO_STREAM_STARTED, () => {
      this.#voice.takeBack();
      // The voice may have come, gone or changed since it was lent.
      this.#voice.attach(peerConnectionOf(this.#client)).catch((error: unknown) => this.#warn(error));
    });
    this.#client.addListener(AnamEvent.VIDEO_STREAM_STARTED, () => this.#watch());
  }

  #hear(event: ClientEvent): void {
    if (this.#over) return;
    this.#lookForSession();
    if (event.type === 'tool-started') this.#tools.expect(event.call);
    if (event.type === 'closed') this.#lose(event.error);
    else this.#tell(event);
  }

  #tell(event: ClientEvent): void {
    if (!this.#over) this.#request.onEvent(event);
  }

  /** The connection is gone: told once. What is left of it is closed by whoever holds the client. */
  #lose(error: PersonaError | undefined): void {
    if (this.#over) return;
    this.#over = true;
    this.#unwatch?.();
    this.#request.onEvent(error ? { type: 'closed', error } : { type: 'closed' });
    this.#giveUp?.(error ?? new PersonaError('not-live', 'The client was closed while it opened.'));
  }

  #lookForSession(): void {
    const { sessionId } = this;
    if (sessionId === null || this.#sessionTold) return;
    this.#sessionTold = true;
    clearInterval(this.#glance);
    this.#tell({ type: 'session', sessionId });
  }

  #watch(): void {
    const peer = peerConnectionOf(this.#client);
    if (!peer || this.#unwatch || this.#over) return;
    this.#unwatch = watchLink(peer, {
      onRecovering: () => this.#tell({ type: 'recovering' }),
      onRecovered: () => this.#tell({ type: 'recovered' }),
      onBroken: () => {
        this.#lose(
          new PersonaError('webrtc-failed', 'The encryption of the connection failed after a recovery.'),
        );
      },
    });
  }

  #merge(streams: readonly (MediaStream | undefined)[]): MediaStream {
    const [first, ...others] = new Set(streams);
    if (first && others.length === 0) return first;
    const receivers = peerConnectionOf(this.#client)?.getReceivers() ?? [];
    // Tracks without a stream come as `undefined`: the connection knows them all.
    return new MediaStream(receivers.map(({ track }) => track));
  }

  #needChannel(): void {
    if (dataChannelIsOpen(this.#client)) return;
    throw new PersonaError('not-live', 'The data channel is not open.');
  }

  #warn(error: unknown): void {
    const message = `The microphone could not be attached: ${messageOf(error)}`;
    this.#tell({ type: 'warning', message });
  }

  async #close(): Promise<void> {
    this.#unwatch?.();
    this.#voice.withdraw();
    this.#giveUp?.(new PersonaError('not-live', 'The client was closed while it opened.'));
    try {
      // While the request for a session is under way, stopping does nothing and the session starts anyway.
      if (this.#streaming && this.sessionId === null) await this.#requested();
      // A quick stream is there before the first look at it, and the SDK forgets its session when it stops.
      this.#lookForSession();
      await this.#client.stopStreaming();
    } catch (error) {
      console.error('[anam-persona] The SDK could not stop its stream:', error);
      // It tells before it closes: a listener of the page that throws would leave everything open, and billed.
      await endConnection(this.#client).catch(() => undefined);
    } finally {
      clearInterval(this.#glance);
      this.#voice.close();
    }
  }

  /** Resolves when the request for a session is answered, one way or the other. */
  #requested(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearInterval(glance);
        resolve();
      };
      const glance = setInterval(() => this.sessionId !== null && done(), GLANCE);
      void this.#streaming?.then(done);
    });
  }
}

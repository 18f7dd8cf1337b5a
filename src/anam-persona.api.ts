/** Owns what a page can read and command while the element runs: everything that the session does itself. */
import type { AnamPersonaEventMap } from './anam-persona.events.js';
import { rememberDevice } from './controllers/device-memory.js';
import type { DeviceList } from './controllers/devices.js';
import type { LateMicrophone } from './controllers/late-microphone.js';
import type { MicrophoneController } from './controllers/microphone-controller.js';
import type { PlaybackController } from './controllers/playback-controller.js';
import { PersonaOptions } from './anam-persona.options.js';
import type { AudioFormat, CueOptions } from './session/client.js';
import type { PersonaError } from './session/error.js';
import type { PersonaMessage, PersonaState, Timings } from './session/events.js';
import type { MicState } from './session/media.js';
import type { PersonaSession } from './session/session.js';

/** Handles a client tool; what it returns is told to the persona, what it throws is told as a failure. */
export type ToolHandler = Parameters<PersonaSession['registerTool']>[1];

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the interface below only adds overloads of a method that exists
export abstract class PersonaApi extends PersonaOptions {
  protected abstract readonly session: PersonaSession;
  protected abstract readonly microphone: MicrophoneController;
  protected abstract readonly lateMicrophone: LateMicrophone;
  protected abstract readonly playback: PlaybackController;

  /** The connection state. */
  get state(): PersonaState {
    return this.session.state;
  }

  /** Why the last session failed; `null` otherwise. */
  get error(): PersonaError | null {
    return this.session.error;
  }

  /** Id of the running session; a secret of its owner. `null` when none runs. */
  get sessionId(): string | null {
    return this.session.sessionId;
  }

  /** The conversation so far: a copy. */
  get messages(): readonly PersonaMessage[] {
    return this.session.messages;
  }

  /** The persona speaks now. */
  get personaSpeaking(): boolean {
    return this.session.personaSpeaking;
  }

  /** The visitor speaks now, as the service hears it. */
  get userSpeaking(): boolean {
    return this.session.userSpeaking;
  }

  /** Milliseconds since `start()` at which each step was reached. */
  get timings(): Timings {
    return this.session.timings;
  }

  /** Seconds of billed time of the running or last session. */
  get duration(): number {
    return this.session.duration;
  }

  /** What is known of the microphone. */
  get micState(): MicState {
    return this.microphone.state;
  }

  /** The browser plays no sound before the visitor clicks, taps or presses a key. */
  get soundBlocked(): boolean {
    return this.playback.soundBlocked;
  }

  /** Picture and sound of the persona while they are shown; else `null`. */
  get mediaStream(): MediaStream | null {
    return this.playback.mediaStream;
  }

  /** The client of the Anam SDK while live, for what the element does not cover; else `null`. */
  get client(): unknown {
    return this.session.client;
  }

  /** Ends the session. Resolves when nothing is open any more. Safe in every state. */
  stop(): Promise<void> {
    return this.session.stop();
  }

  /** Cuts the persona short. Rejects with `not-live`. */
  interrupt(): Promise<void> {
    return this.session.interrupt();
  }

  /** The persona says exactly this. Resolves when all of it was handed over; aborting interrupts. Rejects with `not-live`. */
  async talk(
    text: string | AsyncIterable<string> | ReadableStream<string>,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    await this.session.talk(text, options);
  }

  /** A stream to pipe an answer into: closing ends the utterance, aborting interrupts. */
  talkStream(): WritableStream<string> {
    return this.session.talkStream();
  }

  /** Sends a message as if the visitor had said it. While connecting it waits. Rejects with `not-live`. */
  async sendUserMessage(text: string): Promise<void> {
    await this.session.sendUserMessage(text);
  }

  /** Tells the persona something that is not part of the conversation. While connecting it waits. Rejects with `not-live`. */
  async addContext(text: string): Promise<void> {
    await this.session.addContext(text);
  }

  /** Directs how the persona speaks, such as "happy". Rejects with `not-live`. */
  async sendDirectorNoteCue(tag: string, options: CueOptions = {}): Promise<void> {
    await this.session.sendDirectorNoteCue(tag, options);
  }

  /** Changes language, voice or detection settings of the running session. Rejects with `not-live`. */
  async updatePersona(config: Readonly<Record<string, unknown>>): Promise<void> {
    await this.session.updatePersona(config);
  }

  /** A stream for raw speech that the persona mouths. */
  sendAudio(format: AudioFormat): WritableStream<BufferSource> {
    return this.session.sendAudio(format);
  }

  /** Answers a client tool, in this and all later sessions. Returns how to take it back. */
  registerTool(name: string, handler: ToolHandler): () => void {
    return this.session.registerTool(name, handler);
  }

  /** Lets the persona be heard; call it inside a gesture. Resolves with whether the sound is on its way. */
  startAudio(): Promise<boolean> {
    return this.playback.startAudio();
  }

  /**
   * Asks for the microphone again, for a session that goes on without one; call it inside a gesture. Resolves with
   * whether there is one now: `micState` says why not. Without a running session nothing is asked.
   */
  requestMicrophone(): Promise<boolean> {
    return this.lateMicrophone.ask();
  }

  /**
   * Changes the microphone, live, and remembers it in this browser; `''` is the system's default and forgets it.
   * Rejects with `device-unavailable`; the old one then stays in use.
   */
  async setInputDevice(id: string): Promise<void> {
    await this.microphone.setDevice(id);
    // A newer choice has won, and nothing is left to say of this one.
    if (this.microphone.deviceId !== id) return;
    this.inputDevice = id;
    rememberDevice('input', id);
  }

  /**
   * Changes the speaker, live, and remembers it in this browser; `''` is the system's default and forgets it.
   * Rejects with `device-unavailable`; the old one then stays in use. Refused because the microphone was not allowed
   * yet, it waits for that.
   */
  async setOutputDevice(id: string): Promise<void> {
    await this.playback.setSink(id);
    if (this.playback.sinkId !== id) return;
    this.outputDevice = id;
    rememberDevice('output', id);
  }

  /** Microphones and speakers; their names are there only after permission. */
  listDevices(): Promise<DeviceList> {
    return this.microphone.list();
  }

  /** The picture of now as a PNG. Rejects with `not-live`. */
  captureFrame(): Promise<Blob> {
    return this.playback.captureFrame();
  }

  /** Shows the persona in a window over all others; call it inside a gesture. Rejects with `not-live` or `browser-unsupported`. */
  requestPictureInPicture(): Promise<PictureInPictureWindow> {
    return this.playback.requestPictureInPicture();
  }
}

/** Events by name, so that listeners are typed. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- see the class
export interface PersonaApi {
  addEventListener<K extends keyof AnamPersonaEventMap>(
    type: K,
    listener: (this: this, event: AnamPersonaEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: this, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** What tests see of the page: the harness that `in-page.ts` puts there, and the SDK's client. */

/** The SDK's client, as far as tests call it. */
export interface SdkClient {
  addListener(name: string, listener: (...values: unknown[]) => void): void;
  registerToolCallHandler?(
    name: string,
    handler: { onStart: (call: { arguments: unknown }) => Promise<string> },
  ): void;
  stream(microphone?: MediaStream): Promise<(MediaStream | undefined)[]>;
  sendUserMessage(text: string): void;
  interruptPersona(): void;
  talk(text: string): Promise<void>;
  addContext(text: string): void;
  sendDirectorNoteCue(tag: string, options?: object): void;
  createTalkMessageStream(): {
    streamMessageChunk(text: string, end: boolean): Promise<void>;
    getCorrelationId(): string;
  };
  createAgentAudioInputStream(config: object): {
    sendAudioChunk(data: ArrayBuffer): void;
    endSequence(): void;
  };
  sendDataMessage(text: string): void;
  stopStreaming(): Promise<void>;
}

/** One event of the SDK. */
export interface Told {
  name: string;
  values: unknown[];
}

/** What has happened in the page so far. */
export interface Run {
  events: Told[];
  outcome: 'not started' | 'pending' | 'resolved' | 'rejected';
  error?: { message: string; code?: string; statusCode?: number; cause?: string };
  streams: (MediaStream | undefined)[];
  tools: unknown[];
  client?: SdkClient;
}

/** The page's side of a session. */
export interface Harness {
  readonly run: Run;
  /** Makes a client and opens the stream; never rejects: what happened is in `run`. */
  start(token: unknown, baseUrl: string, microphoneOn?: boolean): Promise<void>;
  /** Frames shown so far. */
  frames(): number;
  names(): string[];
  count(name: string): number;
  last(name: string): unknown[] | undefined;
  /** Switches the tone in the microphone on or off. */
  speak(on: boolean): void;
  /** How loud the persona is right now, 0 to 1. */
  loudness(): number;
  /** What has been said so far, piece by piece. */
  said(role: 'persona' | 'user'): string;
}

declare global {
  interface Window {
    harness: Harness;
    /** What the page has sent on its socket and its data channel. */
    sentTexts: string[];
    /** The socket that it has last sent on. */
    lastSocket: WebSocket | undefined;
    anam: { createClient(token: unknown, options: object): SdkClient; AnamEvent: Record<string, string> };
  }
}

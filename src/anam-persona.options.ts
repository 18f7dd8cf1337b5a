/** Owns what a page can set on the element: attributes and properties, their defaults, and the session settings they become. */
import { LitElement } from 'lit';
import {
  callable,
  enforceRules,
  flag,
  json,
  number,
  oneOf,
  property,
  record,
  text,
  words,
} from './anam-persona.rules.js';
import type { ClientFactory } from './session/client.js';
import type { SessionSettings, TokenHeaders, TokenProvider } from './session/settings.js';
import type { Texts } from './text/texts.js';

export abstract class PersonaOptions extends LitElement {
  /** Endpoint that mints a session token; asked by `POST` before every start. Relative addresses are the page's. */
  @property({ attribute: 'token-url', converter: text }) tokenUrl = '';

  /** Body sent to `token-url`: which persona, which variables. */
  @property({ attribute: 'token-params', converter: json }) tokenParams:
    Readonly<Record<string, unknown>> | undefined;

  /** Credentials mode of the request to `token-url`. */
  @property({ attribute: 'token-credentials', converter: oneOf('same-origin', 'include', 'omit') })
  tokenCredentials: 'same-origin' | 'include' | 'omit' = 'same-origin';

  /** Extra headers for `token-url` (a CSRF token, a bearer), as an object or a function that makes one. */
  @property({ attribute: false, converter: callable('or object') }) tokenHeaders: TokenHeaders | undefined;

  /** Returns a token for every start; wins over `token-url`. */
  @property({ attribute: false, converter: callable('only') }) tokenProvider: TokenProvider | undefined;

  /**
   * A literal, single-use session token; wins over `token-url` and `tokenProvider` while it is set. Spent after one session:
   * set another before the next start; a lost session is not replaced.
   */
  @property({ attribute: 'session-token', converter: text }) sessionToken = '';

  /** Options for the client of the Anam SDK (`api`, `iceServers`, `rtcConfiguration`, `metrics`, …). */
  @property({ attribute: false, converter: record }) clientOptions: Readonly<Record<string, unknown>> = {};

  /** Another maker of realtime clients than the Anam SDK's: for tests and integrators. */
  @property({ attribute: false }) clientFactory: ClientFactory | undefined;

  /** Replaces single texts of the interface, by key. */
  @property({ attribute: false, converter: words }) texts: Partial<Texts> = {};

  /** Starts when connected and visible, in the floating layout with the panel open; without a user's gesture it starts without microphone. */
  @property({ converter: flag }) autostart = false;

  /** What is warmed up before the start: nothing; code, near the viewport or on hover, focus and touch; or on these three the token too. */
  @property({ converter: oneOf('metadata', 'none', 'auto') }) preload: 'none' | 'metadata' | 'auto' =
    'metadata';

  /** Never asks for the microphone: the visitor listens and types. */
  @property({ attribute: 'disable-input-audio', converter: flag }) disableInputAudio = false;

  /** The visitor's microphone is muted. */
  @property({ attribute: 'mic-muted', reflect: true, converter: flag }) micMuted = false;

  /** The persona's sound is off. */
  @property({ converter: flag }) muted = false;

  /** Loudness of the persona, 0 to 1. */
  @property({ converter: number(1, 0, 1) }) volume = 1;

  /** Id of the microphone, changed live; empty is what was chosen in this browser before, else the system's default. */
  @property({ attribute: 'input-device', converter: text }) inputDevice = '';

  /** Id of the speaker, changed live; empty is what was chosen in this browser before, else the system's default. */
  @property({ attribute: 'output-device', converter: text }) outputDevice = '';

  /** How soon a pause ends the visitor's turn, 0 to 1; unset leaves the service's default. */
  @property({ attribute: 'end-of-speech-sensitivity', converter: number(undefined, 0, 1) })
  endOfSpeechSensitivity: number | undefined;

  /** Seconds from start to the first picture. */
  @property({ attribute: 'connect-timeout', converter: number(20, 1) }) connectTimeout = 20;

  /** How often a lost session is replaced by a new one; 0 switches off. */
  @property({ converter: number(2, 0) }) reconnect = 2;

  /** Seconds without anybody speaking or typing until the session ends; 0 is never. */
  @property({ attribute: 'idle-timeout', converter: number(0, 0) }) idleTimeout = 0;

  /** Seconds in a hidden tab until the session ends; 0 is never. */
  @property({ attribute: 'hidden-timeout', converter: number(0, 0) }) hiddenTimeout = 0;

  /** Seconds that a session lasts at most; 0 is no limit of the page's. */
  @property({ attribute: 'max-duration', converter: number(0, 0) }) maxDuration = 0;

  /** Shows no interface at all: the page drives the element. */
  @property({ attribute: 'no-controls', converter: flag }) noControls = false;

  /** Captions over the picture. */
  @property({ reflect: true, converter: flag }) captions = false;

  /** The conversation beside or over the picture. */
  @property({ reflect: true, converter: flag }) transcript = false;

  /** A field for typed messages. */
  @property({ attribute: 'text-input', converter: flag }) textInput = false;

  /** In the flow of the page, or a button in a corner that opens a panel. */
  @property({ reflect: true, useDefault: true, converter: oneOf('inline', 'floating') })
  layout: 'inline' | 'floating' = 'inline';

  /** Corner of the floating layout. */
  @property({ converter: oneOf('bottom-right', 'bottom-left', 'top-right', 'top-left') })
  position: 'bottom-right' | 'bottom-left' | 'top-right' | 'top-left' = 'bottom-right';

  /** The floating panel is open. */
  @property({ reflect: true, converter: flag }) open = false;

  /** Asks for consent before microphone, token and download. */
  @property({ converter: flag }) consent = false;

  /** Name under which the consent is remembered in this browser; empty asks at every visit. */
  @property({ attribute: 'consent-key', converter: text }) consentKey = '';

  /** Address of the terms, linked where consent is asked for. */
  @property({ attribute: 'terms-url', converter: text }) termsUrl = '';

  /** Address of the privacy notice, linked where consent is asked for. */
  @property({ attribute: 'privacy-url', converter: text }) privacyUrl = '';

  /** Address of the picture shown before the first frame; the slot `poster` wins. */
  @property({ converter: text }) poster = '';

  /** Used in labels, such as "Talk to Cara". */
  @property({ attribute: 'persona-name', converter: text }) personaName = '';

  /** Text of the start button. */
  @property({ attribute: 'call-to-action', converter: text }) callToAction = '';

  /** What the session is told. */
  protected get settings(): SessionSettings {
    return {
      tokenUrl: this.tokenUrl ? resolve(this.tokenUrl, this.baseURI) : undefined,
      tokenParams: this.tokenParams,
      tokenCredentials: this.tokenCredentials,
      tokenHeaders: this.tokenHeaders,
      tokenProvider: this.tokenProvider,
      sessionToken: this.sessionToken || undefined,
      clientOptions: this.clientOptions,
      disableInputAudio: this.disableInputAudio,
      endOfSpeechSensitivity: this.endOfSpeechSensitivity,
      connectTimeout: this.connectTimeout,
      reconnect: this.reconnect,
      idleTimeout: this.idleTimeout,
      hiddenTimeout: this.hiddenTimeout,
      maxDuration: this.maxDuration,
    };
  }
}

enforceRules(PersonaOptions);

/** An address that cannot be read is left as it is: the request then fails and says which address it was. */
function resolve(address: string, base: string): string {
  try {
    return new URL(address, base).href;
  } catch {
    return address;
  }
}

/** Owns the element: chooses the parts, wires options, session, hands and view together. */
import type { PropertyValues, TemplateResult } from 'lit';
import { PersonaApi } from './anam-persona.api.js';
import { lazyClients } from './anam-persona.clients.js';
import { obey } from './anam-persona.commands.js';
import { dispatch } from './anam-persona.dispatch.js';
import {
  AnamBeforeStartEvent,
  AnamCloseEvent,
  AnamErrorEvent,
  AnamMicChangeEvent,
  AnamOpenEvent,
  AnamSoundChangeEvent,
} from './anam-persona.events.js';
import { presenceOf } from './anam-persona.face.js';
import { Interface } from './anam-persona.interface.js';
import { News } from './anam-persona.news.js';
import { StateMirror } from './anam-persona.states.js';
import { rememberedDevice } from './controllers/device-memory.js';
import { LateMicrophone } from './controllers/late-microphone.js';
import { MicrophoneController } from './controllers/microphone-controller.js';
import { PageController } from './controllers/page-controller.js';
import { PlaybackController } from './controllers/playback-controller.js';
import { PreloadController } from './controllers/preload-controller.js';
import { PresenceController } from './controllers/presence-controller.js';
import { SessionController } from './controllers/session-controller.js';
import { TextController } from './controllers/text-controller.js';
import { userActivation } from './controllers/user-activation.js';
import { asPersonaError, PersonaError } from './session/error.js';
import type { PersonaSession } from './session/session.js';
import { personaView } from './view/persona.view.js';
import { styles } from './view/styles.js';

/**
 * A live persona: a video of somebody who listens, thinks and answers.
 *
 * @tag anam-persona
 * @tagname anam-persona
 *
 * @slot - Shown until the element is defined, and where the browser cannot do it.
 * @slot poster - Picture before the first frame, instead of the attribute `poster`.
 * @slot start - Content of the start button, instead of the text.
 * @slot launcher - Content of the floating launcher, instead of the text.
 * @slot consent - What the visitor agrees to, instead of the text.
 * @slot controls - Buttons of the page, in the bar.
 * @slot error - Replaces what is shown when the session failed.
 *
 * @csspart frame - The whole box, inline.
 * @csspart panel - The whole box, floating.
 * @csspart stage - The picture and everything over it.
 * @csspart video - The video.
 * @csspart poster - The picture of the attribute `poster`.
 * @csspart button - Every button.
 * @csspart start-button - The buttons that start, try again and agree.
 * @csspart launcher - The floating launcher, and the small live picture.
 * @csspart minimise-button - The button that closes the floating panel.
 * @csspart controls - The bar of buttons.
 * @csspart mic-button - The microphone.
 * @csspart sound-button - The persona's sound.
 * @csspart captions-button - Shows and hides captions.
 * @csspart transcript-button - Shows and hides the transcript.
 * @csspart interrupt-button - Cuts the persona short.
 * @csspart more-button - Opens the menu.
 * @csspart end-button - Ends the session.
 * @csspart sound-unlock - Asks for a tap when the browser blocks the sound.
 * @csspart menu - The menu.
 * @csspart menu-item - A line of the menu that can be pressed.
 * @csspart captions - The captions.
 * @csspart transcript - The conversation as text.
 * @csspart message - A message in the transcript.
 * @csspart text-input - The field for typed messages.
 * @csspart send-button - Sends what was typed.
 * @csspart status - The visible status while connecting.
 * @csspart mode - What the persona is doing: listening, thinking, speaking.
 * @csspart notice - A sentence about something that does not work, ends soon, or happens while the floating panel is closed.
 * @csspart consent - The question before the first start.
 * @csspart link - Links to terms and privacy.
 * @csspart error - What is shown when the session failed.
 *
 * @cssprop [--anam-accent=#5648d9] - Start button, focus, the visitor's messages, and the tint of the empty stage.
 * @cssprop [--anam-on-accent] - Text on the accent; black or white, whichever can be read, when unset.
 * @cssprop [--anam-surface] - Transcript and menu; white or nearly black by `color-scheme` when unset.
 * @cssprop [--anam-text] - Text on the surface; by `color-scheme` when unset.
 * @cssprop [--anam-radius=16px] - Rounding of the box.
 * @cssprop [--anam-font=inherit] - Font family.
 * @cssprop [--anam-aspect-ratio=3 / 2] - Shape of the box where the page gives no height.
 * @cssprop [--anam-object-fit=cover] - How picture and poster fill the box.
 * @cssprop [--anam-z-index=1000] - Layer of the floating layout.
 * @cssprop [--anam-offset-x=20px] - Distance of the floating layout from the side.
 * @cssprop [--anam-offset-y=20px] - Distance of the floating layout from top or bottom.
 * @cssprop [--anam-panel-width=24em] - Width of the floating panel.
 * @cssprop [--anam-panel-height=36em] - Height of the floating panel.
 * @cssprop [--anam-tile-size=8em] - Size of the small live picture.
 *
 * @cssState idle - Nothing runs.
 * @cssState authorizing - A token is asked for.
 * @cssState connecting - The session is being opened.
 * @cssState live - The persona is there.
 * @cssState reconnecting - The connection is being restored.
 * @cssState ending - The session is being closed.
 * @cssState ended - The session is over.
 * @cssState failed - The session failed.
 * @cssState persona-speaking - The persona speaks.
 * @cssState user-speaking - The visitor speaks.
 * @cssState mic-muted - The microphone is muted.
 * @cssState sound-blocked - The browser blocks the sound until a gesture.
 * @cssState open - The floating panel is open.
 *
 * @fires {AnamBeforeStartEvent} anam-before-start - Before a start asks for, fetches or opens anything; what `preload` got ahead is there already. Cancelable.
 * @fires {AnamStateChangeEvent} anam-state-change - The connection state changed.
 * @fires {AnamSessionStartEvent} anam-session-start - Billed time begins.
 * @fires {AnamSessionEndEvent} anam-session-end - Billed time ended.
 * @fires {AnamErrorEvent} anam-error - Something failed.
 * @fires {AnamMessageEvent} anam-message - A participant finished a message.
 * @fires {AnamMessageChunkEvent} anam-message-chunk - A fragment of a message.
 * @fires {AnamSpeechStartEvent} anam-speech-start - The persona or the user begins to speak.
 * @fires {AnamSpeechEndEvent} anam-speech-end - The persona or the user stops speaking.
 * @fires {AnamInterruptEvent} anam-interrupt - The persona was cut short.
 * @fires {AnamToolCallEvent} anam-tool-call - A tool is called; `respondWith()` answers.
 * @fires {AnamToolResultEvent} anam-tool-result - A tool completed or failed.
 * @fires {AnamMicChangeEvent} anam-mic-change - The microphone's permission, mute or device changed.
 * @fires {AnamSoundChangeEvent} anam-sound-change - The persona's sound was blocked, unlocked or changed.
 * @fires {AnamEndWarningEvent} anam-end-warning - The session ends soon; `preventDefault()` extends it at once, `extend()` on a later press.
 * @fires {AnamWarningEvent} anam-warning - A warning from the service.
 * @fires {AnamReasoningEvent} anam-reasoning - A fragment of the persona's reasoning.
 * @fires {AnamCueAppliedEvent} anam-cue-applied - A director's note took effect.
 * @fires {AnamPersonaUpdatedEvent} anam-persona-updated - A change of the persona took effect.
 * @fires {AnamOpenEvent} anam-open - The floating panel opened.
 * @fires {AnamCloseEvent} anam-close - The floating panel closed; a session goes on.
 * @fires {AnamMilestoneEvent} anam-milestone - A step of the start was reached.
 */
export class AnamPersona extends PersonaApi {
  static override styles = styles;

  #mirror = new StateMirror(this);
  #text = new TextController(this);
  #news = new News(this);
  #microphone = new MicrophoneController(this, { onChange: () => this.#micChanged() });
  #playback: PlaybackController = new PlaybackController(this, {
    video: () => this.shadowRoot?.querySelector('video'),
    onChange: () => this.#soundChanged(),
    mayBeAllowed: () => this.session.hasVoice && ['unasked', 'asking'].includes(this.micState),
    onSpeakerFailed: (error) => this.dispatchEvent(new AnamErrorEvent(asPersonaError(error))),
  });
  #late = new LateMicrophone(this.#microphone);
  #presence = new PresenceController(this, {
    onHangUp: () => void this.stop(),
    onToggleMicrophone: () => (this.micMuted = !this.micMuted),
  });
  #preload: PreloadController = new PreloadController(this, {
    onIntent: () => this.session.preload(this.preload === 'auto' ? 'token' : 'code'),
    onNear: () => this.session.preload('code'),
    onVisible: () => this.#startByItself(),
    // The host of the floating layout is nowhere; its launcher and panel are fixed to the window.
    target: () => this.shadowRoot?.querySelector('.frame'),
  });
  #page = new PageController(this, {
    onRemoved: () => {
      this.#interface.consent.answer(false);
      this.#preload.reset();
      return this.session.stop('removed');
    },
    onLeave: () => this.session.leave(),
    onHidden: (hidden) => this.session.setHidden(hidden),
    onOnline: (online) => online && this.session.online(),
  });
  #controller = new SessionController(
    this,
    {
      clients: lazyClients(() => this.clientFactory),
      microphone: this.#late,
      stage: this.#playback,
      isOnline: () => this.#page.online,
    },
    (event) => dispatch(this, event),
  );

  #interface = new Interface({
    persona: this,
    controller: this.#controller,
    text: this.#text,
    level: () => this.#microphone.level(),
    isPrompting: () => this.#microphone.isPrompting,
  });
  #micError: PersonaError | undefined;
  /** What the markup opens needs no event, and takes no focus. */
  #wasShown = false;

  constructor() {
    super();
    this.addEventListener('command', (event) => obey(this, this.#interface.actions, event));
    this.addEventListener('fullscreenchange', () => this.requestUpdate());
  }

  /** Called by `moveBefore()`, which moves the element without ending anything. */
  connectedMoveCallback(): void {
    // The session goes on; only what is inherited from the ancestors may be another.
    this.#text.hostConnected();
  }

  /** Called when it comes into another document, where the browser takes all styles off. */
  adoptedCallback(): void {
    this.#interface.extras.dress();
  }

  /**
   * Starts a session. Call it inside a click: microphone and sound are then asked for in that gesture.
   * Resolves when the persona is live, or when `anam-before-start` was cancelled. While it starts or is live, it is the same
   * session; one on its way gives way when `token-url`, `token-params` or `session-token` are others than it began with.
   * Rejects with a `PersonaError` when the start failed; the same failure is told by `anam-error`.
   */
  start(): Promise<void> {
    return this.#start();
  }

  /** `byItself`: nobody clicked. Without a gesture the microphone then waits until the visitor wants to speak. */
  async #start(byItself = false): Promise<void> {
    if (!this.isConnected) {
      const error = new PersonaError(
        'invalid-configuration',
        'Put the element into the document before start().',
      );
      this.dispatchEvent(new AnamErrorEvent(error));
      throw error;
    }
    // What was set just now counts for this start (a muted microphone above all), and the <video> is there only after
    // the first update.
    if (this.isUpdatePending) this.performUpdate();
    const fresh = this.session.startsAnew;
    if (fresh && !this.#interface.consent.isAsking && !this.dispatchEvent(new AnamBeforeStartEvent())) return;
    if (this.#interface.consent.isNeeded) {
      if (this.layout === 'floating') this.show();
      // What starts by itself takes nobody's focus.
      if (!byItself) void this.updateComplete.then(() => this.#interface.extras.enter());
      if (!(await this.#interface.consent.ask())) return;
    }
    this.session.configure(this.settings);
    if (fresh) this.#ready();
    this.#playback.unlock();
    // Read now, as the session begins: a question for consent that was answered meanwhile was a gesture.
    this.#late.asks = !byItself || (userActivation()?.hasBeenActive ?? false);
    await this.session.start();
  }

  /** Opens the floating panel. The focus comes in only with a visitor who pressed something for it. */
  show(): void {
    this.open = true;
  }

  /** Closes the floating panel; a session goes on. */
  hide(): void {
    this.open = false;
  }

  override stop(): Promise<void> {
    this.#interface.consent.answer(false);
    return super.stop();
  }

  protected get session(): PersonaSession {
    return this.#controller.session;
  }

  protected get microphone(): MicrophoneController {
    return this.#microphone;
  }

  protected get lateMicrophone(): LateMicrophone {
    return this.#late;
  }

  protected get playback(): PlaybackController {
    return this.#playback;
  }

  /** Lit's own throws for an element that is in another document before it is first shown. */
  protected override createRenderRoot(): ShadowRoot {
    const { shadowRootOptions } = this.constructor as typeof AnamPersona;
    const root = this.shadowRoot ?? this.attachShadow(shadowRootOptions);
    this.#interface.extras.dress();
    return root;
  }

  /** Complete with everything that is needed: whoever moves the focus finds where to. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.#interface.extras.settled;
    return super.getUpdateComplete();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.session.configure(this.settings);
    this.#interface.prepare();
    if (changed.has('micMuted')) this.#microphone.muted = this.micMuted;
    if (changed.has('muted')) this.#playback.muted = this.muted;
    if (changed.has('volume')) this.#playback.volume = this.volume;
    // What a controller told itself is no command to it: its failure would be told twice.
    const { inputDevice, outputDevice } = this;
    if (changed.has('inputDevice') && inputDevice !== this.#microphone.deviceId)
      this.#tell(this.#microphone.setDevice(inputDevice));
    if (changed.has('outputDevice') && outputDevice !== this.#playback.sinkId)
      this.#tell(this.#playback.setSink(outputDevice));
    this.#preload.watchIntent = this.preload !== 'none' && !this.#interface.consent.isNeeded;
    this.#preload.watchVisible = this.autostart && (this.layout !== 'floating' || this.open);
    this.#presence.reflect(presenceOf(this.#interface.face, this.baseURI));
    this.#mirror.reflect();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open') || !this.#wasShown) {
      this.#wasShown = true;
      return;
    }
    // Opened and closed again before anything was shown: nothing came of it.
    if (this.layout !== 'floating' || changed.get('open') === this.open) return;
    // Only now, when the update is over: the page may well answer with a start.
    this.dispatchEvent(this.open ? new AnamOpenEvent() : new AnamCloseEvent());
  }

  #startByItself(): void {
    const { state, endReason } = this.session;
    // An element that was taken out and put back begins its second life as it began its first.
    if (state !== 'idle' && endReason !== 'removed') return;
    this.#start(true).catch(() => undefined);
  }

  /** Before a start by this visitor: nothing of the last time is left, and their devices are chosen. */
  #ready(): void {
    this.#interface.note(null);
    // A device that is gone gives way to the default one, and that is no news.
    const quiet = (): undefined => undefined;
    if (!this.inputDevice) this.#microphone.setDevice(rememberedDevice('input')).catch(quiet);
    if (!this.outputDevice) this.#playback.setSink(rememberedDevice('output'), true).catch(quiet);
  }

  #micChanged(): void {
    const { state, muted, deviceId, error } = this.#microphone;
    this.#news.take({ micMuted: muted, inputDevice: deviceId });
    this.dispatchEvent(new AnamMicChangeEvent(state, muted, deviceId));
    if (error && error !== this.#micError) {
      this.#interface.repeatTrouble();
      this.dispatchEvent(new AnamErrorEvent(error));
    }
    this.#micError = error;
    this.#playback.retrySink();
  }

  #soundChanged(): void {
    const { soundBlocked, muted, volume, sinkId } = this.#playback;
    this.#news.take({ muted, volume, outputDevice: sinkId });
    this.dispatchEvent(new AnamSoundChangeEvent(soundBlocked, muted, volume));
  }

  /** Failures of what nobody waits for become an event. */
  #tell(work: Promise<unknown>): void {
    work.catch((cause: unknown) => this.dispatchEvent(new AnamErrorEvent(asPersonaError(cause))));
  }

  override render(): TemplateResult {
    return personaView(this.#interface.face, this.#interface.actions);
  }
}

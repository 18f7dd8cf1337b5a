/** Owns what the system shows of a conversation outside the page (lock screen, headset, media keys): title, hang-up, microphone. */
import type { ReactiveControllerHost } from 'lit';

export interface MediaSessionFacts {
  /** What the system calls the conversation: the persona's name. */
  readonly title: string;
  /** URL of a picture, absolute. */
  readonly artwork?: string | undefined;
  /** False while the microphone is muted or missing. */
  readonly microphoneActive: boolean;
}

export interface MediaSessionCallbacks {
  /** The visitor hung up there. */
  onHangUp(): void;
  /** The visitor turned the microphone on or off there. */
  onToggleMicrophone(): void;
}

/** A page has one media session, whoever plays in it. */
interface Shared {
  /** Who is live, the latest last. */
  readonly live: MediaSessionController[];
  /** What the page itself showed before the first of us took over. */
  before: MediaMetadata | null;
}

/** In the module, because it is a fact of the page and not of an element: several elements take turns through it. */
const pages = new WeakMap<MediaSession, Shared>();

export class MediaSessionController {
  #host: ReactiveControllerHost & HTMLElement;
  #callbacks: MediaSessionCallbacks;
  #facts: MediaSessionFacts | undefined;
  #metadata: MediaMetadata | undefined;
  /** Where we are live now; kept, because the host may be in another document at the end. */
  #session: MediaSession | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, callbacks: MediaSessionCallbacks) {
    this.#host = host;
    this.#callbacks = callbacks;
  }

  /** Shows the conversation, or what changed of it. Of several elements the last one that went live wins. Safe to call often. */
  show(facts: MediaSessionFacts): void {
    const { navigator } = this.#host.ownerDocument.defaultView ?? {};
    // Absent in some in-app browsers, whatever the types say.
    const session = this.#session ?? navigator?.mediaSession;
    if (!session) return;
    const old = this.#facts;
    this.#facts = facts;
    if (!this.#session) this.#enter(session);
    else if (pages.get(session)?.live.at(-1) !== this) return;
    else if (old?.title !== facts.title || old.artwork !== facts.artwork) this.#showTitle(session, facts);
    else if (old.microphoneActive !== facts.microphoneActive) tellMicrophone(session, facts.microphoneActive);
  }

  /** Takes back what was shown, and gives the place to the element that had it before, or to the page. */
  release(): void {
    const session = this.#session;
    const shared = session && pages.get(session);
    if (!shared) return;
    this.#session = undefined;
    this.#facts = undefined;
    const wasShown = shared.live.at(-1) === this;
    shared.live.splice(shared.live.indexOf(this), 1);
    if (!wasShown) return;
    // The page may have put up something else meanwhile: that is not ours to take down.
    if (session.metadata === this.#metadata) session.metadata = shared.before;
    const next = shared.live.at(-1);
    if (next) {
      next.#take(session);
      return;
    }
    handle(session, 'hangup', null);
    handle(session, 'togglemicrophone', null);
    tellMicrophone(session, false);
  }

  #enter(session: MediaSession): void {
    const shared = pages.get(session) ?? { live: [], before: null };
    pages.set(session, shared);
    if (shared.live.length === 0) shared.before = session.metadata;
    shared.live.push(this);
    this.#session = session;
    this.#take(session);
  }

  #take(session: MediaSession): void {
    if (!this.#facts) return;
    this.#showTitle(session, this.#facts);
    handle(session, 'hangup', () => this.#callbacks.onHangUp());
    handle(session, 'togglemicrophone', () => this.#callbacks.onToggleMicrophone());
    tellMicrophone(session, this.#facts.microphoneActive);
  }

  #showTitle(session: MediaSession, { title, artwork }: MediaSessionFacts): void {
    this.#metadata = new MediaMetadata({ title, artwork: artwork ? [{ src: artwork }] : [] });
    session.metadata = this.#metadata;
  }
}

/** Absent in some browsers, a promise in some only, whatever the types say; and a hint, so a refusal is none of our business. */
function tellMicrophone(session: MediaSession, active: boolean): void {
  const { setMicrophoneActive } = session as { setMicrophoneActive?: (active: boolean) => unknown };
  void Promise.resolve(setMicrophoneActive?.call(session, active)).catch(() => undefined);
}

/** Browsers throw at actions that they do not know. */
function handle(
  session: MediaSession,
  action: 'hangup' | 'togglemicrophone',
  handler: (() => void) | null,
): void {
  try {
    session.setActionHandler(action as MediaSessionAction, handler);
  } catch {
    // Then the visitor has the buttons on the page.
  }
}

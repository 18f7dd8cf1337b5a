/** Owns the reading of the element's parts into the record that the view shows. */
import type { AnamPersona } from './anam-persona.js';
import type { Extras } from './anam-persona.extras.js';
import { abilitiesOf } from './controllers/abilities.js';
import type { Announcer } from './controllers/announcer.js';
import type { ConsentController } from './controllers/consent-controller.js';
import type { DraftController } from './controllers/draft-controller.js';
import type { MediaSessionFacts } from './controllers/media-session-controller.js';
import type { MenuController } from './controllers/menu-controller.js';
import type { NoticeController } from './controllers/notice-controller.js';
import type { SessionController } from './controllers/session-controller.js';
import type { TextController } from './controllers/text-controller.js';
import type { Timings } from './session/events.js';
import { hasPicture, isMicUnusable, type Face } from './view/face.js';

export interface FaceParts {
  readonly persona: AnamPersona;
  readonly controller: SessionController;
  readonly text: TextController;
  readonly consent: ConsentController;
  readonly menu: MenuController;
  readonly draft: DraftController;
  readonly notices: NoticeController;
  readonly announcer: Announcer;
  readonly extras: Extras;
  readonly seen: boolean;
  readonly isPrompting: boolean;
  /** The name of who has said what is in the transcript; empty when it had none. */
  readonly speaker: string;
}

/** Where the ring stands after each milestone, 0..100. The rest of the way is the picture. */
function progress(timings: Timings): number {
  if (timings.connected !== undefined) return 80;
  if (timings.session !== undefined) return 55;
  return timings.token === undefined ? 8 : 30;
}

/** A whole address, or `undefined` for none and for one that cannot be read. */
function absolute(address: string, base: string): string | undefined {
  try {
    return address ? new URL(address, base).href : undefined;
  } catch {
    return undefined;
  }
}

/** What the system outside the page is told; `null` while nobody is there, or expected back. */
export const presenceOf = (face: Face, base: string): MediaSessionFacts | null =>
  hasPicture(face)
    ? {
        title: face.name,
        artwork: absolute(face.poster, base),
        microphoneActive: face.micState === 'granted' && !face.micMuted,
      }
    : null;

/** An address that is safe to link, or nothing: a script in an attribute is not one. */
function linkable(address: string, base: string): string {
  const whole = absolute(address, base) ?? '';
  return /^(https?|mailto):/.test(whole) ? whole : '';
}

export function faceOf(parts: FaceParts): Face {
  const {
    persona,
    controller,
    text,
    consent,
    menu,
    draft,
    notices,
    announcer,
    extras,
    seen,
    isPrompting,
    speaker,
  } = parts;
  const { session } = controller;
  // A start that could not even ask has failed for the visitor, though no session has.
  const unasked = session.startsAnew ? consent.error : undefined;
  const floating = persona.layout === 'floating';
  const can = abilitiesOf(persona.ownerDocument);
  const name = persona.personaName || text.say('persona');
  const invitation = persona.personaName
    ? text.say('callToAction', { name })
    : text.say('callToActionNameless');
  return {
    state: unasked ? 'failed' : session.state,
    reason: controller.reason,
    error: unasked ?? session.error,
    mode: controller.mode,
    progress: progress(session.timings),
    duration: session.duration,
    warning: session.endWarning?.reason ?? null,
    replacing: controller.isReplacing,
    retrying: session.retry !== null,
    secondsLeft: controller.secondsLeft,
    personaSpeaking: session.personaSpeaking,
    name,
    speaker: speaker || name,
    callToAction: persona.callToAction || invitation,
    poster: persona.poster,
    controls: !persona.noControls,
    floating: floating && !extras.isMissing,
    plain: floating && extras.isMissing,
    open: persona.open,
    seen,
    modal: extras.isModal,
    position: persona.position,
    menuOpen: menu.isOpen,
    consentAsked: consent.isAsking,
    termsUrl: linkable(persona.termsUrl, persona.baseURI),
    privacyUrl: linkable(persona.privacyUrl, persona.baseURI),
    captions: persona.captions,
    transcript: persona.transcript,
    // Who cannot speak can type, and finish what was begun when the microphone comes after all.
    textInput:
      persona.textInput ||
      persona.disableInputAudio ||
      draft.text !== '' ||
      (hasPicture(session) && isMicUnusable(persona)),
    voice: session.hasVoice,
    micState: persona.micState,
    micPrompt: isPrompting,
    micMuted: persona.micMuted,
    soundBlocked: persona.soundBlocked,
    soundMuted: persona.muted,
    volume: persona.volume,
    devices: menu.devices,
    inputDevice: persona.inputDevice,
    outputDevice: persona.outputDevice,
    can,
    // Asked of the element, because a document does not tell which element of a shadow root it is.
    isFullscreen: can.fullscreen && persona.matches(':fullscreen'),
    caption: controller.caption,
    messages: session.messages,
    notice: notices.notice,
    said: announcer.said,
    draft: draft.text,
    extras: extras.module,
    language: text.language,
    direction: text.direction,
    say: text.say,
    time: text.time,
    clock: text.clock,
  };
}

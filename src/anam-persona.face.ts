/** Owns the reading of the element's parts into the record that the view shows. */
import type { AnamPersona } from './anam-persona.js';
import type { Extras } from './anam-persona.extras.js';
import type { ConsentController } from './controllers/consent-controller.js';
import type { MediaSessionFacts } from './controllers/media-session-controller.js';
import type { MenuController } from './controllers/menu-controller.js';
import type { SessionController } from './controllers/session-controller.js';
import type { TextController } from './controllers/text-controller.js';
import type { TextKey } from './text/texts.js';
import type { Timings } from './session/events.js';
import type { Face } from './view/face.js';

export interface FaceParts {
  readonly persona: AnamPersona;
  readonly controller: SessionController;
  readonly text: TextController;
  readonly consent: ConsentController;
  readonly menu: MenuController;
  readonly extras: Extras;
  readonly notice: TextKey | null;
}

/** Where the ring stands after each milestone, 0..100. The rest of the way is the picture. */
function progress(timings: Timings): number {
  if (timings.connected !== undefined) return 80;
  if (timings.session !== undefined) return 55;
  return timings.token === undefined ? 8 : 30;
}

/** What the system outside the page is told; `null` while nobody is live. */
export const presenceOf = (face: Face, base: string): MediaSessionFacts | null =>
  face.state === 'live'
    ? {
        title: face.name,
        artwork: face.poster ? new URL(face.poster, base).href : undefined,
        microphoneActive: face.micState === 'granted' && !face.micMuted,
      }
    : null;

const isMicRefused = ({ micState }: AnamPersona): boolean =>
  micState !== 'granted' && micState !== 'asking' && micState !== 'unasked';

/** An address that is safe to link, or nothing: a script in an attribute is not one. */
function linkable(address: string, base: string): string {
  try {
    const { protocol, href } = address ? new URL(address, base) : { protocol: '', href: '' };
    return /^(https?|mailto):$/.test(protocol) ? href : '';
  } catch {
    return '';
  }
}

export function faceOf({ persona, controller, text, consent, menu, extras, notice }: FaceParts): Face {
  const { session } = controller;
  const name = persona.personaName || text.say('persona');
  const invitation = persona.personaName
    ? text.say('callToAction', { name })
    : text.say('callToActionNameless');
  return {
    state: session.state,
    reason: controller.reason,
    error: session.error,
    mode: controller.mode,
    progress: progress(session.timings),
    duration: session.duration,
    warning: session.endWarning?.reason ?? null,
    retrying: session.retry !== null,
    secondsLeft: controller.secondsLeft,
    name,
    callToAction: persona.callToAction || invitation,
    poster: persona.poster,
    controls: !persona.noControls,
    floating: persona.layout === 'floating',
    open: persona.open,
    position: persona.position,
    menuOpen: menu.isOpen,
    consentAsked: consent.isAsking,
    termsUrl: linkable(persona.termsUrl, persona.baseURI),
    privacyUrl: linkable(persona.privacyUrl, persona.baseURI),
    captions: persona.captions,
    transcript: persona.transcript,
    // Who cannot speak can type.
    textInput:
      persona.textInput || persona.disableInputAudio || (session.state === 'live' && isMicRefused(persona)),
    voice: !persona.disableInputAudio,
    micState: persona.micState,
    micMuted: persona.micMuted,
    soundBlocked: persona.soundBlocked,
    soundMuted: persona.muted,
    volume: persona.volume,
    devices: menu.devices,
    inputDevice: persona.inputDevice,
    outputDevice: persona.outputDevice,
    can: {
      chooseSpeaker: 'setSinkId' in HTMLMediaElement.prototype,
      pictureInPicture: document.pictureInPictureEnabled,
      fullscreen: document.fullscreenEnabled,
    },
    isFullscreen: persona.ownerDocument.fullscreenElement === persona,
    caption: controller.caption,
    messages: session.messages,
    notice,
    extras: extras.module,
    language: text.language,
    direction: text.direction,
    say: text.say,
    time: text.time,
    clock: text.clock,
  };
}

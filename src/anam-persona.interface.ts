/** Owns what is on the screen besides the session: consent, menu, extras, draft, notices, focus; makes the face and the actions of the view. */
import { actionsOf } from './anam-persona.actions.js';
import { AnamErrorEvent } from './anam-persona.events.js';
import { Extras } from './anam-persona.extras.js';
import { faceOf } from './anam-persona.face.js';
import type { AnamPersona } from './anam-persona.js';
import { Announcer } from './controllers/announcer.js';
import { ConsentController } from './controllers/consent-controller.js';
import { DraftController } from './controllers/draft-controller.js';
import { FocusController } from './controllers/focus-controller.js';
import { MenuController } from './controllers/menu-controller.js';
import { NoticeController } from './controllers/notice-controller.js';
import type { SessionController } from './controllers/session-controller.js';
import type { TextController } from './controllers/text-controller.js';
import type { PersonaError } from './session/error.js';
import type { TextKey } from './text/texts.js';
import { subjects } from './view/announcement.js';
import { hasPicture, type Actions, type Face } from './view/face.js';
import { micTrouble } from './view/notices.js';

export interface InterfaceParts {
  readonly persona: AnamPersona;
  readonly controller: SessionController;
  readonly text: TextController;
  /** Loudness of the visitor's voice, 0 to 1. */
  readonly level: () => number;
  /** The browser asks the visitor for the microphone. */
  readonly isPrompting: () => boolean;
}

export class Interface {
  readonly consent: ConsentController;
  readonly extras: Extras;
  readonly actions: Actions;
  #parts: InterfaceParts;
  #menu: MenuController;
  #speaker = '';
  #draft: DraftController;
  #notices: NoticeController;
  #announcer = new Announcer();
  /** The panel was open since the session is over. */
  #seen = false;

  constructor(parts: InterfaceParts) {
    const { persona, controller, level } = parts;
    this.#parts = parts;
    this.consent = new ConsentController(persona);
    this.extras = new Extras(persona, (error) => this.#lack(error));
    this.#menu = new MenuController(persona, {
      list: () => persona.listDevices(),
      level,
      permission: () => persona.micState,
    });
    this.#draft = new DraftController(persona);
    this.#notices = new NoticeController(persona);
    new FocusController(persona);
    this.actions = actionsOf({
      persona,
      session: () => controller.session,
      consent: this.consent,
      menu: this.#menu,
      draft: this.#draft,
      extras: () => this.extras.module,
      face: () => this.face,
      note: (notice) => this.note(notice),
    });
  }

  get face(): Face {
    const { persona, controller, text, isPrompting } = this.#parts;
    return faceOf({
      isPrompting: isPrompting(),
      speaker: this.#speaker,
      persona,
      controller,
      text,
      consent: this.consent,
      menu: this.#menu,
      draft: this.#draft,
      notices: this.#notices,
      announcer: this.#announcer,
      extras: this.extras,
      seen: this.#seen,
    });
  }

  /** Shows a sentence over the picture, or takes it off. */
  note(notice: TextKey | null): void {
    this.#notices.show(notice);
  }

  /** What lasts is told anew, because it was met again. */
  repeatTrouble(): void {
    this.#notices.follow(null);
  }

  /** Before every update: gets what will be shown, closes what cannot stay, and finds out what is news. */
  prepare(): void {
    const { persona, controller } = this.#parts;
    const { layout, open, transcript, consent, state } = persona;
    this.extras.need([
      layout === 'floating',
      open,
      transcript,
      consent,
      this.consent.isAsking,
      state === 'live',
      this.#menu.isOpen,
    ]);
    if (state !== 'live' && state !== 'reconnecting') this.#menu.close();
    this.#seen = (state === 'ended' || state === 'failed') && (open || this.#seen);
    if (controller.session.messages.length === 0) this.#speaker = persona.personaName;
    this.#notices.follow(micTrouble(this.face));
    const { face } = this;
    // Full of a small picture in a corner would be an empty screen.
    if (face.floating && !face.open && face.isFullscreen)
      persona.ownerDocument.exitFullscreen().catch(() => undefined);
    this.#announcer.take(subjects(face));
  }

  /** The part that is loaded later could not be: nobody is left waiting for what it would have shown. */
  #lack(error: PersonaError): void {
    const { face } = this;
    if (hasPicture(face) && (face.menuOpen || face.transcript)) this.note('errorUnknown');
    this.#menu.close();
    if (this.consent.isAsking) this.consent.answer(false, error);
    this.#parts.persona.dispatchEvent(new AnamErrorEvent(error));
  }
}

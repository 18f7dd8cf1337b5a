/** Owns what is on the screen besides the session: consent, menu, extras, notice, focus; makes the face and the actions of the view. */
import { actionsOf } from './anam-persona.actions.js';
import { Extras } from './anam-persona.extras.js';
import { faceOf } from './anam-persona.face.js';
import type { AnamPersona } from './anam-persona.js';
import { ConsentController } from './controllers/consent-controller.js';
import { FocusController } from './controllers/focus-controller.js';
import type { LateMicrophone } from './controllers/late-microphone.js';
import { MenuController } from './controllers/menu-controller.js';
import type { SessionController } from './controllers/session-controller.js';
import type { TextController } from './controllers/text-controller.js';
import type { TextKey } from './text/texts.js';
import type { Actions, Face } from './view/face.js';

export interface InterfaceParts {
  readonly persona: AnamPersona;
  readonly controller: SessionController;
  readonly text: TextController;
  readonly microphone: LateMicrophone;
  /** Loudness of the visitor's voice, 0 to 1. */
  readonly level: () => number;
}

export class Interface {
  readonly consent: ConsentController;
  readonly extras: Extras;
  readonly actions: Actions;
  #parts: InterfaceParts;
  #menu: MenuController;
  #notice: TextKey | null = null;

  constructor(parts: InterfaceParts) {
    const { persona, controller, microphone, level } = parts;
    this.#parts = parts;
    this.consent = new ConsentController(persona);
    this.extras = new Extras(persona);
    this.#menu = new MenuController(persona, { list: () => persona.listDevices(), level });
    new FocusController(persona);
    this.actions = actionsOf({
      persona,
      session: () => controller.session,
      microphone,
      consent: this.consent,
      menu: this.#menu,
      text: () => this.extras.module?.asText(this.face) ?? '',
      note: (notice) => this.note(notice),
    });
  }

  get face(): Face {
    const { persona, controller, text } = this.#parts;
    return faceOf({
      persona,
      controller,
      text,
      consent: this.consent,
      menu: this.#menu,
      extras: this.extras,
      notice: this.#notice,
    });
  }

  /** Shows a sentence over the picture, or takes it off. */
  note(notice: TextKey | null): void {
    this.#notice = notice;
    this.#parts.persona.requestUpdate();
  }

  /** Puts the focus on the first match, once it is on the screen. */
  focus(selector: string): void {
    const { persona } = this.#parts;
    void persona.updateComplete.then(() => persona.shadowRoot?.querySelector<HTMLElement>(selector)?.focus());
  }

  /** Before every update: gets what will be shown, and closes what cannot stay. */
  prepare(): void {
    const { layout, transcript, consent, state } = this.#parts.persona;
    if (layout === 'floating' || transcript || consent || state === 'live') this.extras.need();
    if (state !== 'live' && state !== 'reconnecting') this.#menu.close();
  }
}

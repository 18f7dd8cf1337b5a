/** Owns what a press in the interface does. Nothing here is told twice: what the session reports needs no second report. */
import { toggleMicrophone } from './anam-persona.commands.js';
import { AnamErrorEvent } from './anam-persona.events.js';
import type { AnamPersona } from './anam-persona.js';
import type { ConsentController } from './controllers/consent-controller.js';
import type { DraftController } from './controllers/draft-controller.js';
import { firstShown, isStageCovered } from './controllers/focusable.js';
import type { MenuController } from './controllers/menu-controller.js';
import { asPersonaError } from './session/error.js';
import type { PersonaSession } from './session/session.js';
import type { TextKey } from './text/texts.js';
import type { Actions, Extras, Face } from './view/face.js';

export interface ActionParts {
  readonly persona: AnamPersona;
  readonly session: () => PersonaSession;
  readonly consent: ConsentController;
  readonly menu: MenuController;
  readonly draft: DraftController;
  readonly extras: () => Extras | undefined;
  readonly face: () => Face;
  /** Shows a sentence over the picture, or takes it off. */
  readonly note: (notice: TextKey | null) => void;
}

/** For promises whose failure is told elsewhere. */
const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);

const isOver = ({ state }: AnamPersona): boolean =>
  state === 'idle' || state === 'ended' || state === 'failed';

/** Resolves with whether a session is under way: the visitor agreed to what was asked, and the page did not object. */
async function begin(persona: AnamPersona): Promise<boolean> {
  const under = new AbortController();
  const underWay = new Promise<void>((resolve) => {
    persona.addEventListener('anam-state-change', () => resolve(), { signal: under.signal });
  });
  await Promise.race([persona.start().catch(() => undefined), underWay]);
  under.abort();
  return !isOver(persona);
}

export function actionsOf(parts: ActionParts): Actions {
  const { persona, session, consent, menu, draft, note } = parts;
  /** Puts the focus where the visitor goes on, once it is on the screen. */
  const focus = (selector: string): void =>
    void persona.updateComplete.then(() => firstShown(persona.shadowRoot, selector)?.focus());
  const choose = async (kind: 'input' | 'output', id: string): Promise<void> => {
    note(null);
    try {
      await (kind === 'input' ? persona.setInputDevice(id) : persona.setOutputDevice(id));
    } catch (cause) {
      note('deviceFailed');
      persona.dispatchEvent(new AnamErrorEvent(asPersonaError(cause)));
    }
  };
  const send = async (): Promise<void> => {
    const text = draft.take();
    if (!text) return;
    note(null);
    if (isOver(persona) && !(await begin(persona))) {
      draft.giveBack(text);
      return;
    }
    try {
      await persona.sendUserMessage(text);
    } catch {
      note('notSent');
      draft.giveBack(text);
    }
  };
  /** For what leaves the menu, and may be refused by the browser. */
  const attempt = (work: () => Promise<unknown>): void => {
    menu.close();
    work().catch(() => note('notPossible'));
  };
  /** How loud it was before the slider was moved down to nothing, which takes many steps; else 0. */
  let before = 0;
  const toggleSound = (): void => {
    const { muted, soundBlocked, volume } = persona;
    persona.muted = !(muted || soundBlocked || volume === 0);
    if (persona.muted) return;
    if (volume === 0) {
      persona.volume = before || 1;
      before = 0;
    }
    if (soundBlocked) quietly(persona.startAudio());
  };
  const toggleTranscript = (): void => {
    menu.close();
    persona.transcript = !persona.transcript;
    focus(persona.transcript ? '.log' : '.transcript-button, .more-button, .start');
  };
  return {
    start: () => quietly(persona.start()),
    stop: () => quietly(persona.stop()),
    toggleMic: () => void toggleMicrophone(persona),
    toggleSound,
    toggleCaptions: () => (persona.captions = !persona.captions),
    toggleTranscript,
    toggleMenu: () => menu.toggle(),
    setVolume: (volume) => {
      before ||= persona.volume;
      persona.volume = volume;
      persona.muted = volume === 0;
    },
    keepVolume: () => {
      if (persona.volume > 0) before = 0;
    },
    setInput: (id) => void choose('input', id),
    setOutput: (id) => void choose('output', id),
    popOut: () =>
      attempt(async () => {
        const isOut = persona.shadowRoot?.pictureInPictureElement;
        await (isOut ? persona.ownerDocument.exitPictureInPicture() : persona.requestPictureInPicture());
      }),
    fullscreen: () =>
      attempt(() =>
        persona.matches(':fullscreen') ? persona.ownerDocument.exitFullscreen() : persona.requestFullscreen(),
      ),
    copy: () => {
      const extras = parts.extras();
      if (!extras || !persona.shadowRoot) return;
      extras.copyText(extras.asText(parts.face()), persona.shadowRoot).then(
        () => note('copied'),
        () => note('notCopied'),
      );
    },
    save: () => {
      const extras = parts.extras();
      const face = parts.face();
      extras?.download(extras.asText(face), `${persona.personaName || face.say('transcript')}.txt`);
    },
    agree: () => consent.answer(true),
    decline: () => consent.answer(false),
    show: () => persona.show(),
    hide: () => persona.hide(),
    interrupt: () => quietly(persona.interrupt()),
    hear: () => quietly(persona.startAudio()),
    extend: () => session().endWarning?.extend(),
    write: (text) => {
      draft.write(text);
      session().activity();
    },
    send: () => void send(),
    back: () => {
      if (menu.isOpen) menu.toggle();
      else if (persona.transcript && isStageCovered(persona.shadowRoot)) toggleTranscript();
      else if (consent.isAsking) consent.answer(false);
      else if (persona.layout === 'floating' && persona.open) persona.hide();
      else return false;
      return true;
    },
  };
}

/** Owns what a press in the interface does. Nothing here is told twice: what the session reports needs no second report. */
import type { AnamPersona } from './anam-persona.js';
import type { ConsentController } from './controllers/consent-controller.js';
import type { LateMicrophone } from './controllers/late-microphone.js';
import type { MenuController } from './controllers/menu-controller.js';
import type { PersonaSession } from './session/session.js';
import type { TextKey } from './text/texts.js';
import type { Actions } from './view/face.js';

export interface ActionParts {
  readonly persona: AnamPersona;
  readonly session: () => PersonaSession;
  readonly microphone: LateMicrophone;
  readonly consent: ConsentController;
  readonly menu: MenuController;
  /** The conversation as text. */
  readonly text: () => string;
  /** Shows a sentence over the picture, or takes it off. */
  readonly note: (notice: TextKey | null) => void;
}

/** For promises whose failure is told elsewhere. */
const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);

/** Hands a text to the visitor as a file. */
function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function actionsOf(parts: ActionParts): Actions {
  const { persona, session, microphone, consent, menu, note } = parts;
  /** Puts the focus where the visitor goes on, once it is on the screen. */
  const focus = (selector: string): void =>
    void persona.updateComplete.then(() => persona.shadowRoot?.querySelector<HTMLElement>(selector)?.focus());
  const choose = async (kind: 'input' | 'output', id: string): Promise<void> => {
    note(null);
    try {
      await (kind === 'input' ? persona.setInputDevice(id) : persona.setOutputDevice(id));
    } catch {
      note('deviceFailed');
    }
  };
  const send = async (text: string): Promise<boolean> => {
    note(null);
    if (['idle', 'ended', 'failed'].includes(persona.state)) quietly(persona.start());
    try {
      await persona.sendUserMessage(text);
      return true;
    } catch {
      note('notSent');
      return false;
    }
  };
  return {
    start: () => quietly(persona.start()),
    stop: () => quietly(persona.stop()),
    toggleMic: () => {
      if (persona.micState === 'granted') persona.micMuted = !persona.micMuted;
      else quietly(microphone.ask());
    },
    toggleSound: () => (persona.muted = !persona.muted),
    toggleCaptions: () => (persona.captions = !persona.captions),
    toggleTranscript: () => {
      menu.close();
      persona.transcript = !persona.transcript;
      focus(persona.transcript ? '.log' : '.transcript-button, .more-button');
    },
    toggleMenu: () => menu.toggle(),
    setVolume: (volume) => {
      persona.volume = volume;
      persona.muted = volume === 0;
    },
    setInput: (id) => void choose('input', id),
    setOutput: (id) => void choose('output', id),
    popOut: () => quietly(persona.requestPictureInPicture()),
    fullscreen: () => {
      const { ownerDocument } = persona;
      menu.close();
      quietly(
        ownerDocument.fullscreenElement === persona
          ? ownerDocument.exitFullscreen()
          : persona.requestFullscreen(),
      );
    },
    copy: () => {
      navigator.clipboard.writeText(parts.text()).then(
        () => note('copied'),
        () => undefined,
      );
    },
    save: () => download(parts.text(), `${persona.personaName || 'transcript'}.txt`),
    agree: () => consent.answer(true),
    decline: () => {
      consent.answer(false);
      focus('.start');
    },
    show: () => persona.show(),
    hide: () => persona.hide(),
    interrupt: () => quietly(persona.interrupt()),
    hear: () => quietly(persona.startAudio()),
    extend: () => session().endWarning?.extend(),
    send,
    activity: () => session().activity(),
  };
}

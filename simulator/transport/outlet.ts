/** Does what the engine of a session wants: sends, speaks, plays, notes down. */

import type { EngineEffect, PersonaSettings } from '../engine/state.js';
import { fromPcm } from '../media/audio.js';
import type { Stage } from '../media/stage.js';
import type { Ear } from './ear.js';
import type { Session } from './session.js';
import type { Dialect } from './session-parts.js';

/** What an outlet works with, beside its session. */
export interface OutletParts {
  dialect: Dialect;
  stage: Stage;
  ear: Ear;
  later(milliseconds: number, run: () => void): void;
}

/** The way out of one engine. */
export class Outlet {
  #session: Session;
  #parts: OutletParts;

  constructor(session: Session, parts: OutletParts) {
    this.#session = session;
    this.#parts = parts;
  }

  do(effect: EngineEffect): void {
    const { stage } = this.#parts;
    switch (effect.type) {
      case 'send':
        this.#send(effect.messageType, effect.data);
        return;
      case 'signal':
        if (effect.actionType === 'sessionready') this.#ready();
        else this.#session.line.signal(effect.actionType, effect.payload);
        return;
      case 'speak':
        stage.speak(effect.clipId, effect.text);
        return;
      case 'play': {
        const bytes = Buffer.from(effect.audio, 'base64');
        stage.play(effect.clipId, fromPcm(bytes, effect.sampleRate, effect.channels));
        return;
      }
      case 'play-end':
        stage.endPlay(effect.clipId);
        return;
      case 'hush':
        stage.hush();
        return;
      case 'mood':
        stage.mood(effect.mood);
        return;
      case 'record':
        this.#session.entry.messages.push({ role: effect.role, content: effect.content });
        if (effect.role === 'user') this.#session.faults.moment('user-message');
        return;
      case 'configure':
        this.configure(effect.settings);
        return;
      case 'end':
        void this.#session.close(effect.reason);
        return;
    }
  }

  /** Listens and speaks as the settings say. */
  configure(settings: PersonaSettings): void {
    const detection = settings.raw['voiceDetectionOptions'] as
      { endOfSpeechSensitivity?: unknown } | null | undefined;
    if (typeof detection?.endOfSpeechSensitivity === 'number') {
      this.#parts.ear.endOfSpeechSensitivity = detection.endOfSpeechSensitivity;
    }
    this.#parts.stage.speakLanguage(settings.languageCode);
  }

  #ready(): void {
    const { faults, line } = this.#session;
    const fault = faults.find('ready');
    if (fault && fault.do !== 'early') faults.struck(fault);
    if (!fault) line.signal('sessionready', {});
    if (fault?.do === 'late') this.#parts.later(fault.delay ?? 0, () => line.signal('sessionready', {}));
    faults.moment('live');
  }

  #send(messageType: string, data: unknown): void {
    const flat = this.#parts.dialect === 'flat';
    if (flat && messageType !== 'speechText') return;
    const text = JSON.stringify(flat ? data : { messageType, data });
    const { faults, wire } = this.#session;
    const fault = faults.find('frames');
    if (fault) faults.struck(fault);
    if (fault?.do !== 'none') wire.send(fault?.do === 'binary' ? Buffer.from(text) : text);
  }
}

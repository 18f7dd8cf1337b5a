/** Owns the custom states: what page styles can see of the element by `:state(…)`. */
import type { AnamPersona } from './anam-persona.js';

const STATES = [
  'idle',
  'authorizing',
  'connecting',
  'live',
  'reconnecting',
  'ending',
  'ended',
  'failed',
] as const;

export class StateMirror {
  #persona: AnamPersona;
  #states: CustomStateSet | undefined;

  constructor(persona: AnamPersona) {
    this.#persona = persona;
    this.#states = persona.attachInternals().states;
  }

  /** Brings the custom states up to date. */
  reflect(): void {
    const { state, personaSpeaking, userSpeaking, micMuted, soundBlocked, open } = this.#persona;
    for (const name of STATES) this.#set(name, name === state);
    this.#set('persona-speaking', personaSpeaking);
    this.#set('user-speaking', userSpeaking);
    this.#set('mic-muted', micMuted);
    this.#set('sound-blocked', soundBlocked);
    this.#set('open', open);
  }

  #set(name: string, on: boolean): void {
    try {
      if (on) this.#states?.add(name);
      else this.#states?.delete(name);
    } catch {
      // Chromium before 125 takes only names that begin with two dashes. Styling by state is all that is lost.
    }
  }
}

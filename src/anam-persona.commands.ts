/** Owns the commands that HTML alone can give: `<button commandfor="persona" command="--start">`. */
import type { AnamPersona } from './anam-persona.js';

const COMMANDS: Readonly<Record<string, (persona: AnamPersona) => unknown>> = {
  '--start': (persona) => persona.start(),
  '--stop': (persona) => persona.stop(),
  '--interrupt': (persona) => persona.interrupt(),
  '--toggle-mic': (persona) => (persona.micMuted = !persona.micMuted),
  '--toggle-captions': (persona) => (persona.captions = !persona.captions),
  '--toggle-sound': (persona) => (persona.muted = !persona.muted),
  '--show': (persona) => persona.show(),
  '--hide': (persona) => persona.hide(),
};

/** Answers a `command` event. Failures are told by `anam-error`, so that a button needs no script. */
export function obey(persona: AnamPersona, event: Event): void {
  const { command } = event as Event & { readonly command?: string };
  const act = command === undefined ? undefined : COMMANDS[command];
  void Promise.resolve(act?.(persona)).catch(() => undefined);
}

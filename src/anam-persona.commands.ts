/** Owns the commands that HTML alone can give: `<button commandfor="persona" command="--start">`. */
import type { AnamPersona } from './anam-persona.js';
import type { Actions } from './view/face.js';

/** Mutes and unmutes; where a session goes on without a microphone, asks for it instead. Call it inside a gesture. */
export function toggleMicrophone(persona: AnamPersona): unknown {
  const goesOn = persona.state === 'live' || persona.state === 'reconnecting';
  if (!goesOn || persona.micState === 'granted') return (persona.micMuted = !persona.micMuted);
  // Who asks for it wants to be heard.
  persona.micMuted = false;
  return persona.requestMicrophone();
}

const COMMANDS: Readonly<Record<string, (persona: AnamPersona, actions: Actions) => unknown>> = {
  '--start': (persona) => persona.start(),
  '--stop': (persona) => persona.stop(),
  '--interrupt': (persona) => persona.interrupt(),
  '--toggle-mic': toggleMicrophone,
  '--toggle-captions': (persona) => (persona.captions = !persona.captions),
  '--toggle-sound': (_, actions) => actions.toggleSound(),
  '--show': (persona) => persona.show(),
  '--hide': (persona) => persona.hide(),
};

/** Answers a `command` event. Failures are told by `anam-error`, so that a button needs no script. */
export function obey(persona: AnamPersona, actions: Actions, event: Event): void {
  const { command } = event as Event & { readonly command?: string };
  const act = command === undefined ? undefined : COMMANDS[command];
  void Promise.resolve(act?.(persona, actions)).catch(() => undefined);
}

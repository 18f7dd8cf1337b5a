/** Teaches Svelte 5 the element: `<anam-persona token-url="…" onanam-message={…}></anam-persona>`. */
import type { HTMLAttributes } from 'svelte/elements';
import type { AnamPersona, PersonaAttributes, PersonaListeners, PersonaProperties } from './shared.js';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'anam-persona': HTMLAttributes<AnamPersona> &
      PersonaAttributes &
      PersonaProperties &
      PersonaListeners<'on'>;
  }
}

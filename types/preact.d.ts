/** Teaches JSX of Preact the element: `<anam-persona token-url="…" onanam-message={…} />`. */
import type { HTMLAttributes } from 'preact';
import type { AnamPersona, PersonaAttributes, PersonaListeners, PersonaProperties } from './shared.js';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'anam-persona': Omit<HTMLAttributes<AnamPersona>, keyof PersonaAttributes> &
        PersonaAttributes &
        PersonaProperties &
        PersonaListeners<'on'>;
    }
  }
}

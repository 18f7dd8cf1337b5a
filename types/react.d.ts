/** Teaches JSX of React 19 the element: `<anam-persona token-url="…" onanam-message={…} />`. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { AnamPersona, PersonaAttributes, PersonaListeners, PersonaProperties } from './shared.js';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'anam-persona': DetailedHTMLProps<HTMLAttributes<AnamPersona>, AnamPersona> &
        PersonaAttributes &
        PersonaProperties &
        PersonaListeners<'on'>;
    }
  }
}

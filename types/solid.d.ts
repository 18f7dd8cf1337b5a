/**
 * Teaches JSX of Solid the element: `<anam-persona token-url="…" prop:tokenProvider={…} on:anam-message={…} />`.
 * Without `prop:` Solid makes an attribute of a static camelCase name, which nobody reads, so that is an error here.
 */
import type { JSX as Solid } from 'solid-js';
import type { AnamPersona, PersonaAttributes, PersonaListeners, PersonaProperties } from './shared.js';

type Prefixed<Prefix extends string, Given> = {
  [Name in keyof Given & string as `${Prefix}${Name}`]?: Given[Name];
};

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'anam-persona': Solid.HTMLAttributes<AnamPersona> &
        PersonaAttributes &
        Prefixed<'attr:', PersonaAttributes> &
        Prefixed<'prop:', PersonaProperties> &
        PersonaListeners<'on:'>;
    }
  }
}

/** Teaches Vue's templates the element: `<anam-persona token-url="…" @anam-message="…" />`. */
import type { HTMLAttributes, PublicProps } from 'vue';
import type {
  AnamPersona,
  AnamPersonaEventMap,
  PersonaTemplateProps,
  EventOf,
  PersonaProperties,
} from './shared.js';

/** One overload for each event, as Vue reads them. */
type Emit = {
  [Name in keyof AnamPersonaEventMap]: (told: (event: Name, payload: EventOf<Name>) => void) => void;
}[keyof AnamPersonaEventMap] extends (told: infer Overloads) => void
  ? Overloads
  : never;

declare module 'vue' {
  interface GlobalComponents {
    'anam-persona': new () => AnamPersona & {
      /** For the checker of templates only, which reads `token-url` as `tokenUrl`. */
      $props: HTMLAttributes &
        PersonaTemplateProps &
        Omit<PersonaProperties, keyof PersonaTemplateProps> &
        PublicProps;
      $emit: Emit;
    };
  }
}

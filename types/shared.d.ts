/**
 * What the types of every framework share, derived from the class: a new property of the element is here by itself.
 * Templates may give a boolean or number attribute as such or as text; the element understands both.
 */
import type { PersonaOptions } from '../dist/anam-persona.options.js';
import type { AnamPersona, AnamPersonaEventMap } from '../dist/element.js';

export type { AnamPersona, AnamPersonaEventMap };

type Settable = Exclude<keyof PersonaOptions, keyof import('lit').LitElement>;
type PropertyOnly = 'tokenHeaders' | 'tokenProvider' | 'clientOptions' | 'clientFactory' | 'texts';

type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : Name;

/** What an attribute may be given. */
type Written<Value> = Value extends boolean
  ? boolean | '' | 'true' | 'false'
  : Value extends number
    ? number | `${number}`
    : Value extends object
      ? string
      : Value;

type AttributeProperty = Exclude<Settable, PropertyOnly>;

/** Attributes, under their names in HTML. */
export type PersonaAttributes = {
  [Name in AttributeProperty as Kebab<Name>]?: Written<AnamPersona[Name]> | undefined;
};

/** Attributes, under the names of their properties, with what either may be given. */
export type PersonaTemplateProps = {
  [Name in AttributeProperty]?: AnamPersona[Name] | Written<AnamPersona[Name]> | undefined;
};

/** Properties whose name is no attribute's: `tokenUrl`, `tokenProvider`. */
export type PersonaProperties = {
  [Name in Exclude<Settable, keyof PersonaAttributes>]?: AnamPersona[Name] | undefined;
};

export type EventOf<Name extends keyof AnamPersonaEventMap> = AnamPersonaEventMap[Name] & {
  readonly currentTarget: AnamPersona;
};

/** Listeners, under the name that a framework gives them. */
export type PersonaListeners<Prefix extends string> = {
  [Name in keyof AnamPersonaEventMap as `${Prefix}${Name}`]?: ((event: EventOf<Name>) => unknown) | undefined;
};

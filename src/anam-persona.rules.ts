/** Owns how a value given to an attribute or property becomes a good one: one rule per kind, one warning per bad value. */
import type { ComplexAttributeConverter, PropertyDeclaration, ReactiveElement } from 'lit';

/** What a rule answers for a value that it cannot take. */
export const BAD: unique symbol = Symbol('bad value');

export interface Rule {
  /** The value to keep, or `BAD`. Gets what was set: a string or `null` from an attribute, anything from a property. */
  readonly accept: (value: unknown) => unknown;
  readonly fallback: unknown;
  /** Completes "… is ignored; give …". */
  readonly expected: string;
}

/** A converter for `@property`, with the rule that is applied to everything that is set: nobody ever reads a bad value. */
export interface Kind extends ComplexAttributeConverter {
  readonly rule: Rule;
}

const asText = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);
const kind = (rule: Rule, toAttribute: (value: unknown) => string | null = asText): Kind => ({
  rule,
  // The rule reads strings itself, so an attribute and a property are understood in the same way.
  fromAttribute: (value) => value,
  toAttribute,
});

/** Presence is true; the string "false" is false, because users of similar elements write it. */
export const flag: Kind = kind(
  {
    accept: (value) => {
      if (typeof value === 'boolean') return value;
      if (value === null || value === undefined || value === 'false') return false;
      return value === '' || value === 'true' || typeof value === 'string' || BAD;
    },
    fallback: false,
    expected: 'true or false',
  },
  (value) => (value ? '' : null),
);

export const number = (fallback: number | undefined, minimum: number, maximum = Infinity): Kind =>
  kind(
    {
      accept: (value) => {
        if (value === null || value === undefined) return fallback;
        const given = typeof value === 'string' && value.trim() ? Number(value) : value;
        return typeof given === 'number' && Number.isFinite(given) && given >= minimum && given <= maximum
          ? given
          : BAD;
      },
      fallback,
      expected: maximum === Infinity ? `a number from ${minimum}` : `a number from ${minimum} to ${maximum}`,
    },
    (value) => (typeof value === 'number' ? String(value) : null),
  );

/** One of the words; the first is the default. */
export const oneOf = (...words: readonly [string, ...string[]]): Kind =>
  kind({
    accept: (value) =>
      value === null || value === undefined || value === ''
        ? words[0]
        : words.includes(value as string)
          ? value
          : BAD,
    fallback: words[0],
    expected: `one of ${words.join(', ')}`,
  });

export const text: Kind = kind({
  accept: (value) => {
    if (value === null || value === undefined) return '';
    if (value instanceof URL) return value.href;
    return typeof value === 'string' ? value : BAD;
  },
  fallback: '',
  expected: 'a string',
});

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON object: written as JSON in the attribute, an object as property. */
export const json: Kind = kind(
  {
    accept: (value) => {
      if (value === null || value === undefined || value === '') return undefined;
      try {
        const given: unknown = typeof value === 'string' ? JSON.parse(value) : value;
        return isRecord(given) ? given : BAD;
      } catch {
        return BAD;
      }
    },
    fallback: undefined,
    expected: 'a JSON object such as {"persona":"cara"}',
  },
  (value) => (value === undefined ? null : JSON.stringify(value)),
);

/** An object of the page's, as property only; without one it is empty. */
export const record: Kind = kind({
  accept: (value) => (value === null || value === undefined ? {} : isRecord(value) ? value : BAD),
  fallback: {},
  expected: 'an object',
});

/** Words of the page's by name, as property only. What is no word is left out, and the default stays. */
export const words: Kind = kind({
  ...record.rule,
  accept: (value) => {
    const given = record.rule.accept(value);
    const entries = Object.entries(given as object);
    const good = entries.filter(([, word]) => typeof (word ?? '') === 'string');
    if (good.length === entries.length) return given;
    console.warn('[anam-persona] Of texts only the strings are taken.');
    return Object.fromEntries(good);
  },
});

/** A function of the page's, or where it says so an object, as property only. */
export const callable = (orObject: 'or object' | 'only'): Kind =>
  kind({
    accept: (value) => {
      if (value === null || value === undefined) return undefined;
      return typeof value === 'function' || (orObject === 'or object' && isRecord(value)) ? value : BAD;
    },
    fallback: undefined,
    expected: orObject === 'only' ? 'a function' : 'an object or a function',
  });

/** Lit's decorator for the one kind of decorators that we write: its own knows two, and weighs ten times as much. */
export const property =
  (options: PropertyDeclaration) =>
  (prototype: ReactiveElement, name: string): void =>
    (prototype.constructor as typeof ReactiveElement).createProperty(name, options);

/** Applies a rule; a bad value is told once on the console and gives way to the default. */
function judge(rule: Rule, name: string, value: unknown): unknown {
  const accepted = rule.accept(value);
  if (accepted !== BAD) return accepted;
  console.warn(`[anam-persona] The value of ${name} is ignored; give ${rule.expected}.`);
  return rule.fallback;
}

/** Puts the rule of each property before its setter. Call it once, after the class and its decorators. */
export function enforceRules(element: typeof ReactiveElement): void {
  for (const [name, { converter, attribute }] of element.elementProperties) {
    const { rule } = (converter ?? {}) as Partial<Kind>;
    const accessor = Object.getOwnPropertyDescriptor(element.prototype, name);
    if (!rule || !accessor) continue;
    const label = typeof attribute === 'string' ? attribute : String(name);
    Object.defineProperty(element.prototype, name, {
      ...accessor,
      set(this: HTMLElement, value: unknown) {
        accessor.set?.call(this, judge(rule, label, value));
      },
    });
  }
}

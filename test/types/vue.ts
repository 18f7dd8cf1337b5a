import 'anam-persona/vue';
import type { AnamMessageEvent, AnamPersona } from 'anam-persona/element';
import type { GlobalComponents } from 'vue';

type Persona = InstanceType<GlobalComponents['anam-persona']>;
declare const persona: Persona;

/** What a Vue template may write: the checker of Vue reads the same types. */
export const good: Persona['$props'] = {
  class: 'wide',
  tokenUrl: '/api/session-token',
  tokenParams: '{"persona":"cara"}',
  textInput: true,
  captions: true,
  volume: 0.5,
  tokenProvider: async ({ signal }) => (await fetch('/mine', { signal })).text(),
};

export const bad: Persona['$props'][] = [
  // @ts-expect-error no such layout
  { layout: 'sideways' },
  // @ts-expect-error no such attribute
  { tokenUri: '/api/session-token' },
  // @ts-expect-error a function
  { tokenProvider: '/api' },
];

export const events = (message: AnamMessageEvent & { readonly currentTarget: AnamPersona }): void => {
  persona.$emit('anam-message', message);
  // @ts-expect-error no such event
  persona.$emit('anam-mesage');
};

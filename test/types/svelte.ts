import 'anam-persona/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

type Given = SvelteHTMLElements['anam-persona'];

/** What a Svelte template may write: the checker of Svelte reads the same type. */
export const good: Given = {
  class: 'wide',
  'token-url': '/api/session-token',
  'text-input': true,
  captions: true,
  volume: 0.5,
  tokenProvider: async ({ signal }) => (await fetch('/mine', { signal })).text(),
  'onanam-message': (event) => event.content.trim() + event.currentTarget.state,
};

export const bad: Given[] = [
  // @ts-expect-error no such layout
  { layout: 'sideways' },
  // @ts-expect-error no such attribute
  { 'token-uri': '/api/session-token' },
  // @ts-expect-error a function
  { tokenProvider: '/api' },
  // @ts-expect-error no such event
  { 'onanam-mesage': () => undefined },
  // @ts-expect-error no such field
  { 'onanam-message': (event) => event.text === '' },
];

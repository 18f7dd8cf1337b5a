/** Owns the harness of the element's tests: an element over a scripted client with real media, spoken to by role and name. */
import { fixture, html } from '@open-wc/testing';
import '../../src/define.js';
import type { AnamPersona } from '../../src/anam-persona.js';
import type { AnamPersonaEventMap } from '../../src/anam-persona.events.js';
import { ScriptedClients, token } from './scripted-clients.js';

export interface Persona {
  readonly element: AnamPersona;
  readonly clients: ScriptedClients;
  /** Names of the DOM events so far, in order. */
  readonly events: Event[];
  /** All elements with this role; hidden ones are left out. */
  button(name: string | RegExp): HTMLButtonElement;
  hasButton(name: string | RegExp): boolean;
  find(selector: string): HTMLElement | null;
  /** What a screen reader was told last. */
  readonly status: string;
  start(): Promise<void>;
  until(condition: () => unknown, what: string): Promise<void>;
  of<K extends keyof AnamPersonaEventMap>(type: K): AnamPersonaEventMap[K][];
}

const TYPES = [
  'anam-before-start',
  'anam-state-change',
  'anam-session-start',
  'anam-session-end',
  'anam-error',
  'anam-message',
  'anam-message-chunk',
  'anam-speech-start',
  'anam-speech-end',
  'anam-interrupt',
  'anam-tool-call',
  'anam-tool-result',
  'anam-mic-change',
  'anam-sound-change',
  'anam-end-warning',
  'anam-warning',
  'anam-reasoning',
  'anam-cue-applied',
  'anam-persona-updated',
  'anam-open',
  'anam-close',
  'anam-milestone',
] as const satisfies readonly (keyof AnamPersonaEventMap)[];

/** Resolves when the condition holds; bounded, and says what it waited for. */
export async function until(condition: () => unknown, what: string): Promise<void> {
  const end = performance.now() + 8000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const nameOf = (button: HTMLButtonElement): string =>
  button.getAttribute('aria-label') ?? (slotted(button) || button.textContent.trim());

const slotted = (button: HTMLButtonElement): string =>
  [...button.querySelectorAll('slot')]
    .flatMap((slot) => slot.assignedNodes({ flatten: true }))
    .map((node) => node.textContent ?? '')
    .join('')
    .trim();

const matches = (name: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? name === wanted : wanted.test(name);

/** Makes an element in the page. `attributes` is markup, such as `captions persona-name="Cara"`. */
export async function personaFixture(
  attributes = '',
  change?: (element: AnamPersona) => void,
): Promise<Persona> {
  const clients = new ScriptedClients();
  const holder = await fixture<HTMLElement>(html`<div lang="en"></div>`);
  holder.innerHTML = `<anam-persona style="inline-size:600px;block-size:400px" ${attributes}></anam-persona>`;
  const element = holder.querySelector('anam-persona');
  if (!element) throw new Error('No element');
  return dress(element, clients, change);
}

/** Gives an element the scripted client, a token, and the harness. */
export async function dress(
  element: AnamPersona,
  clients = new ScriptedClients(),
  change?: (element: AnamPersona) => void,
): Promise<Persona> {
  element.clientFactory = clients;
  element.tokenProvider = () => token();
  change?.(element);
  const events: Event[] = [];
  for (const type of TYPES) element.addEventListener(type, (event: Event) => events.push(event));
  await element.updateComplete;
  const root = element.shadowRoot!;
  const buttons = (): HTMLButtonElement[] =>
    [...root.querySelectorAll('button')].filter((button) =>
      button.checkVisibility({ visibilityProperty: true }),
    );
  return {
    element,
    clients,
    events,
    button(name) {
      const found = buttons().find((button) => matches(nameOf(button), name));
      if (!found) throw new Error(`No button ${String(name)} among: ${buttons().map(nameOf).join(', ')}`);
      return found;
    },
    hasButton: (name) => buttons().some((button) => matches(nameOf(button), name)),
    find: (selector) => root.querySelector(selector),
    get status() {
      return root.querySelector('[role=status]')?.textContent.trim() ?? '';
    },
    async start() {
      await element.start();
      await element.updateComplete;
    },
    until: (condition, what) => until(condition, what),
    of: (type) => events.filter((event): event is never => event.type === type),
  };
}

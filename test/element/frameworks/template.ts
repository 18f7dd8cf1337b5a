/** Owns what every framework's template is given here, and what has to arrive. */
import { expect } from '@open-wc/testing';
import '../../../src/define.js';
import type { AnamPersona } from '../../../src/anam-persona.js';
import { AnamSpeechStartEvent } from '../../../src/anam-persona.events.js';

export interface Given {
  readonly captions: boolean;
  readonly volume: number;
  readonly tokenProvider: () => Promise<string>;
  readonly listen: (event: AnamSpeechStartEvent) => void;
}

/** A template in the page: with other values, and gone. All take effect before they return, or before what they return resolves. */
export interface Mounted {
  change(values: Pick<Given, 'captions' | 'volume'>): unknown;
  unmount(): unknown;
}

/** Mounts a template, lets the persona speak, changes what changes, and takes it away. */
export async function expectTemplate(
  mount: (place: HTMLElement, given: Given) => Mounted | Promise<Mounted>,
): Promise<void> {
  const heard: string[] = [];
  const tokenProvider = (): Promise<string> => Promise.reject(new Error('Nobody asks in this test.'));
  const place = document.createElement('div');
  document.body.append(place);
  try {
    const mounted = await mount(place, {
      captions: true,
      volume: 0.5,
      tokenProvider,
      listen: ({ role }) => heard.push(role),
    });
    const persona = place.querySelector<AnamPersona>('anam-persona')!;
    expect(persona.tokenUrl).to.equal('/api/session-token');
    expect(persona.textInput).to.equal(true);
    expect(persona.noControls).to.equal(false);
    expect(persona.captions).to.equal(true);
    expect(persona.volume).to.equal(0.5);
    expect(persona.tokenParams).to.deep.equal({ persona: 'cara' });
    expect(persona.tokenProvider).to.equal(tokenProvider);
    expect(persona.querySelector('[slot="poster"]')?.textContent).to.equal('…');

    persona.dispatchEvent(new AnamSpeechStartEvent('persona'));
    expect(heard).to.deep.equal(['persona']);

    await mounted.change({ captions: false, volume: 0.25 });
    await persona.updateComplete;
    expect(place.querySelector('anam-persona'), 'the same element').to.equal(persona);
    expect(persona.captions).to.equal(false);
    expect(persona.hasAttribute('captions')).to.equal(false);
    expect(persona.volume).to.equal(0.25);
    expect(persona.tokenProvider).to.equal(tokenProvider);

    await mounted.unmount();
    expect(persona.isConnected).to.equal(false);
    persona.dispatchEvent(new AnamSpeechStartEvent('user'));
  } finally {
    place.remove();
  }
}

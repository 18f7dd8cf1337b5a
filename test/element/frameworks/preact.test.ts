/** The element in a template of Preact. */
import { h, render } from 'preact';
import { expectTemplate } from './template.js';

it('Preact', () =>
  expectTemplate((place, { listen, tokenProvider, ...first }) => {
    const show = (values: typeof first): void =>
      render(
        h(
          'anam-persona',
          {
            'token-url': '/api/session-token',
            'text-input': true,
            'no-controls': false,
            ...values,
            tokenParams: { persona: 'cara' },
            tokenProvider,
            'onanam-speech-start': listen,
          },
          h('p', { slot: 'poster' }, '…'),
        ),
        place,
      );
    show(first);
    return { change: show, unmount: () => render(null, place) };
  }));

/** The element in a template of React. */
import { createElement, createRoot, flushSync, StrictMode } from './react.bundle.js';
import { expectTemplate } from './template.js';

it('React', () =>
  expectTemplate((place, { listen, tokenProvider, ...first }) => {
    const root = createRoot(place);
    const show = (values: typeof first): void =>
      flushSync(() =>
        root.render(
          createElement(
            StrictMode,
            null,
            createElement(
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
              createElement('p', { slot: 'poster' }, '…'),
            ),
          ),
        ),
      );
    show(first);
    return { change: show, unmount: () => root.unmount() };
  }));

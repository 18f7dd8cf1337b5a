/** The element in a template of Angular, compiled in the page. */
import '@angular/compiler';
import {
  Component,
  CUSTOM_ELEMENTS_SCHEMA,
  provideZonelessChangeDetection,
  signal,
  type ApplicationRef,
} from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { expectTemplate, type Given } from './template.js';

it('Angular', () =>
  expectTemplate(async (place, { listen, tokenProvider, ...first }) => {
    const values = signal<Pick<Given, 'captions' | 'volume'>>(first);
    class Page {
      readonly values = values;
      readonly tokenParams = { persona: 'cara' };
      readonly tokenProvider = tokenProvider;
      readonly listen = listen;
    }
    const Root = Component({
      selector: 'app-root',
      schemas: [CUSTOM_ELEMENTS_SCHEMA],
      template: `
        <anam-persona
          token-url="/api/session-token"
          text-input
          [noControls]="false"
          [captions]="values().captions"
          [volume]="values().volume"
          [tokenParams]="tokenParams"
          [tokenProvider]="tokenProvider"
          (anam-speech-start)="listen($event)"
        ><p slot="poster">…</p></anam-persona>`,
    })(Page) as typeof Page;
    place.append(document.createElement('app-root'));
    const app: ApplicationRef = await bootstrapApplication(Root, {
      providers: [provideZonelessChangeDetection()],
    });
    return {
      change: (next) => {
        values.set(next);
        return app.whenStable();
      },
      unmount: () => app.destroy(),
    };
  }));

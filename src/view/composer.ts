/** Owns the field for typed messages. */
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Actions, Face } from './face.js';
import { icons } from './icons.js';
import { isComposing } from './keys.js';

const LONGEST = 4000;

/** While the visitor is asked for consent it keeps its place, out of sight. */
export const composer = (face: Face, actions: Actions, place = ''): TemplateResult => html`
  <form
    class="composer ${place}"
    part="text-input"
    ?hidden=${face.consentAsked}
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      actions.send();
    }}
  >
    <textarea
      rows="1"
      maxlength=${LONGEST}
      enterkeyhint="send"
      aria-label=${face.say('messageLabel')}
      placeholder=${face.say('messagePlaceholder')}
      .value=${live(face.draft)}
      @input=${(event: Event) => actions.write((event.currentTarget as HTMLTextAreaElement).value)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
        event.preventDefault();
        (event.currentTarget as HTMLElement).closest('form')?.requestSubmit();
      }}
    ></textarea>
    <button
      part="button send-button"
      class="round send"
      aria-label=${face.say('send')}
      title=${face.say('send')}
    >
      ${icons.send}
    </button>
  </form>
`;

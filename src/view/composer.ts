/** Owns the field for typed messages. */
import { html, type TemplateResult } from 'lit';
import type { Actions, Face } from './face.js';
import { icons } from './icons.js';

const LONGEST = 4000;

/** Empties the field at once, and gives the words back when they did not go out. */
async function submit(form: HTMLFormElement, actions: Actions): Promise<void> {
  const field = form.querySelector('textarea');
  const text = field?.value.trim();
  if (!field || !text) return;
  field.value = '';
  const sent = await actions.send(text);
  if (!sent && field.value === '') field.value = text;
}

export const composer = (face: Face, actions: Actions): TemplateResult => html`
  <form
    class="composer"
    part="text-input"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      void submit(event.currentTarget as HTMLFormElement, actions);
    }}
  >
    <textarea
      rows="1"
      maxlength=${LONGEST}
      enterkeyhint="send"
      aria-label=${face.say('messageLabel')}
      placeholder=${face.say('messagePlaceholder')}
      @input=${actions.activity}
      @keydown=${(event: KeyboardEvent) => {
        // While an input method composes, Enter chooses a candidate. Safari says so only by the key code.
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only sign that Safari gives
        const composing = event.isComposing || event.keyCode === 229;
        if (event.key !== 'Enter' || event.shiftKey || composing) return;
        event.preventDefault();
        (event.currentTarget as HTMLElement).closest('form')?.requestSubmit();
      }}
    ></textarea>
    <button part="button send-button" class="round" aria-label=${face.say('send')} title=${face.say('send')}>
      ${icons.send}
    </button>
  </form>
`;

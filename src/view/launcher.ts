/** Owns what is left of the floating layout while its panel is closed: a button, or a small live picture. */
import { html, type TemplateResult } from 'lit';
import { extrasIcons } from './extras.icons.js';
import { isRunning, type Actions, type Face } from './face.js';
import { icons } from './icons.js';

/** Safari focuses no button that is clicked; but who has the focus here takes it along into the panel. */
const show =
  (actions: Actions) =>
  (event: Event): void => {
    (event.currentTarget as HTMLElement).focus();
    actions.show();
  };

/** Lies over the small picture, so that all of it opens the panel; the end stays within reach. */
const tile = (face: Face, actions: Actions): TemplateResult => html`
  <button
    part="button launcher"
    class="expand"
    aria-label=${face.say('open', { name: face.name })}
    title=${face.say('open', { name: face.name })}
    aria-expanded="false"
    @click=${show(actions)}
  ></button>
  <button
    part="button end-button"
    class="round end"
    aria-label=${face.say('end')}
    title=${face.say('end')}
    @click=${actions.stop}
  >
    ${icons.end}
  </button>
`;

const pill = (face: Face, actions: Actions): TemplateResult => html`
  <button part="button launcher" class="start launcher" aria-expanded="false" @click=${show(actions)}>
    ${icons.talk}<span><slot name="launcher">${face.callToAction}</slot></span>
  </button>
`;

export const launcher = (face: Face, actions: Actions): TemplateResult =>
  isRunning(face) ? tile(face, actions) : pill(face, actions);

export const minimise = (face: Face, actions: Actions): TemplateResult => html`
  <button
    part="button minimise-button"
    class="round minimise"
    aria-label=${face.say('minimise')}
    title=${face.say('minimise')}
    @click=${actions.hide}
  >
    ${extrasIcons.minimise}
  </button>
`;

/** Owns what is left of the floating layout while its panel is closed: a button or a small live picture, and words beside it. */
import { html, nothing, type TemplateResult } from 'lit';
import { stateText } from './announcement.js';
import { extrasIcons } from './extras.icons.js';
import { inWords, isRunning, type Actions, type Face } from './face.js';
import { icons } from './icons.js';
import { notice, unlock, warning } from './notices.js';

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

/** What happens, and how it came out, until the visitor has seen it in the panel. Who ended the conversation knows that. */
const news = (face: Face): TemplateResult | typeof nothing => {
  const isKnown = face.seen || (face.state === 'ended' && face.reason === 'user');
  const key = isKnown ? null : stateText(face);
  return key ? html`<p part="notice" class="notice">${inWords(face, key)}</p>` : nothing;
};

/** The launcher and the small live picture have no room for words; what must not be missed stands beside them. */
export const beside = (face: Face, actions: Actions): TemplateResult => html`
  <div class="beside">${news(face)} ${notice(face)} ${warning(face, actions)} ${unlock(face, actions)}</div>
`;

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

/** Owns the question before the first start. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Actions, Face } from './face.js';

const link = (address: string, label: string): TemplateResult | typeof nothing =>
  address ? html`<a part="link" href=${address} target="_blank" rel="noopener">${label}</a>` : nothing;

export const consent = (face: Face, actions: Actions): TemplateResult => html`
  <div class="card consent" part="consent" role="dialog" aria-labelledby="consent-title" tabindex="-1">
    <p class="title" id="consent-title">${face.say('consentTitle')}</p>
    <div class="detail">
      <slot name="consent">${face.say('consentText')}</slot>
      ${
        face.termsUrl || face.privacyUrl
          ? html`<p class="links">
              ${link(face.termsUrl, face.say('terms'))} ${link(face.privacyUrl, face.say('privacy'))}
            </p>`
          : nothing
      }
    </div>
    <div class="choices">
      <button part="button" class="quiet" @click=${actions.decline}>${face.say('decline')}</button>
      <button part="button start-button" class="start small" @click=${actions.agree}>
        ${face.say('agree')}
      </button>
    </div>
  </div>
`;

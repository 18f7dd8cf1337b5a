/** Owns the short sentences over the picture: what does not work, what ends soon, and that the sound waits for a tap. */
import { html, nothing, type TemplateResult } from 'lit';
import type { TextKey } from '../text/texts.js';
import { hasPicture, inWords, isMicUnusable, type Actions, type Face } from './face.js';
import { icons } from './icons.js';

const MIC_TROUBLE: Readonly<Record<string, TextKey>> = {
  denied: 'micDenied',
  missing: 'micMissing',
  'in-use': 'micInUse',
  'blocked-by-policy': 'micBlocked',
  insecure: 'micBlocked',
};

/** Why nobody hears the visitor, who wants to be heard. */
export const micTrouble = (face: Face): TextKey | null =>
  face.voice && hasPicture(face) && isMicUnusable(face) ? (MIC_TROUBLE[face.micState] ?? null) : null;

/** Gives way to a warning, which is more pressing. */
export const notice = (face: Face): TemplateResult | typeof nothing =>
  face.notice && !face.warning
    ? html`<p part="notice" class="notice">${face.say(face.notice.key)}</p>`
    : nothing;

export const warningText = ({ warning }: Face): TextKey =>
  warning === 'max-duration' ? 'warnMaxDuration' : 'warnIdle';

export const warning = (face: Face, actions: Actions): TemplateResult | typeof nothing =>
  face.warning && hasPicture(face)
    ? html`
        <div part="notice" class="notice warning">
          <p>
            <strong>${face.say(warningText(face))}</strong>
            ${inWords(face, 'warnTime')}
          </p>
          <button part="button" class="start small" @click=${actions.extend}>${face.say('extend')}</button>
        </div>
      `
    : nothing;

export const unlock = (face: Face, actions: Actions): TemplateResult | typeof nothing =>
  face.soundBlocked && hasPicture(face)
    ? html`
        <button part="button sound-unlock" class="start small" @click=${actions.hear}>
          ${icons.soundOff}<span>${face.say('tapToHear')}</span>
        </button>
      `
    : nothing;

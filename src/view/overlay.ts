/** Owns what stands in the middle of the picture while nobody talks: the invitation, the way to the persona, and the end. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { ERROR_TEXTS } from '../text/errors.js';
import type { TextKey } from '../text/texts.js';
import { inWords, isAskingMic, isStarting, type Actions, type Face } from './face.js';
import { icons } from './icons.js';

const invitation = (face: Face, actions: Actions): TemplateResult => html`
  <button part="button start-button" class="start" @click=${actions.start}>
    ${icons.talk}<span><slot name="start">${face.callToAction}</slot></span>
  </button>
`;

/** The share of the milestones that were reached. Turning says that it goes on, the length says how far it is. */
const ring = (progress: number): TemplateResult => html`
  <svg class="ring" viewBox="0 0 40 40" aria-hidden="true">
    <circle cx="20" cy="20" r="17" />
    ${svg`<circle class="reached" cx="20" cy="20" r="17" pathLength="100" stroke-dasharray="${progress} 100" />`}
  </svg>
`;

export const startingText = (face: Face): TextKey => {
  if (isAskingMic(face)) return 'askingMic';
  if (face.retrying && face.secondsLeft !== null) return 'retrying';
  if (face.state === 'authorizing') return 'authorizing';
  return face.progress >= 75 ? 'almostThere' : 'connecting';
};

const way = (face: Face, actions: Actions): TemplateResult => {
  const { say } = face;
  const asking = isAskingMic(face);
  return html`
    <div class="card way" tabindex="-1">
      <p class="title" part="status">
        ${asking ? html`<span class="beckon">${icons.mic}</span>` : ring(face.progress)}
        <span>${inWords(face, startingText(face))}</span>
      </p>
      ${asking ? html`<p class="detail">${say('askingMicHint')}</p>` : nothing}
      <button part="button" class="quiet" @click=${actions.stop}>${say('cancel')}</button>
    </div>
  `;
};

const ENDS: Readonly<Record<string, TextKey>> = {
  server: 'endedServer',
  idle: 'endedIdle',
  hidden: 'endedHidden',
  'max-duration': 'endedMaxDuration',
};

export const endText = ({ reason }: Face): TextKey => ENDS[reason ?? 'user'] ?? 'endedUser';

const end = (face: Face, actions: Actions): TemplateResult => html`
  <div class="card" tabindex="-1">
    <p class="title">${face.say(endText(face))}</p>
    ${
      face.duration >= 1
        ? html`<p class="detail">${face.say('endedLength', { time: face.time(face.duration) })}</p>`
        : nothing
    }
    <button part="button start-button" class="start small" @click=${actions.start}>
      ${icons.talk}<span>${face.say('startAgain')}</span>
    </button>
  </div>
`;

export const errorText = ({ error }: Face): TextKey => (error ? ERROR_TEXTS[error.code] : 'errorUnknown');

const failure = (face: Face, actions: Actions): TemplateResult => html`
  <slot name="error">
    <div class="card" part="error" tabindex="-1">
      <p class="title"><span class="alarm">${icons.warning}</span><span>${face.say('failedTitle')}</span></p>
      <p class="detail">${face.say(errorText(face))}</p>
      ${face.error?.code === 'browser-unsupported' ? html`<slot></slot>` : nothing}
      ${
        face.error?.retryable === false
          ? nothing
          : html`<button part="button start-button" class="start small" @click=${actions.start}>
              <span>${face.say('retry')}</span>
            </button>`
      }
    </div>
  </slot>
`;

const wait = (face: Face, what: 'reconnecting' | 'ending'): TemplateResult => html`
  <div class="card ${what}" tabindex="-1">
    <p class="title" part="status">${ring(30)}<span>${face.say(what)}</span></p>
  </div>
`;

/** What is shown over the picture; nothing while the persona is live. */
export function overlay(face: Face, actions: Actions): TemplateResult | typeof nothing {
  if (isStarting(face)) return way(face, actions);
  switch (face.state) {
    case 'idle':
      return invitation(face, actions);
    case 'reconnecting':
    case 'ending':
      return wait(face, face.state);
    case 'ended':
      return end(face, actions);
    case 'failed':
      return failure(face, actions);
    default:
      return nothing;
  }
}

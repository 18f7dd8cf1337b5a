/** Owns the whole of what is shown: a function of the face. */
import { html, nothing, type TemplateResult } from 'lit';
import type { TextKey } from '../text/texts.js';
import { liveRegions } from './announcement.js';
import { backdrop } from './backdrop.js';
import { composer } from './composer.js';
import { controls } from './controls.js';
import { hasPicture, isRunning, type Actions, type Face } from './face.js';
import { pressed } from './keys.js';
import { notice, unlock, warning } from './notices.js';
import { overlay } from './overlay.js';

export type { Actions, Face } from './face.js';

const MODES: Readonly<Record<Exclude<Face['mode'], 'quiet'>, TextKey>> = {
  listening: 'listening',
  thinking: 'thinking',
  speaking: 'speaking',
  interrupted: 'interrupted',
};

const mode = (face: Face): TemplateResult | typeof nothing =>
  face.state === 'live' && face.mode !== 'quiet'
    ? html`<p part="mode" class="mode ${face.mode}">
        <i></i><i></i><i></i><span>${face.say(MODES[face.mode])}</span>
      </p>`
    : nothing;

const captions = (face: Face): TemplateResult | typeof nothing => {
  const { caption } = face;
  if (!face.captions || !caption?.content) return nothing;
  // Streamed word by word, which would be read aloud word by word: a live region says whole messages.
  return html`
    <div class="captions" part="captions" aria-hidden="true">
      <p dir="auto">${caption.content}${caption.interrupted ? ' —' : ''}</p>
    </div>
  `;
};

const middle = (face: Face, actions: Actions): TemplateResult => html`
  <div class="middle">
    ${face.consentAsked ? face.extras?.consent(face, actions) : overlay(face, actions)}
  </div>
`;

/** An empty transcript, or one that is of no use now, gives way where there is room for one of them only. */
const isBare = (face: Face): boolean => face.consentAsked || (face.messages.length === 0 && !isRunning(face));

/** The field is in the transcript, where there is one; while that gives way, here. */
const field = (face: Face, actions: Actions): TemplateResult | typeof nothing => {
  const isElsewhere = face.transcript && face.extras !== undefined;
  return face.textInput && (!isElsewhere || isBare(face))
    ? composer(face, actions, isElsewhere ? 'spare' : '')
    : nothing;
};

const interfaceOver = (face: Face, actions: Actions): TemplateResult => html`
  ${middle(face, actions)}
  <div class="top">${mode(face)}${face.floating ? face.extras?.minimise(face, actions) : nothing}</div>
  <div class="bottom">
    ${captions(face)} ${notice(face)} ${face.menuOpen ? nothing : warning(face, actions)}
    ${unlock(face, actions)} ${field(face, actions)} ${hasPicture(face) ? controls(face, actions) : nothing}
  </div>
  ${face.menuOpen ? face.extras?.menu(face, actions) : nothing}
`;

/** The question before the start is asked in any case: a page that wants no interface still wanted the question. */
const middleWithoutControls = (face: Face, actions: Actions): TemplateResult | typeof nothing =>
  face.consentAsked ? middle(face, actions) : nothing;

const over = (face: Face, actions: Actions, closed: boolean): TemplateResult | typeof nothing | undefined => {
  if (closed) return face.controls ? face.extras?.launcher(face, actions) : nothing;
  return face.controls
    ? interfaceOver(face, actions)
    : html`${middleWithoutControls(face, actions)}
        <div class="bottom">${captions(face)}</div>`;
};

const frameClass = (face: Face): string => {
  const bare = isBare(face) ? 'bare' : '';
  const withTranscript = face.transcript && face.controls ? `with-transcript ${bare}` : '';
  if (!face.floating) return `frame ${withTranscript} ${face.plain ? `plain ${face.position}` : ''}`;
  const shown = face.open ? (face.controls ? 'open sheet' : 'open') : isRunning(face) ? 'tile' : 'closed';
  return `frame floating ${face.position} ${shown} ${face.open ? withTranscript : ''}`;
};

export const personaView = (face: Face, actions: Actions): TemplateResult => {
  const closed = face.floating && !face.open;
  const dialog = face.floating && face.open;
  return html`
    <div
      class=${frameClass(face)}
      part=${face.floating ? 'panel' : 'frame'}
      role=${dialog ? 'dialog' : nothing}
      aria-modal=${face.modal ? 'true' : nothing}
      aria-label=${dialog ? face.name : nothing}
      lang=${face.language}
      dir=${face.direction ?? nothing}
      @keydown=${(event: KeyboardEvent) => pressed(event, face, actions)}
    >
      <div
        class="stage ${isRunning(face) ? 'running' : ''} ${hasPicture(face) && !face.replacing ? 'picture' : ''} ${face.state}"
        part="stage"
        role="group"
        tabindex="-1"
        aria-label=${face.say('stage', { name: face.name })}
      >
        ${backdrop(face)}
        <video part="video" playsinline tabindex="-1" aria-label=${face.name}></video>
        ${over(face, actions, closed)}
      </div>
      ${face.transcript && face.controls && !closed ? face.extras?.transcript(face, actions) : nothing}
      ${closed && face.controls ? face.extras?.beside(face, actions) : nothing}
      ${face.controls ? liveRegions(face) : nothing}
    </div>
  `;
};

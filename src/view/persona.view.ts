/** Owns the whole of what is shown: a function of the face. */
import { html, nothing, type TemplateResult } from 'lit';
import type { TextKey } from '../text/texts.js';
import { backdrop } from './backdrop.js';
import { composer } from './composer.js';
import { controls } from './controls.js';
import { isMicUnusable, isRunning, isStarting, type Actions, type Face } from './face.js';
import { icons } from './icons.js';
import { endText, errorText, overlay, startingText } from './overlay.js';

export type { Actions, Face } from './face.js';

const hasPicture = ({ state }: Face): boolean => state === 'live' || state === 'reconnecting';

const MIC_TROUBLE: Readonly<Record<string, TextKey>> = {
  denied: 'micDenied',
  missing: 'micMissing',
  'in-use': 'micInUse',
  'blocked-by-policy': 'micBlocked',
  insecure: 'micBlocked',
};

/** One sentence about what does not work, if anything: the microphone, or what just failed. */
const trouble = (face: Face): TextKey | undefined => {
  if (face.warning) return undefined;
  if (face.notice) return face.notice;
  return face.voice && face.state === 'live' && isMicUnusable(face) ? MIC_TROUBLE[face.micState] : undefined;
};

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
  // Streamed word by word, which would be read aloud word by word: the live region below says whole messages.
  return html`
    <div class="captions" part="captions" aria-hidden="true">
      <p dir="auto">${caption.content}${caption.interrupted ? ' —' : ''}</p>
    </div>
  `;
};

const unlock = (face: Face, actions: Actions): TemplateResult | typeof nothing =>
  face.soundBlocked && hasPicture(face)
    ? html`
        <button part="button sound-unlock" class="start small" @click=${actions.hear}>
          ${icons.soundOff}<span>${face.say('tapToHear')}</span>
        </button>
      `
    : nothing;

const warning = (face: Face, actions: Actions): TemplateResult | typeof nothing =>
  face.warning && face.state === 'live'
    ? html`
        <div part="notice" class="notice warning">
          <p>
            <strong>${face.say(face.warning === 'max-duration' ? 'warnMaxDuration' : 'warnIdle')}</strong>
            ${face.say('warnTime', { time: face.time(face.secondsLeft ?? 0) })}
          </p>
          <button part="button" class="start small" @click=${actions.extend}>${face.say('extend')}</button>
        </div>
      `
    : nothing;

/** What a screen reader is told when it changes. Countdowns stay out: they would be read every second. */
function announcement(face: Face): string {
  const { say } = face;
  const key = trouble(face);
  if (face.state === 'failed') return say(errorText(face));
  if (face.state === 'ended') return say(endText(face));
  if (face.state === 'ending') return say('ending');
  if (face.state === 'reconnecting') return say('reconnecting');
  if (isStarting(face)) return say(startingText(face));
  if (face.state !== 'live') return '';
  if (face.warning) return say(face.warning === 'max-duration' ? 'warnMaxDuration' : 'warnIdle');
  if (face.soundBlocked) return say('soundBlocked');
  if (key) return say(key);
  return face.voice && face.micMuted ? say('micMuted') : say('live');
}

/** What a screen reader is told of what is said: only when it cannot be heard, and the visitor wants to read. */
const spoken = (face: Face): string => {
  const unheard = face.soundMuted || face.soundBlocked;
  if (!unheard || !(face.captions || face.transcript)) return '';
  return face.messages.filter(({ role, finished }) => role === 'persona' && finished).at(-1)?.content ?? '';
};

const middle = (face: Face, actions: Actions): TemplateResult => html`
  <div class="middle">
    ${face.consentAsked ? face.extras?.consent(face, actions) : overlay(face, actions)}
  </div>
`;

const interfaceOver = (face: Face, actions: Actions): TemplateResult => {
  const key = trouble(face);
  const besideTranscript = face.transcript && face.extras !== undefined;
  return html`
    <div class="top">${mode(face)}${face.floating ? face.extras?.minimise(face, actions) : nothing}</div>
    ${middle(face, actions)}
    <div class="bottom">
      ${captions(face)} ${key ? html`<p part="notice" class="notice passing">${face.say(key)}</p>` : nothing}
      ${warning(face, actions)} ${unlock(face, actions)}
      ${face.textInput && !besideTranscript && !face.consentAsked ? composer(face, actions) : nothing}
      ${hasPicture(face) ? controls(face, actions) : nothing}
    </div>
    ${face.menuOpen ? face.extras?.menu(face, actions) : nothing}
    <p class="unseen" role="status">${announcement(face)}</p>
    <p class="unseen spoken" aria-live="polite" dir="auto">${spoken(face)}</p>
  `;
};

const frameClass = (face: Face): string => {
  // An empty transcript gives way to the start button where there is room for one of them only.
  const bare = face.messages.length === 0 && !isRunning(face) ? 'bare' : '';
  if (!face.floating) return face.transcript ? `frame with-transcript ${bare}` : 'frame';
  const shown = face.open ? 'open' : isRunning(face) ? 'tile' : 'closed';
  return `frame floating ${face.position} ${shown} ${face.transcript && face.open ? `with-transcript ${bare}` : ''}`;
};

const shortcut = (event: KeyboardEvent, face: Face, actions: Actions): void => {
  const typing =
    event.composedPath()[0] instanceof Element &&
    (event.composedPath()[0] as Element).matches('textarea, input, select');
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !hasPicture(face)) return;
  if (event.key === 'm' && face.voice) actions.toggleMic();
  else if (event.key === 'c') actions.toggleCaptions();
  else return;
  event.preventDefault();
};

export const personaView = (face: Face, actions: Actions): TemplateResult => {
  const closed = face.floating && !face.open;
  return html`
    <div
      class=${frameClass(face)}
      part=${face.floating ? 'panel' : 'frame'}
      role=${face.floating && face.open ? 'dialog' : nothing}
      aria-label=${face.floating && face.open ? face.name : nothing}
      lang=${face.language}
      dir=${face.direction ?? nothing}
      @keydown=${(event: KeyboardEvent) => {
        if (face.floating && face.open && event.key === 'Escape') actions.hide();
        else if (face.controls) shortcut(event, face, actions);
      }}
    >
      <div
        class="stage ${isRunning(face) ? 'running' : ''} ${hasPicture(face) ? 'picture' : ''} ${face.state}"
        part="stage"
        role="group"
        tabindex="-1"
        aria-label=${face.say('stage', { name: face.name })}
      >
        ${backdrop(face)}
        <video part="video" playsinline tabindex="-1" aria-label=${face.name}></video>
        ${
          closed
            ? face.extras?.launcher(face, actions)
            : face.controls
              ? interfaceOver(face, actions)
              : html`${middleWithoutControls(face, actions)}${captions(face)}`
        }
      </div>
      ${face.transcript && face.controls && !closed ? face.extras?.transcript(face, actions) : nothing}
    </div>
  `;
};

/** The question before the start is asked in any case: a page that wants no interface still wanted the question. */
const middleWithoutControls = (face: Face, actions: Actions): TemplateResult | typeof nothing =>
  face.consentAsked ? middle(face, actions) : nothing;

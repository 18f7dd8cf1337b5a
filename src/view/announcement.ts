/** Owns what a screen reader is told. A countdown is said once, as it stands when it begins: it would be read every second. */
import { html, type TemplateResult } from 'lit';
import type { Subject, TextKey } from '../text/texts.js';
import { hasPicture, inWords, isSilent, isStarting, type Face } from './face.js';
import { warningText } from './notices.js';
import { endText, errorText, startingText } from './overlay.js';

/** The state in words, where it is not simply live. */
export function stateText(face: Face): TextKey | null {
  if (isStarting(face)) return startingText(face);
  switch (face.state) {
    case 'failed':
      return errorText(face);
    case 'ended':
      return endText(face);
    case 'ending':
    case 'reconnecting':
      return face.state;
    default:
      return null;
  }
}

const when = (condition: boolean, key: TextKey, more?: Partial<Subject>): Subject | null =>
  condition ? { key, ...more } : null;

/** All that could be said now, the most pressing first. What changed last is said. */
export function subjects(face: Face): readonly (Subject | null)[] {
  const state = stateText(face);
  const seconds = face.secondsLeft;
  const isHeard = hasPicture(face) && face.voice && face.micState === 'granted';
  return [
    state ? { key: state, seconds } : null,
    when(face.warning !== null && hasPicture(face), warningText(face), { then: 'warnTime', seconds }),
    when(face.soundBlocked && hasPicture(face), 'soundBlocked'),
    face.notice ? { key: face.notice.key, mark: face.notice } : null,
    when(isHeard && face.micMuted, 'micMuted'),
    when(face.state === 'live', 'live'),
    // Last, because at the beginning it is nothing new.
    when(isHeard && !face.micMuted, 'micUnmuted'),
  ];
}

/** What a screen reader is told of what is said: only when it cannot be heard, and the visitor wants to read. */
const spoken = (face: Face): string => {
  if (!isSilent(face) || !(face.captions || face.transcript)) return '';
  const finished = face.messages.filter((message) => message.role === 'persona' && message.finished);
  // The same words once more are no change to a live region, unless they are written differently.
  const last = finished.at(-1)?.content ?? '';
  return finished.length % 2 ? last : last && `${last}\u00a0`;
};

const said = (face: Face): string => {
  if (!face.said) return '';
  const { key, then, seconds, repeated } = face.said;
  const words = [key, then].flatMap((each) => (each ? inWords(face, each, seconds) : []));
  return words.join(' ') + (repeated ? '\u00a0' : '');
};

/** Always in the document, whatever is shown: a live region that comes with its text is not read. */
export const liveRegions = (face: Face): TemplateResult => html`
  <p class="unseen" role="status">${said(face)}</p>
  <p class="unseen spoken" aria-live="polite" dir="auto">${spoken(face)}</p>
`;

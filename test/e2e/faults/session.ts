/** What the element does when the service ends, warns, falls silent or lives in another time. */
import type { Row, Rows } from './row.js';

/** Ended before there was a picture: for the visitor it never began. */
const early: Row = {
  state: 'failed',
  error: 'server-ended',
  text: 'errorEnded',
  reconnect: 1,
  does: 'Fails with the words of the service, and does not try again by itself: somebody decided this.',
};

const over: Row = {
  state: 'ended',
  reason: 'server',
  text: 'endedServer',
  reconnect: 1,
  does: 'Is over, not broken: no error, no replacement. The words of the service come as `anam-warning`.',
};

export const sessionRows: Rows = {
  'end-at-once': early,
  'end-before-answer': early,
  'end-after-answer': early,
  'end-when-live': early,
  'end-later': { ...over, told: ['anam-warning:The session was ended.'] },
  'end-while-speaking': { ...over, told: ['anam-warning:The session was ended.'] },
  'end-on-message': { ...over, then: 'say-hello', told: ['anam-warning:The session was ended.'] },
  'end-without-reason': {
    ...over,
    untold: ['anam-warning'],
    does: 'Is over, not broken: no error, no replacement.',
  },
  warning: {
    state: 'live',
    told: ['anam-warning:The session will end soon.'],
    does: 'Passes the words on; what to make of them is for the page to say.',
  },
  'warning-flood': {
    state: 'live',
    told: ['anam-warning:Simulated warning'],
    does: 'Passes all of them on.',
  },
  'persona-deaf': {
    state: 'live',
    answers: false,
    sees: 'The persona, who does not answer',
    does: 'Goes on.',
  },
  'clock-skew': { state: 'live', does: 'Takes no notice: times are counted by its own clock.' },
};

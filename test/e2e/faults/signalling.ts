/** What the element does when the signalling socket, or what travels on it, is spoilt. */
import type { Row, Rows } from './row.js';

/** The SDK has given up its five tries before there was a picture. */
const lostEarly: Row = {
  state: 'failed',
  error: 'signalling-lost',
  text: 'errorLost',
  does: 'Fails as soon as the SDK has given up its five tries, and waits for the visitor to try again.',
};

const noAnswer: Row = {
  state: 'failed',
  error: 'connect-timeout',
  text: 'errorNetwork',
  connectTimeout: 8,
  does: 'Gives up after `connect-timeout`.',
};

const badAnswer: Row = {
  state: 'failed',
  error: 'webrtc-failed',
  text: 'errorNetwork',
  does: 'Fails at once.',
};

const unseen: Row = { state: 'live', does: 'Lets the SDK reconnect. Picture and sound are not disturbed.' };

const ignored: Row = { state: 'live', does: 'Takes no notice.' };

export const signallingRows: Rows = {
  'socket-refused': lostEarly,
  'socket-refused-401': lostEarly,
  'socket-refused-twice': { state: 'live', does: 'Starts: the SDK has tried again.' },
  'socket-closed-at-once': lostEarly,
  'socket-closed-before-answer': { state: 'live', does: 'Starts: the answer comes by the next socket.' },
  'socket-closed-after-answer': unseen,
  'socket-dropped': unseen,
  'socket-lost-for-good': {
    state: 'live',
    strikes: 'first',
    reconnect: 1,
    way: ['authorizing', 'connecting', 'live', 'reconnecting', 'live'],
    tokens: 2,
    sessions: 2,
    told: ['anam-session-end:error'],
    does: 'Closes what is left of the session (its picture and microphone would go on and be billed), gets a new one and hands the conversation over.',
  },
  'socket-policy-close': unseen,
  'socket-half-open': noAnswer,
  'socket-half-open-live': ignored,
  'socket-garbage': ignored,
  'socket-unknown-types': ignored,
  'socket-flood': ignored,
  'answer-withheld': noAnswer,
  'answer-late': { state: 'live', does: 'Waits, and starts.' },
  'answer-garbage': badAnswer,
  'answer-empty': badAnswer,
  'answer-wrapped': badAnswer,
  'ready-never': { state: 'live', does: 'Starts: picture and connection count, not the announcement.' },
  'ready-early': { state: 'live', does: 'Starts when there is a picture.' },
  'ready-late': { state: 'live', told: ['anam-milestone:ready'], does: 'Starts before it is announced.' },
};

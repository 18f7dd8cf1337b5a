/** What the element does when its token endpoint cannot get a token, or gets a bad one. */
import type { Row, Rows } from './row.js';

const refused = (row: Pick<Extract<Row, { state: 'failed' }>, 'error' | 'text' | 'does'>): Row => ({
  state: 'failed',
  way: ['authorizing', 'ending', 'failed'],
  sessions: 0,
  ...row,
});

const misconfigured = refused({
  error: 'misconfigured',
  text: 'errorSetup',
  does: 'Offers no second try: only the owner of the page can mend this. The log of the token endpoint says more.',
});

const upstream = refused({
  error: 'upstream-error',
  text: 'errorService',
  does: 'Waits for the visitor to try again. What the service answered stays in the log of the token endpoint.',
});

/** Refused by the engine, so a connection was begun. */
const spent: Row = {
  state: 'failed',
  error: 'engine-unauthorized',
  text: 'errorExpired',
  sessions: 0,
  does: 'Does not ask again: the token endpoint hands out tokens that are used or not its own.',
};

export const tokenRows: Rows = {
  'token-400': misconfigured,
  'token-401': misconfigured,
  'token-403': misconfigured,
  'token-404': misconfigured,
  'token-429': refused({
    error: 'quota',
    text: 'errorLimit',
    does: 'Offers no second try: the limits of the account are used up.',
  }),
  'token-500': upstream,
  'token-503': upstream,
  'token-html': upstream,
  'token-html-200': upstream,
  'token-empty': upstream,
  'token-truncated': upstream,
  'token-huge': upstream,
  'token-slow': { state: 'live', does: 'Waits, and starts.' },
  'token-hangs': refused({
    error: 'upstream-timeout',
    text: 'errorService',
    does: 'Waits for the visitor to try again, as soon as the token endpoint has given up.',
  }),
  'token-reset': upstream,
  'token-503-once': {
    state: 'live',
    strikes: 'simulator',
    then: 'try-again',
    way: ['authorizing', 'ending', 'failed', 'authorizing', 'connecting', 'live'],
    errors: ['upstream-error'],
    reads: ['errorService'],
    tokens: 2,
    does: 'Fails, offers "Try again", and starts when the visitor takes the offer.',
  },
  'token-missing': upstream,
  'token-blank': upstream,
  'token-number': upstream,
  'token-not-a-jwt': upstream,
  'token-legacy': refused({
    error: 'token-legacy',
    text: 'errorSetup',
    does: 'Refuses the token before anything is opened, and tells the developer how to mint another kind.',
  }),
  'token-expired': refused({
    error: 'token-expired',
    text: 'errorExpired',
    does: 'Refuses the token before anything is opened.',
  }),
  'token-future': { state: 'live', does: 'Starts: a clock that is late is no reason to refuse.' },
  'token-spent': spent,
  'token-foreign': spent,
};

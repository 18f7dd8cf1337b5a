/** What the element does when the engine does not open a session, or describes it badly. */
import type { Row, Rows } from './row.js';

type Failed = Extract<Row, { state: 'failed' }>;

const refused = (error: Failed['error'], text: Failed['text'], does: string, more: Partial<Failed> = {}): Row => ({
  state: 'failed',
  error,
  text,
  does,
  sessions: 0,
  reconnect: 1,
  ...more,
}); // prettier-ignore

const broken = refused(
  'engine-error',
  'errorService',
  'Fails after the three tries of the SDK: a first start is only repeated when the service is full.',
);

/** Full, not broken: tried again as often as `reconnect` allows, after some seconds. */
const full = (error: Failed['error']): Row =>
  refused(error, 'errorBusy', 'Counts down some seconds, asks for another token and tries again.', {
    way: ['authorizing', 'connecting', 'authorizing', 'connecting', 'ending', 'failed'],
    reads: ['retrying'],
    tokens: 2,
  });

const starts: Row = { state: 'live', does: 'Starts.' };

export const engineRows: Rows = {
  'engine-400': refused(
    'engine-bad-request',
    'errorSetup',
    'Never tries again: the same request gets the same answer.',
  ),
  'engine-401': refused(
    'engine-unauthorized',
    'errorExpired',
    'Never tries again by itself: a token endpoint whose tokens are refused has to be mended.',
  ),
  'engine-402': refused('engine-no-plan', 'errorSetup', 'Never tries again: the account has no plan.'),
  'engine-403': refused(
    'engine-forbidden',
    'errorSetup',
    'Never tries again: the plan does not include what is asked for.',
  ),
  'engine-404': refused(
    'engine-not-found',
    'errorSetup',
    'Never tries again: an id in the persona configuration is wrong.',
  ),
  'engine-429-concurrency': full('engine-concurrency-limit'),
  'engine-429-spend-cap': refused(
    'engine-spend-cap',
    'errorLimit',
    'Never tries again: the owner has set this limit.',
  ),
  'engine-429-usage': refused(
    'engine-usage-limit',
    'errorLimit',
    'Never tries again: the minutes are used up.',
  ),
  'engine-500': broken,
  'engine-503': full('engine-busy'),
  'engine-503-once': { state: 'live', does: 'Starts: the SDK has tried again within the same start.' },
  'engine-418': refused('engine-error', 'errorService', 'Fails at once: the SDK does not repeat a refusal.'),
  'engine-html-403': broken,
  'engine-html-200': broken,
  'engine-empty': broken,
  'engine-truncated': broken,
  'engine-slow': { state: 'live', does: 'Waits, and starts.' },
  'engine-hangs': refused(
    'connect-timeout',
    'errorNetwork',
    'Gives up after `connect-timeout`, and says so when the SDK has given up too: a session that is answered late would still be billed.',
  ),
  'engine-reset': broken,
  'engine-answer-lost': refused(
    'engine-unauthorized',
    'errorExpired',
    'Sees the refusal of the second request: the first one has spent the token, and has opened a session that the page never hears of.',
    { sessions: 1 },
  ),
  'engine-answer-lost-twin': {
    state: 'live',
    sessions: 2,
    does: 'Starts with the second session. The first, which the page never hears of, is ended together with it by the stop endpoint.',
  },
  'engine-no-cors': refused(
    'engine-unauthorized',
    'errorExpired',
    'Sees the refusal of the second request: the first one has spent the token. The session that the page could not read about is never opened.',
    { sessions: 1 },
  ),
  'engine-no-client-config': refused('engine-error', 'errorService', 'Fails; nothing was opened yet.', {
    sessions: 1,
  }),
  'engine-ice-servers-missing': refused(
    'webrtc-failed',
    'errorNetwork',
    'Fails: the SDK makes no connection without them.',
    {
      sessions: 1,
    },
  ),
  'engine-no-session-id': refused('engine-error', 'errorService', 'Fails; nothing was opened yet.', {
    sessions: 1,
  }),
  'engine-host-unreachable': refused(
    'signalling-lost',
    'errorLost',
    'Fails as soon as the SDK has given up its five tries.',
    { sessions: 1 },
  ),
  'engine-host-path': starts,
  'engine-service-spelling': {
    state: 'live',
    does: 'Starts; the SDK takes its own defaults for what it cannot read.',
  },
  'engine-relay-only': refused(
    'connect-timeout',
    'errorNetwork',
    'Gives up after `connect-timeout`: no address can be reached.',
    { sessions: 1, connectTimeout: 8 },
  ),
  'talk-500': {
    state: 'live',
    strikes: 'simulator',
    then: 'talk',
    rejects: 'talk-failed',
    does: 'Rejects the call of the page with `talk-failed`; the conversation goes on.',
  },
  'stop-500': {
    state: 'live',
    strikes: 'simulator',
    // The endpoint asks first whether the session is over, and it is: the page has closed it.
    struck: false,
    does: 'Ends all the same: the page closes the stream itself, the stop call is for pages that cannot.',
  },
  'metrics-500': { state: 'live', strikes: 'simulator', does: 'Takes no notice.' },
};

/** The switches that end in an error: what is broken, and the code that has to come of it. */

const failed = (code) => (persona) => persona.state === 'failed' && persona.error?.code === code;

const page = (id, title, code, rest) => ({ id, title, code, shows: failed(code), ...rest });

/** Where the fault is not the simulator's. */
const PAGE = [
  page('no-token-source', 'No token URL', 'no-token-source', {
    note: 'Neither token-url nor tokenProvider nor session-token.',
    tokenUrl: null,
  }),
  page('no-webrtc', 'Old browser', 'browser-unsupported', {
    note: 'The page plays a browser without WebRTC.',
    play: 'no-webrtc',
  }),
  page('offline', 'Offline', 'offline', {
    note: 'The page plays a browser without network.',
    play: 'offline',
    tokenUrl: '/api/refusal/reset',
  }),
];

const refusal = (name, title, code, note) =>
  page(`refusal-${name}`, title, code, { note, tokenUrl: `/api/refusal/${name}` });

/** Token endpoints that are set up badly (demo/refusals.mjs). */
const ENDPOINT = [
  refusal('reset', 'No answer', 'token-unreachable', 'The endpoint breaks the connection.'),
  refusal('login', '401', 'token-unauthorized', 'The endpoint wants a login.'),
  refusal('forbidden', '403', 'token-forbidden', 'The endpoint forbids this page.'),
  refusal('missing', '404', 'token-not-found', 'There is no such endpoint.'),
  refusal('often', '429', 'token-rate-limited', 'The endpoint was asked too often.'),
  refusal('broken', '500', 'token-server-error', 'The endpoint is broken.'),
  refusal('html', 'HTML', 'token-not-json', 'The endpoint answers with a page.'),
  refusal('empty', 'No token', 'token-missing', 'The endpoint answers with JSON that holds no token.'),
  refusal('word', 'No JWT', 'token-not-jwt', 'The endpoint answers with something that is no token.'),
  refusal(
    'key',
    'An API key',
    'token-is-api-key',
    'The endpoint gives its key away: the element refuses to use it.',
  ),
  page('unknown-persona', 'Unknown persona', 'unknown-persona', {
    note: 'token-params names a persona that the endpoint does not know.',
    set: { 'token-params': '{"persona":"nobody"}' },
  }),
];

/** Faults of the simulator's table, by the code that each ends in; some need no second try, or less patience. */
const once = { reconnect: '0' };
const impatient = { ...once, 'connect-timeout': '4' };
const FAULTS = {
  'token-401': ['misconfigured'],
  'token-429': ['quota'],
  'token-503': ['upstream-error'],
  'token-legacy': ['token-legacy'],
  'token-expired': ['token-expired'],
  'token-spent': ['engine-unauthorized'],
  'engine-400': ['engine-bad-request'],
  'engine-401': ['engine-unauthorized'],
  'engine-402': ['engine-no-plan'],
  'engine-403': ['engine-forbidden'],
  'engine-404': ['engine-not-found'],
  'engine-429-concurrency': ['engine-concurrency-limit', once],
  'engine-429-spend-cap': ['engine-spend-cap'],
  'engine-429-usage': ['engine-usage-limit'],
  'engine-500': ['engine-error'],
  'engine-503': ['engine-busy', once],
  'engine-418': ['engine-error'],
  'engine-hangs': ['connect-timeout', impatient],
  'engine-host-unreachable': ['signalling-lost'],
  'socket-refused': ['signalling-lost'],
  'socket-lost-for-good': ['signalling-lost', once],
  'answer-withheld': ['connect-timeout', impatient],
  'ice-never-connects': ['connect-timeout', impatient],
  'dtls-failure': ['webrtc-failed', once],
  'ice-lost': ['webrtc-failed', once],
  'video-none': ['no-picture', impatient],
  'video-stops': ['picture-frozen', once],
};

/** Headings for the places of the table. */
const PLACES = {
  token: 'Failed: the service refuses a token',
  engine: 'Failed: the engine',
  signalling: 'Failed: signalling',
  connection: 'Failed: the connection',
  media: 'Failed: the picture',
  channel: 'Failed: the data channel',
  session: 'Failed: the session',
};

/** Groups of switches; `table` is what `GET /_simulator/faults` lists. */
export const failureGroups = (table) => [
  { title: 'Failed: the page and the browser', items: PAGE },
  { title: 'Failed: the page’s token endpoint', items: ENDPOINT },
  ...Object.entries(PLACES)
    .map(([place, title]) => ({
      title,
      items: table
        .filter(({ name, where }) => where === place && name in FAULTS)
        .map(({ name, title: label, does }) => {
          const [code, set = {}] = FAULTS[name];
          return page(name, label, code, { note: does, faults: [name], set });
        }),
    }))
    .filter(({ items }) => items.length > 0),
];

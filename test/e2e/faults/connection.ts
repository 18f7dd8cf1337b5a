/** What the element does when WebRTC does not connect, or the network goes away. */
import type { Row, Rows } from './row.js';

const noConnection: Row = {
  state: 'failed',
  error: 'connect-timeout',
  text: 'errorNetwork',
  connectTimeout: 8,
  does: 'Gives up after `connect-timeout`: neither the SDK nor the browser would say anything for a long time.',
};

const starts: Row = { state: 'live', does: 'Starts.' };

export const connectionRows: Rows = {
  'ice-never-connects': noConnection,
  'candidates-withheld': starts,
  'candidates-first': starts,
  'candidates-garbage': starts,
  'ice-lost-and-regained': {
    state: 'live',
    way: ['authorizing', 'connecting', 'live', 'reconnecting', 'live'],
    does: 'Notices the frozen picture within two seconds and says so; the same session goes on when the network is back.',
  },
  'ice-short-loss': {
    state: 'live',
    sees: 'A still picture; after two seconds: “Connection lost. Reconnecting…”',
    does: 'Rides it out with the same session.',
  },
  'ice-lost': {
    state: 'failed',
    error: 'webrtc-failed',
    text: 'errorNetwork',
    way: ['authorizing', 'connecting', 'live', 'reconnecting', 'ending', 'failed'],
    does: 'Rides out what the SDK can repair, then gives up (here with `reconnect` 0) and has the session ended through the token endpoint.',
  },
  'everything-lost': {
    state: 'live',
    strikes: 'first',
    reconnect: 1,
    way: ['authorizing', 'connecting', 'live', 'reconnecting', 'live'],
    tokens: 2,
    sessions: 2,
    told: ['anam-session-end:error'],
    does: 'Replaces the session by a new one, and hands the conversation over.',
  },
  'dtls-failure': {
    state: 'failed',
    error: 'webrtc-failed',
    text: 'errorNetwork',
    does: 'Fails as soon as the browser has given up the encryption; the SDK says nothing.',
  },
  'packet-loss': { state: 'live', does: 'Goes on; the picture stutters.' },
  'packet-loss-heavy': { state: 'live', does: 'Goes on as long as frames come.' },
  'packet-delay': { state: 'live', does: 'Starts; everything comes late.' },
};

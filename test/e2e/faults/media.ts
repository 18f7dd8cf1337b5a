/** What the element does when picture or sound are missing, late or still. */
import type { Row, Rows } from './row.js';

const noPicture: Row = {
  state: 'failed',
  error: 'no-picture',
  text: 'errorPicture',
  connectTimeout: 12,
  does: 'Gives up after `connect-timeout`: connected is not enough, a persona has to be seen.',
};

const unheard: Row = {
  state: 'live',
  sees: 'The persona, in silence',
  does: 'Cannot know better: the sound is there and empty. Captions help.',
};

export const mediaRows: Rows = {
  'video-none': noPicture,
  'video-late': { state: 'live', does: 'Waits for the picture, and starts.' },
  'video-frozen': {
    state: 'live',
    sees: 'A still picture',
    does: 'Cannot know better: frames come, and each shows the same.',
  },
  'video-stops': {
    state: 'failed',
    error: 'picture-frozen',
    text: 'errorLost',
    way: ['authorizing', 'connecting', 'live', 'reconnecting', 'ending', 'failed'],
    does: 'Notices within two seconds, says so, and gives the picture fifteen more to come back; then the session is given up (here with `reconnect` 0).',
  },
  'video-slow': {
    state: 'live',
    sees: 'The persona, in slow steps',
    does: 'Goes on: two frames a second are a picture.',
  },
  'audio-none': unheard,
  'audio-silent': unheard,
  'media-none': noPicture,
  'video-rejected': noPicture,
  'media-inactive': noPicture,
  'streams-separate': { state: 'live', does: 'Puts both tracks into one stream, and starts.' },
  'streams-missing': { state: 'live', does: 'Takes the tracks from the connection, and starts.' },
};

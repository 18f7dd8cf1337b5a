/** What the element does when the data channel is missing or brings nonsense. */
import type { Row, Rows } from './row.js';

const ignored: Row = { state: 'live', does: 'Takes no notice; what comes after it is read.' };

export const channelRows: Rows = {
  'channel-never-opens': {
    state: 'live',
    answers: false,
    rejects: 'not-live',
    sees: 'The persona, who speaks and listens; typed messages come back',
    does: 'Goes live: picture and voice work. Messages and context wait five seconds for the channel, then they are rejected with `not-live`.',
  },
  'channel-closes': {
    state: 'live',
    answers: false,
    channel: 'closed',
    rejects: 'not-live',
    sees: 'The persona, who speaks and listens; typed messages come back',
    does: 'Goes on: picture and voice work. Messages wait five seconds for a channel, then they are rejected with `not-live`.',
  },
  'channel-mute': {
    state: 'live',
    answers: false,
    untold: ['anam-message:persona'],
    sees: 'The persona, without captions',
    does: 'Goes on: picture and voice work.',
  },
  'channel-binary': {
    state: 'live',
    answers: false,
    untold: ['anam-message:persona'],
    sees: 'The persona, without captions',
    does: 'Goes on: the SDK 4.27.0 cannot read such messages.',
  },
  'channel-garbage': ignored,
  'channel-null': ignored,
  'channel-unknown-types': ignored,
  'channel-no-data': ignored,
  'channel-flood': { state: 'live', told: ['anam-message-chunk'], does: 'Reads them all, and stays usable.' },
  'channel-huge': { state: 'live', told: ['anam-message:persona'], does: 'Shows it as one long message.' },
  'channel-markup': {
    state: 'live',
    told: ['anam-message:persona', 'anam-message:user'],
    sees: 'The markup as text',
    does: 'Shows text as text: nothing of it runs.',
  },
  'channel-unknown-role': { state: 'live', does: 'Takes the words for the persona’s.' },
  'tool-wrong-session': {
    state: 'live',
    told: ['anam-tool-call:show_note'],
    does: 'Passes the call on; no handler of the SDK runs.',
  },
  'tool-unknown': {
    state: 'live',
    told: ['anam-tool-call:no_such_tool', 'anam-tool-result:failed'],
    errors: ['tool-failed'],
    does: 'Tells the persona at once that there is no such tool, so that it need not wait, and the developer by `tool-failed`.',
  },
  'tool-twice': {
    state: 'live',
    told: ['anam-tool-call:show_note', 'anam-tool-result:completed'],
    does: 'Runs the handler once.',
  },
  'tool-failed': {
    state: 'live',
    told: ['anam-tool-call:show_note', 'anam-tool-result:failed'],
    does: 'Passes both on: the tool runs on the server, and so does its failure.',
  },
  'tool-completed-unstarted': {
    state: 'live',
    told: ['anam-tool-result:completed'],
    does: 'Passes the result on.',
  },
  'tool-legacy-event': {
    state: 'live',
    told: ['anam-tool-call:show_note'],
    does: 'Passes it on as a tool call.',
  },
  'messages-out-of-order': {
    state: 'live',
    told: ['anam-message:persona'],
    does: 'Joins the pieces as they come: the service promises their order.',
  },
  'speech-ended-unstarted': {
    state: 'live',
    untold: ['anam-speech-end:user'],
    does: 'Takes no notice: nobody spoke.',
  },
};

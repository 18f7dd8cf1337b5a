/**
 * The switches, as data. `set` are attributes, `faults` go to the simulator with the token request, `play` is what
 * the page does in the browser's place, `then` runs once the persona is live, `shows` says when it has come about.
 */

const is = (state) => (persona) => persona.state === state;
const ended = (reason) => (persona, seen) => persona.state === 'ended' && seen.has(`reason:${reason}`);
const seen = (name) => (persona, all) => all.has(name);
/** A persona that does not begin to speak by itself. */
const quiet = { 'token-params': '{"persona":"quiet"}' };

/** Resolves when the element tells of it. */
const told = (persona, name) =>
  new Promise((resolve) => persona.addEventListener(name, resolve, { once: true }));

export const GROUPS = [
  {
    title: 'Before the conversation',
    items: [
      {
        id: 'idle',
        title: 'Idle',
        note: 'Before the click no token is asked for and nothing is billed; only code is got ahead.',
        start: false,
        shows: is('idle'),
      },
      {
        id: 'consent',
        title: 'Consent',
        note: 'The question comes before microphone, token and download.',
        set: { consent: '', 'terms-url': '/', 'privacy-url': '/' },
        shows: is('idle'),
      },
      {
        id: 'asking',
        title: 'Asking for the microphone',
        note: 'The page plays a browser whose question waits for an answer. In yours: reset the permission in the address bar and press Live.',
        play: 'mic-asks',
        shows: (persona) => persona.micState === 'asking',
      },
      {
        id: 'authorizing',
        title: 'Authorizing',
        note: 'The token takes 6 seconds.',
        faults: ['token-slow:delay=6000'],
        shows: is('authorizing'),
      },
      {
        id: 'connecting',
        title: 'Connecting',
        note: 'The engine takes 8 seconds to answer.',
        faults: ['engine-slow:delay=8000'],
        shows: is('connecting'),
      },
      {
        id: 'almost',
        title: 'Almost there',
        note: 'Connected; the first picture comes 8 seconds later.',
        faults: ['video-late:milliseconds=8000'],
        shows: (persona) => persona.state === 'connecting' && persona.timings.connected !== undefined,
      },
      {
        id: 'retrying',
        title: 'Trying again in …',
        note: 'No engine is free: two more tries, each announced.',
        faults: ['engine-503'],
        shows: seen('state:connecting→authorizing'),
      },
    ],
  },
  {
    title: 'Live',
    items: [
      {
        id: 'live',
        title: 'Live',
        note: 'The persona is there and waits for you.',
        set: quiet,
        shows: is('live'),
      },
      {
        id: 'listening',
        title: 'Listening',
        note: 'The service reports that you speak. Your own voice does the same.',
        set: quiet,
        then: (persona, { control }) =>
          control('send', {
            message: { messageType: 'userSpeechStarted', data: { user_action_correlation_id: 'gallery' } },
          }),
        shows: (persona) => persona.userSpeaking,
      },
      {
        id: 'thinking',
        title: 'Thinking',
        note: 'A question was typed, and the persona never answers.',
        set: { ...quiet, 'text-input': '' },
        faults: ['persona-deaf'],
        then: (persona) => persona.sendUserMessage('What do you think?'),
        shows: (persona) => persona.messages.some(({ role }) => role === 'user'),
      },
      {
        id: 'speaking',
        title: 'Speaking',
        note: 'A long story, with captions.',
        set: { ...quiet, captions: '' },
        then: (persona) => persona.sendUserMessage('Tell me a long story'),
        shows: (persona) => persona.personaSpeaking,
      },
      {
        id: 'interrupted',
        title: 'Interrupted',
        note: 'The story is cut short.',
        set: { ...quiet, captions: '' },
        then: async (persona) => {
          const speaks = told(persona, 'anam-speech-start');
          await persona.sendUserMessage('Tell me a long story');
          await speaks;
          await new Promise((resolve) => setTimeout(resolve, 1500));
          await persona.interrupt();
        },
        shows: seen('anam-interrupt'),
      },
      {
        id: 'mic-muted',
        title: 'Microphone muted',
        note: 'By the attribute mic-muted.',
        set: { ...quiet, 'mic-muted': '' },
        shows: (persona) => persona.state === 'live' && persona.micMuted,
      },
      ...[
        [
          'denied',
          'Microphone refused',
          'The page plays a visitor who refuses. In yours: block the microphone in the address bar.',
        ],
        ['missing', 'No microphone', 'The page plays a computer without a microphone. On yours: unplug it.'],
        ['in-use', 'Microphone in use', 'The page plays a microphone that another programme holds.'],
      ].map(([state, title, note]) => ({
        id: `mic-${state}`,
        title,
        note,
        set: quiet,
        play: `mic-${state}`,
        shows: (persona) => persona.state === 'live' && persona.micState === state,
      })),
      {
        id: 'sound-blocked',
        title: 'Sound blocked',
        note: 'The page plays a browser that keeps the sound off until a press. In yours: a page that starts by itself.',
        play: 'sound-blocked',
        shows: (persona) => persona.state === 'live' && persona.soundBlocked,
      },
      {
        id: 'sound-muted',
        title: 'Sound muted',
        note: 'By the attribute muted; captions instead.',
        set: { muted: '', captions: '' },
        shows: (persona) => persona.state === 'live' && persona.muted,
      },
      {
        id: 'transcript',
        title: 'With transcript',
        note: 'The conversation, with a field to type: beside or under the picture where there is room for both, else over it.',
        set: { transcript: '', 'text-input': '' },
        then: (persona) => persona.sendUserMessage('Who are you?'),
        shows: (persona) => persona.messages.length > 1,
      },
    ],
  },
  {
    title: 'Trouble on the way',
    items: [
      {
        id: 'reconnecting',
        title: 'Network lost',
        note: 'Two seconds in, no packet passes for 9 seconds. The same session comes back.',
        faults: ['ice-lost-and-regained'],
        shows: is('reconnecting'),
      },
      {
        id: 'picture-stops',
        title: 'Picture stops',
        note: 'Two seconds in, no more frames come, for 6 seconds.',
        faults: ['video-stops:milliseconds=6000'],
        shows: is('reconnecting'),
      },
      {
        id: 'replaced',
        title: 'Session lost and replaced',
        note: 'The signalling breaks for good: a new session takes over, with the conversation so far.',
        set: { reconnect: '1' },
        faults: ['socket-lost-for-good'],
        shows: is('reconnecting'),
      },
      {
        id: 'socket-dropped',
        title: 'Socket dropped',
        note: 'The signalling breaks once. The SDK repairs it, and nothing is to be seen.',
        set: quiet,
        faults: ['socket-dropped'],
        shows: is('live'),
      },
      {
        id: 'warning-idle',
        title: 'Are you still there?',
        note: 'idle-timeout="20": the warning comes at half of it. Any key or word extends.',
        set: { ...quiet, 'idle-timeout': '20', 'text-input': '' },
        shows: seen('anam-end-warning'),
      },
      {
        id: 'warning-time',
        title: 'Time is almost up',
        note: 'max-duration="20": the warning comes 10 seconds before.',
        set: { ...quiet, 'max-duration': '20' },
        shows: seen('anam-end-warning'),
      },
      {
        id: 'service-warning',
        title: 'Warning of the service',
        note: 'An event for the page, anam-warning; the visitor sees nothing of it.',
        set: quiet,
        faults: ['warning'],
        shows: seen('anam-warning'),
      },
    ],
  },
  {
    title: 'Ended',
    items: [
      {
        id: 'ended-user',
        title: 'By the visitor',
        note: 'As the end button does.',
        set: quiet,
        then: (persona) => persona.stop(),
        shows: ended('user'),
      },
      {
        id: 'ended-server',
        title: 'By the service',
        note: 'The service ends the session three seconds into the conversation.',
        faults: ['end-later'],
        shows: seen('reason:server'),
      },
      {
        id: 'ended-idle',
        title: 'Quiet for too long',
        note: 'idle-timeout="4"',
        set: { ...quiet, 'idle-timeout': '4' },
        shows: ended('idle'),
      },
      {
        id: 'ended-hidden',
        title: 'Tab hidden for too long',
        note: 'hidden-timeout="4"; the page plays a hidden tab. In yours: go to another tab.',
        set: { ...quiet, 'hidden-timeout': '4' },
        then: (persona, { play }) => play('hidden'),
        shows: ended('hidden'),
      },
      {
        id: 'ended-time',
        title: 'Time is up',
        note: 'max-duration="4"',
        set: { ...quiet, 'max-duration': '4' },
        shows: ended('max-duration'),
      },
    ],
  },
];

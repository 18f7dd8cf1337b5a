/** Faults of the signalling socket and of what travels on it. */

import type { Fault, SocketEffect } from './fault.js';

const LOST =
  'The SDK reconnects five times within 1.5 s, then CONNECTION_CLOSED with SIGNALLING_CLIENT_CONNECTION_FAILURE.';
const INVISIBLE = 'The SDK reconnects after 0.1 s; no event is seen.';

function socket(
  name: string,
  title: string,
  does: string,
  expect: string,
  effect: Omit<SocketEffect, 'on'>,
): Fault {
  return { name, title, where: 'signalling', does, expect, effects: [{ on: 'socket', ...effect }] };
}

function message(actionType: string, payload: unknown): string {
  return JSON.stringify({ actionType, sessionId: '{sessionId}', payload });
}

export const signallingFaults: readonly Fault[] = [
  socket('socket-refused', 'Socket refused', 'Every upgrade is answered with 503.', LOST, {
    do: 'refuse',
    when: { moment: 'socket-open' },
    status: 503,
  }),
  socket('socket-refused-401', 'Socket not authorized', 'Every upgrade is answered with 401.', LOST, {
    do: 'refuse',
    when: { moment: 'socket-open' },
    status: 401,
  }),
  socket(
    'socket-refused-twice',
    'Socket refused at first',
    'Two upgrades are refused, the third is accepted.',
    'The session starts.',
    {
      do: 'refuse',
      when: { moment: 'socket-open' },
      status: 503,
      times: 2,
    },
  ),
  socket(
    'socket-closed-at-once',
    'Socket closed at once',
    'Every socket is closed as soon as it is open.',
    LOST,
    {
      do: 'close',
      when: { moment: 'socket-open' },
      code: 1011,
      reason: 'Simulated',
    },
  ),
  socket(
    'socket-closed-before-answer',
    'Closed before the answer',
    'The socket closes when the offer arrives; the answer waits for the next one.',
    INVISIBLE,
    {
      do: 'close',
      when: { moment: 'offer' },
      code: 1011,
      times: 1,
    },
  ),
  socket(
    'socket-closed-after-answer',
    'Closed after the answer',
    'The socket closes right after the answer, once.',
    INVISIBLE,
    {
      do: 'close',
      when: { moment: 'answered' },
      code: 1011,
      times: 1,
    },
  ),
  socket(
    'socket-dropped',
    'Socket dropped while live',
    'The socket breaks once, a second into the conversation.',
    INVISIBLE,
    {
      do: 'drop',
      when: { moment: 'live', after: 1000 },
      times: 1,
    },
  ),
  {
    name: 'socket-lost-for-good',
    title: 'Socket lost for good',
    where: 'signalling',
    does: 'The socket breaks a second into the conversation and every new one is refused.',
    expect: `${LOST} Picture, microphone and data channel go on until the engine gives up.`,
    effects: [
      { on: 'socket', do: 'drop', when: { moment: 'live', after: 1000 } },
      { on: 'socket', do: 'refuse', when: { moment: 'live', after: 1000 }, status: 503 },
    ],
  },
  socket(
    'socket-policy-close',
    'Closed with 1008',
    'The socket closes with a policy violation, once, while live.',
    INVISIBLE,
    {
      do: 'close',
      when: { moment: 'live', after: 1000 },
      code: 1008,
      reason: 'Policy',
      times: 1,
    },
  ),
  socket(
    'socket-half-open',
    'Half-open from the start',
    'The socket opens and then neither reads nor writes.',
    'stream() stays pending, no event comes.',
    {
      do: 'mute',
      when: { moment: 'socket-open' },
    },
  ),
  socket(
    'socket-half-open-live',
    'Half-open while live',
    'A second into the conversation the socket goes mute without closing.',
    'No event; the conversation goes on.',
    {
      do: 'mute',
      when: { moment: 'live', after: 1000 },
    },
  ),
  socket(
    'socket-garbage',
    'Garbage on the socket',
    'Frames that are not JSON arrive while live.',
    'Unhandled rejections in the console; the session goes on.',
    {
      do: 'send',
      when: { moment: 'live', after: 300 },
      frames: ['this is not JSON', '{"actionType":'],
    },
  ),
  socket(
    'socket-unknown-types',
    'Unknown message types',
    'Messages of types nobody knows arrive while live.',
    'A warning in the console for each.',
    {
      do: 'send',
      when: { moment: 'live', after: 300 },
      frames: [message('somethingnew', { a: 1 }), message('', ''), '{}'],
    },
  ),
  socket(
    'socket-flood',
    'Flood of messages',
    'Two thousand unknown messages arrive at once.',
    'The session goes on.',
    {
      do: 'send',
      when: { moment: 'live', after: 300 },
      frames: [message('noise', {})],
      count: 2000,
    },
  ),
  {
    name: 'answer-withheld',
    title: 'No answer',
    where: 'signalling',
    does: 'The offer is taken and never answered.',
    expect: 'stream() stays pending, no event comes.',
    effects: [{ on: 'answer', do: 'withhold' }],
  },
  {
    name: 'answer-late',
    title: 'Late answer',
    where: 'signalling',
    does: 'The answer comes after 3 seconds.',
    expect: 'The session starts late.',
    effects: [{ on: 'answer', do: 'late', delay: 3000 }],
  },
  {
    name: 'answer-garbage',
    title: 'Bad SDP',
    where: 'signalling',
    does: 'The answer holds a text that is no session description.',
    expect: 'CONNECTION_CLOSED with WEBRTC_FAILURE; stream() stays pending.',
    effects: [{ on: 'answer', do: 'garbage' }],
  },
  {
    name: 'answer-empty',
    title: 'Empty SDP',
    where: 'signalling',
    does: 'The answer holds an empty session description.',
    expect: 'CONNECTION_CLOSED with WEBRTC_FAILURE; stream() stays pending.',
    effects: [{ on: 'answer', do: 'empty' }],
  },
  {
    name: 'answer-wrapped',
    title: 'Answer in the wrong shape',
    where: 'signalling',
    does: 'The answer is wrapped in connectionDescription, as offers are.',
    expect: 'CONNECTION_CLOSED with WEBRTC_FAILURE; stream() stays pending.',
    effects: [{ on: 'answer', do: 'wrapped' }],
  },
  {
    name: 'ready-never',
    title: 'No sessionready',
    where: 'signalling',
    does: 'Everything works, but sessionready never comes.',
    expect: 'No SESSION_READY; picture and sound are there.',
    effects: [{ on: 'ready', do: 'never' }],
  },
  {
    name: 'ready-early',
    title: 'Early sessionready',
    where: 'signalling',
    does: 'sessionready comes when the socket opens, before the answer.',
    expect: 'SESSION_READY before CONNECTION_ESTABLISHED.',
    effects: [{ on: 'ready', do: 'early' }],
  },
  {
    name: 'ready-late',
    title: 'Late sessionready',
    where: 'signalling',
    does: 'sessionready comes 5 seconds after the connection.',
    expect: 'SESSION_READY long after CONNECTION_ESTABLISHED.',
    effects: [{ on: 'ready', do: 'late', delay: 5000 }],
  },
];

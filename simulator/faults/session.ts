/** Faults of the conversation: the server ends it, warns, falls silent, or lives in another time. */

import type { ActionEffect, Fault, Moment } from './fault.js';

function ends(
  name: string,
  title: string,
  moment: Moment,
  after: number,
  does: string,
  reason: string,
): Fault {
  const effect: ActionEffect = { on: 'action', when: { moment, after }, action: { do: 'end', reason } };
  const expect = 'CONNECTION_CLOSED with SERVER_CLOSED_CONNECTION and the text.';
  return { name, title, where: 'session', does, expect, effects: [effect] };
}

export const sessionFaults: readonly Fault[] = [
  ends(
    'end-at-once',
    'Ended at once',
    'socket-open',
    0,
    'endsession comes when the socket opens.',
    'No capacity.',
  ),
  ends(
    'end-before-answer',
    'Ended before the answer',
    'offer',
    0,
    'endsession comes instead of the answer.',
    'No capacity.',
  ),
  ends(
    'end-after-answer',
    'Ended after the answer',
    'answered',
    0,
    'endsession comes right after the answer.',
    'No capacity.',
  ),
  ends(
    'end-when-live',
    'Ended when live',
    'live',
    0,
    'endsession comes together with sessionready.',
    'The session was ended.',
  ),
  ends(
    'end-later',
    'Ended in the conversation',
    'live',
    3000,
    'endsession comes 3 seconds into the conversation.',
    'The session was ended.',
  ),
  ends(
    'end-while-speaking',
    'Ended in mid-sentence',
    'speaking',
    400,
    'endsession comes while the persona speaks.',
    'The session was ended.',
  ),
  ends(
    'end-on-message',
    'Ended by a message',
    'user-message',
    0,
    'endsession comes when the user has said something.',
    'The session was ended.',
  ),
  ends(
    'end-without-reason',
    'Ended without a reason',
    'live',
    1000,
    'endsession comes with an empty text.',
    '',
  ),
  {
    name: 'warning',
    title: 'A warning',
    where: 'session',
    does: 'A warning comes a second into the conversation.',
    expect: 'SERVER_WARNING with the text.',
    effects: [
      {
        on: 'action',
        when: { moment: 'live', after: 1000 },
        action: { do: 'warn', text: 'The session will end soon.' },
      },
    ],
  },
  {
    name: 'warning-flood',
    title: 'Many warnings',
    where: 'session',
    does: 'Fifty warnings come at once.',
    expect: 'Fifty SERVER_WARNING events.',
    effects: [
      {
        on: 'socket',
        do: 'send',
        when: { moment: 'live', after: 500 },
        frames: [
          JSON.stringify({ actionType: 'warning', sessionId: '{sessionId}', payload: 'Simulated warning' }),
        ],
        count: 50,
      },
    ],
  },
  {
    name: 'persona-deaf',
    title: 'No answers',
    where: 'session',
    does: 'The persona greets and then answers nothing.',
    expect: 'The history holds the user alone.',
    effects: [{ on: 'deaf' }],
  },
  {
    name: 'clock-skew',
    title: 'Clock skew',
    where: 'session',
    does: 'All times in messages are two hours ahead.',
    expect: 'Execution times of tools are off.',
    effects: [{ on: 'clock', seconds: 7200 }],
  },
];

/** Faults of the WebRTC connection: ICE, DTLS, the network. */

import type { Fault, LinkEffect } from './fault.js';

function link(
  name: string,
  title: string,
  does: string,
  expect: string,
  effect: Omit<LinkEffect, 'on'>,
): Fault {
  return { name, title, where: 'connection', does, expect, effects: [{ on: 'link', ...effect }] };
}

export const connectionFaults: readonly Fault[] = [
  link(
    'ice-never-connects',
    'ICE never connects',
    'No packet ever passes between browser and engine.',
    'stream() resolves all the same; no picture, and no event for 20 s at least.',
    {
      when: { moment: 'offer' },
      conditions: { blocked: true },
    },
  ),
  {
    name: 'candidates-withheld',
    title: 'No candidates',
    where: 'connection',
    does: 'The engine tells none of its addresses, in the answer or after it.',
    expect: 'ICE connects all the same when the engine can reach the browser.',
    effects: [{ on: 'candidates', do: 'withhold' }],
  },
  {
    name: 'candidates-first',
    title: 'Candidates before the answer',
    where: 'connection',
    does: 'Candidates arrive before the answer.',
    expect: 'The SDK keeps them; the session starts.',
    effects: [{ on: 'candidates', do: 'first' }],
  },
  {
    name: 'candidates-garbage',
    title: 'Bad candidates',
    where: 'connection',
    does: 'Besides the good candidates, ones arrive that cannot be parsed.',
    expect: 'A warning in the console; the session starts.',
    effects: [{ on: 'candidates', do: 'garbage' }],
  },
  link(
    'ice-lost-and-regained',
    'Network away for 9 s',
    'Two seconds into the conversation no packet passes for 9 seconds.',
    'ICE restart by the SDK; the picture returns.',
    {
      when: { moment: 'live', after: 2000 },
      conditions: { blocked: true },
      milliseconds: 9000,
    },
  ),
  link(
    'ice-short-loss',
    'Network away for 3 s',
    'Two seconds into the conversation no packet passes for 3 seconds.',
    'The picture stands still and goes on.',
    {
      when: { moment: 'live', after: 2000 },
      conditions: { blocked: true },
      milliseconds: 3000,
    },
  ),
  link(
    'ice-lost',
    'Network gone',
    'Two seconds into the conversation no packet passes any more.',
    'CONNECTION_CLOSED with WEBRTC_FAILURE about 13.5 s later.',
    {
      when: { moment: 'live', after: 2000 },
      conditions: { blocked: true },
    },
  ),
  {
    name: 'everything-lost',
    title: 'Engine gone',
    where: 'connection',
    does: 'Two seconds into the conversation neither packets nor sockets pass any more.',
    expect: 'CONNECTION_CLOSED with SIGNALLING_CLIENT_CONNECTION_FAILURE.',
    effects: [
      { on: 'link', when: { moment: 'live', after: 2000 }, conditions: { blocked: true } },
      { on: 'socket', do: 'drop', when: { moment: 'live', after: 2000 } },
      { on: 'socket', do: 'refuse', when: { moment: 'live', after: 2000 }, status: 503 },
    ],
  },
  {
    name: 'dtls-failure',
    title: 'DTLS failure',
    where: 'connection',
    does: 'The answer names the fingerprint of another certificate.',
    expect: 'stream() resolves; ICE connects, DTLS does not; no picture and no event.',
    effects: [{ on: 'answer', do: 'wrong-fingerprint' }],
  },
  link(
    'packet-loss',
    'Packet loss',
    'A tenth of all packets is lost in both directions.',
    'Picture and sound stutter.',
    {
      when: { moment: 'connected' },
      conditions: { loss: 0.1 },
    },
  ),
  link(
    'packet-loss-heavy',
    'Heavy packet loss',
    'Half of all packets is lost in both directions.',
    'Picture and sound stutter badly; no event.',
    {
      when: { moment: 'live', after: 500 },
      conditions: { loss: 0.5 },
    },
  ),
  link(
    'packet-delay',
    'Slow network',
    'Every packet takes 400 ms longer in each direction.',
    'Everything comes late.',
    {
      when: { moment: 'connected' },
      conditions: { delay: 400 },
    },
  ),
];

/** Answers an offer, with whatever a fault changes of the answer and of the candidates around it. */

import { setTimeout as wait } from 'node:timers/promises';
import { spoilSdp, withoutCandidates } from '../faults/sdp.js';
import type { SessionFaults } from '../faults/strike.js';
import type { Peer } from './peer.js';

/** The payload of the `answer` message, or undefined when there shall be none. */
export async function answerOffer(peer: Peer, offer: string, faults: SessionFaults): Promise<unknown> {
  let sdp = await peer.answer(offer);
  if (faults.find('candidates')?.do === 'withhold') sdp = withoutCandidates(sdp);
  const fault = faults.find('answer');
  if (!fault) return { type: 'answer', sdp };
  if (fault.do === 'withhold') return undefined;
  if (fault.delay) await wait(fault.delay, undefined, { ref: false });
  const description = { type: 'answer', sdp: spoilSdp(sdp, fault.do) };
  return fault.do === 'wrapped' ? { connectionDescription: description } : description;
}

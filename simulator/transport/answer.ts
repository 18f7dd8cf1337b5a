/** Answers an offer, with whatever a fault changes of the answer and of the candidates around it. */

import { setTimeout as wait } from 'node:timers/promises';
import { spoilSdp, withoutCandidates } from '../faults/sdp.js';
import type { SessionFaults } from '../faults/strike.js';
import type { Wire } from './wire.js';

/** The payload of the `answer` message, or undefined when there shall be none. */
export async function answerOffer(wire: Wire, offer: string, faults: SessionFaults): Promise<unknown> {
  let sdp = await wire.answer(offer);
  const streams = faults.find('streams');
  if (streams) faults.struck(streams);
  const candidates = faults.find('candidates');
  if (candidates?.do === 'withhold') {
    faults.struck(candidates);
    sdp = withoutCandidates(sdp);
  }
  const fault = faults.find('answer');
  if (!fault) return { type: 'answer', sdp };
  faults.struck(fault);
  if (fault.do === 'withhold') return undefined;
  if (fault.delay) await wait(fault.delay, undefined, { ref: false });
  const description = { type: 'answer', sdp: spoilSdp(sdp, fault.do) };
  return fault.do === 'wrapped' ? { connectionDescription: description } : description;
}

/** `/v1/auth/session-token`, and what a request for a token or for a session asks for. */

import { ActiveFaults } from '../faults/active.js';
import type { Simulation } from '../simulation.js';
import type { TokenGrant } from '../tokens.js';
import { checkConfig } from './checks.js';
import { failure, type Answer, type Call } from './http.js';
import { withKey } from './rest-sessions.js';

/** The faults in the query of a call. Throws a RangeError on those that cannot strike a single session. */
export function queriedFaults(simulation: Simulation, call: Call): ActiveFaults {
  const faults = new ActiveFaults(simulation.tally);
  faults.apply(call.url.searchParams.getAll('fault'));
  for (const effect of faults.effects) {
    if (effect.on === 'http' && effect.call === 'metrics')
      throw new RangeError('Telemetry belongs to no session: apply this fault to the whole simulator.');
  }
  return faults;
}

/** What the body of a call asks for, or what is wrong with it. */
export function readGrant(simulation: Simulation, call: Call): TokenGrant | Answer {
  if (call.badJson) return failure(400, 'Bad Request', 'The body is not JSON');
  const body = (call.body ?? {}) as Record<string, unknown>;
  const problem = checkConfig(body);
  if (problem) return failure(400, 'Bad Request', problem);
  const { personaConfig = {}, clientLabel, sessionOptions = {} } = body;
  return {
    personaConfig: personaConfig as Record<string, unknown>,
    clientLabel: typeof clientLabel === 'string' ? clientLabel : null,
    sessionOptions: sessionOptions as Record<string, unknown>,
    faults: queriedFaults(simulation, call),
  };
}

/** `POST`: a token, or what a fault makes of it. */
export function mint(simulation: Simulation, call: Call): Answer {
  return withKey(simulation, call, () => {
    const grant = readGrant(simulation, call);
    if ('status' in grant) return grant;
    const fault = simulation.faults.token() ?? grant.faults.token();
    const now = Date.now();
    const { tokens } = simulation;
    return {
      status: 200,
      json: { sessionToken: fault ? tokens.spoiled(fault, grant, now) : tokens.mint(grant, now) },
    };
  });
}

/** The deprecated `GET`: a token of a kind that clients refuse. */
export function mintLegacy(simulation: Simulation, call: Call): Answer {
  return withKey(simulation, call, () => ({
    status: 200,
    json: { sessionToken: simulation.tokens.legacy(Date.now()) },
  }));
}

/** The platform's REST calls, with its statuses and error bodies. */

import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { ActiveFaults } from '../faults/active.js';
import type { HttpEffect } from '../faults/fault.js';
import type { Simulation } from '../simulation.js';
import type { SessionGrant } from '../tokens.js';
import { checkSessionOptions, videoSizeOf } from './checks.js';
import { bearer, failure, type Answer, type Call, type Handler, type Router } from './http.js';
import { namesUnknownId } from './ids.js';
import { addCatalogueRoutes } from './rest-catalogue.js';
import { addSessionRoutes } from './rest-sessions.js';
import { mint, mintLegacy, queriedFaults, readGrant } from './rest-token.js';
import { rewrite, spoil } from './spoil.js';

/** Adds `/v1/…` and the engine's `/talk`. */
export function addPlatformRoutes(router: Router, simulation: Simulation): void {
  const guarded = (name: HttpEffect['call'], handler: (call: Call) => Answer): Handler => {
    return (call, response) => withFaults(simulation, name, handler, call, response);
  };
  router.on(
    'POST',
    '/v1/auth/session-token',
    guarded('session-token', (call) => mint(simulation, call)),
  );
  router.on('GET', '/v1/auth/session-token', (call) => mintLegacy(simulation, call));
  router.on(
    'POST',
    '/v1/engine/session',
    guarded('engine-session', (call) => startSession(simulation, call)),
  );
  router.on(
    'POST',
    '*/talk',
    guarded('talk', (call) => talk(simulation, call)),
  );
  router.on(
    'POST',
    '/v1/metrics/client',
    guarded('metrics', (call) => takeMetrics(simulation, call)),
  );
  addSessionRoutes(router, simulation, guarded);
  addCatalogueRoutes(router, simulation);
}

/** A fault comes before the handler: those of the simulator first, then those of the session. */
async function withFaults(
  simulation: Simulation,
  name: HttpEffect['call'],
  handler: (call: Call) => Answer,
  call: Call,
  response: ServerResponse,
): Promise<Answer | undefined> {
  try {
    const effect = simulation.faults.http(name) ?? ownFaults(simulation, name, call)?.http(name);
    const answer = effect ? await spoil(effect, response) : undefined;
    if (answer === 'done') return undefined;
    if (answer !== 'lost') return answer ?? handler(call);
    handler(call);
    response.destroy();
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return failure(400, 'Bad Request', error.message);
    throw error;
  }
}

/** The faults that a call brings along: in its query, through its token, or through its session. */
function ownFaults(simulation: Simulation, name: HttpEffect['call'], call: Call): ActiveFaults | undefined {
  switch (name) {
    case 'session-token':
      return queriedFaults(simulation, call);
    case 'engine-session': {
      if (bearer(call) === simulation.apiKey) return queriedFaults(simulation, call);
      const grant = simulation.tokens.check(bearer(call) ?? '', Date.now());
      return typeof grant === 'string' ? undefined : grant.faults;
    }
    case 'talk':
      return simulation.session(call.url.searchParams.get('session_id') ?? '')?.ownFaults;
    case 'stop':
      return simulation.session(call.params['id'] ?? '')?.ownFaults;
    case 'metrics':
      return undefined;
  }
}

/** What a session is started with: a token, or the API key and a configuration, as if it had been minted on the spot. */
function redeem(simulation: Simulation, call: Call): SessionGrant | Answer {
  const token = bearer(call);
  if (!token) return failure(401, 'Unauthorized', 'Missing session token');
  if (token === simulation.apiKey) {
    const grant = readGrant(simulation, call);
    return 'status' in grant ? grant : { ...grant, sessionId: randomUUID() };
  }
  const grant = simulation.tokens.check(token, Date.now());
  if (grant === 'expired') return failure(401, 'Unauthorized', 'Session token has expired');
  if (grant === 'used') return failure(401, 'Unauthorized', 'Session token has already been used');
  if (grant === 'unknown') return failure(401, 'Unauthorized', 'Invalid session token');
  return call.badJson ? failure(400, 'Bad Request', 'The body is not JSON') : grant;
}

function startSession(simulation: Simulation, call: Call): Answer {
  const redeemed = redeem(simulation, call);
  if ('status' in redeemed) return redeemed;
  // A fault lets a token start more sessions than the one whose id it names.
  const grant = simulation.knows(redeemed.sessionId) ? { ...redeemed, sessionId: randomUUID() } : redeemed;
  const { personaConfig, sessionOptions } = grant;
  const { strictIds, concurrency } = simulation.options;
  const unknown = namesUnknownId(personaConfig, strictIds);
  if (unknown) return failure(404, 'Not Found', unknown);
  const body = (call.body ?? {}) as { sessionOptions?: unknown; clientMetadata?: unknown };
  const asked = (body.sessionOptions ?? {}) as Record<string, unknown>;
  const problem = checkSessionOptions(asked);
  const options = mergeOptions(sessionOptions, asked);
  if (problem) return failure(400, 'Bad Request', problem);
  if (videoSizeOf(options) === null) return failure(400, 'Bad Request', 'Unsupported video size');
  if (simulation.closed) return failure(503, 'Service Unavailable', 'The simulator is closing');
  if (simulation.activeSessions().length >= concurrency) {
    return failure(
      429,
      'Concurrent session limit reached',
      'Your plan allows no more sessions at the same time',
    );
  }
  // Whoever asked may be gone: the session is allocated all the same, and nobody knows of it.
  const session = simulation.openSession(grant, options, body.clientMetadata);
  const reuse = session.faults.find('reuse');
  if (reuse) session.faults.struck(reuse);
  else simulation.tokens.spend(bearer(call) ?? '');
  const good = simulation.sessionAnswer(session.sessionId, call.headers.host);
  const fault = session.faults.find('engine-answer');
  if (fault) session.faults.struck(fault);
  return {
    status: 200,
    json: fault ? rewrite(good, fault.set ?? {}, fault.remove ?? [], simulation.host) : good,
  };
}

/** The options of the token, changed by those of the call. */
function mergeOptions(
  minted: Readonly<Record<string, unknown>>,
  asked: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const voiceDetection = {
    ...(minted['voiceDetection'] as object | undefined),
    ...(asked['voiceDetection'] as object | undefined),
  };
  return { ...minted, ...asked, voiceDetection };
}

function talk(simulation: Simulation, call: Call): Answer {
  const session = simulation.session(call.url.searchParams.get('session_id') ?? '');
  if (!session) return failure(404, 'Not Found', 'Session not found');
  const { content } = (call.body ?? {}) as { content?: unknown };
  if (typeof content !== 'string') return failure(400, 'Bad Request', 'content must be a string');
  session.input({ type: 'talk', content });
  return { status: 200, json: { success: true } };
}

function takeMetrics(simulation: Simulation, call: Call): Answer {
  simulation.takeMetrics(call.body);
  return { status: 200, json: { success: true } };
}

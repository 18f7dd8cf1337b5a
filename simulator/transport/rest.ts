/** The platform's REST calls, with its statuses and error bodies. */

import type { ServerResponse } from 'node:http';
import { ActiveFaults } from '../faults/active.js';
import type { HttpEffect } from '../faults/fault.js';
import type { Simulation } from '../simulation.js';
import type { TokenGrant } from '../tokens.js';
import { checkConfig, namesUnknownId } from './checks.js';
import { bearer, failure, type Answer, type Call, type Handler, type Router } from './http.js';
import { addCatalogueRoutes } from './rest-catalogue.js';
import { addSessionRoutes, withKey } from './rest-sessions.js';
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
  router.on('GET', '/v1/auth/session-token', () => ({
    status: 200,
    json: { sessionToken: simulation.legacyToken() },
  }));
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

/** A fault comes before the handler: those of the simulator first, then those of the token. */
async function withFaults(
  simulation: Simulation,
  name: HttpEffect['call'],
  handler: (call: Call) => Answer,
  call: Call,
  response: ServerResponse,
): Promise<Answer | undefined> {
  const own = ownFaults(simulation, name, call);
  if (own instanceof RangeError) return failure(400, 'Bad Request', own.message);
  const effect = simulation.faults.http(name) ?? own?.http(name);
  const answer = effect ? await spoil(effect, response) : undefined;
  return answer === 'done' ? undefined : (answer ?? handler(call));
}

/** The faults that a call brings along: in its query, or through its token. */
function ownFaults(
  simulation: Simulation,
  name: HttpEffect['call'],
  call: Call,
): ActiveFaults | RangeError | undefined {
  if (name === 'session-token') return queriedFaults(call);
  if (name === 'engine-session') {
    const grant = simulation.tokens.check(bearer(call) ?? '', Date.now());
    return typeof grant === 'string' ? undefined : grant.faults;
  }
  return undefined;
}

function queriedFaults(call: Call): ActiveFaults | RangeError {
  try {
    const faults = new ActiveFaults();
    faults.apply(call.url.searchParams.getAll('fault'));
    return faults;
  } catch (error) {
    if (error instanceof RangeError) return error;
    throw error;
  }
}

function mint(simulation: Simulation, call: Call): Answer {
  return withKey(simulation, call, () => {
    if (call.badJson) return failure(400, 'Bad Request', 'The body is not JSON');
    const body = (call.body ?? {}) as Record<string, unknown>;
    const problem = checkConfig(body);
    if (problem) return failure(400, 'Bad Request', problem);
    const { personaConfig = {}, clientLabel, sessionOptions = {} } = body;
    const faults = queriedFaults(call);
    if (faults instanceof RangeError) return failure(400, 'Bad Request', faults.message);
    const grant: TokenGrant = {
      personaConfig: personaConfig as Record<string, unknown>,
      clientLabel: typeof clientLabel === 'string' ? clientLabel : null,
      sessionOptions: sessionOptions as Record<string, unknown>,
      faults,
    };
    const fault = simulation.faults.token() ?? faults.token();
    const now = Date.now();
    const { tokens } = simulation;
    return {
      status: 200,
      json: { sessionToken: fault ? tokens.spoiled(fault, grant, now) : tokens.mint(grant, now) },
    };
  });
}

function startSession(simulation: Simulation, call: Call): Answer {
  const token = bearer(call);
  if (!token) return failure(401, 'Unauthorized', 'Missing session token');
  const grant = simulation.tokens.check(token, Date.now());
  if (grant === 'expired') return failure(401, 'Unauthorized', 'Session token has expired');
  if (grant === 'used') return failure(401, 'Unauthorized', 'Session token has already been used');
  if (grant === 'unknown') return failure(401, 'Unauthorized', 'Invalid session token');
  if (call.badJson) return failure(400, 'Bad Request', 'The body is not JSON');
  const unknown = namesUnknownId(grant.personaConfig);
  if (unknown) return failure(404, 'Not Found', unknown);
  if (simulation.activeSessions().length >= simulation.options.concurrency) {
    return failure(
      429,
      'Concurrent session limit reached',
      'Your plan allows no more sessions at the same time',
    );
  }
  simulation.tokens.spend(token);
  const body = (call.body ?? {}) as { sessionOptions?: Record<string, unknown>; clientMetadata?: unknown };
  const session = simulation.openSession(grant, body.sessionOptions ?? {}, body.clientMetadata);
  const good = simulation.sessionAnswer(session.sessionId);
  const fault = session.faults.find('engine-answer');
  return {
    status: 200,
    json: fault ? rewrite(good, fault.set ?? {}, fault.remove ?? [], simulation.host) : good,
  };
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

/** The platform's calls about sessions: list, show, stop, transcript, concurrency. */

import type { HttpEffect } from '../faults/fault.js';
import type { Simulation } from '../simulation.js';
import { bearer, failure, type Answer, type Call, type Handler, type Router } from './http.js';

/** Wraps a handler so that faults of the call strike first. */
type Guard = (name: HttpEffect['call'], handler: (call: Call) => Answer) => Handler;

/** Adds `/v1/sessions/…`. */
export function addSessionRoutes(router: Router, simulation: Simulation, guarded: Guard): void {
  const keyed = (answer: (call: Call) => Answer): ((call: Call) => Answer) => {
    return (call) => withKey(simulation, call, () => answer(call));
  };
  router.on(
    'GET',
    '/v1/sessions/concurrency',
    keyed(() => concurrency(simulation)),
  );
  router.on(
    'GET',
    '/v1/sessions',
    keyed((call) => listSessions(simulation, call)),
  );
  router.on(
    'GET',
    '/v1/sessions/:id',
    keyed((call) => showSession(simulation, call)),
  );
  router.on(
    'POST',
    '/v1/sessions/:id/stop',
    guarded(
      'stop',
      keyed((call) => stopSession(simulation, call)),
    ),
  );
  router.on(
    'GET',
    '/v1/sessions/:id/transcript',
    keyed((call) => transcript(simulation, call)),
  );
}

/** Answers only callers with the API key. */
export function withKey(simulation: Simulation, call: Call, answer: () => Answer): Answer {
  if (bearer(call) !== simulation.apiKey) return failure(401, 'Unauthorized', 'Invalid or missing API key');
  return answer();
}

function concurrency(simulation: Simulation): Answer {
  const limit = simulation.options.concurrency;
  const active = simulation.activeSessions().length;
  const canStartSession = active < limit;
  return {
    status: 200,
    json: { limit, active, canStartSession, estimatedWaitSeconds: canStartSession ? 0 : null },
  };
}

/** Sessions on a page when nobody asks for another number. */
const PER_PAGE = 100;

/** Those whose label holds `search`, a page at a time, oldest first. */
function listSessions(simulation: Simulation, { url }: Call): Answer {
  const search = url.searchParams.get('search') ?? '';
  const found = simulation.ledger
    .snapshot(Date.now())
    .sessions.filter(({ clientLabel }) => (clientLabel ?? '').includes(search));
  const perPage = atLeastOne(url.searchParams.get('perPage'), PER_PAGE);
  const currentPage = atLeastOne(url.searchParams.get('page'), 1);
  const data = found
    .slice((currentPage - 1) * perPage, currentPage * perPage)
    .map((entry) => describe(entry));
  const lastPage = Math.max(1, Math.ceil(found.length / perPage));
  return { status: 200, json: { data, meta: { total: found.length, currentPage, lastPage, perPage } } };
}

function atLeastOne(text: string | null, otherwise: number): number {
  const given = Number(text ?? Number.NaN);
  return Number.isInteger(given) && given >= 1 ? given : otherwise;
}

function showSession(simulation: Simulation, call: Call): Answer {
  const entry = find(simulation, call);
  return entry ? { status: 200, json: describe(entry) } : failure(404, 'Not Found', 'Session not found');
}

/** Ends a session. One that is over is answered alike; one whose token never reached an engine is not found. */
function stopSession(simulation: Simulation, call: Call): Answer {
  const entry = find(simulation, call);
  if (!entry) return failure(404, 'Not Found', 'Session never reached an engine');
  // The platform answers first and ends the session later.
  const session = simulation.session(entry.sessionId);
  setTimeout(() => session?.stop('stopped', 'The session was stopped.'), 50).unref();
  return { status: 202, json: { id: entry.sessionId, status: 'stopping' } };
}

function transcript(simulation: Simulation, call: Call): Answer {
  const entry = find(simulation, call);
  if (!entry) return failure(404, 'Not Found', 'Session not found');
  return { status: 200, json: { sessionId: entry.sessionId, messages: entry.messages } };
}

type Entry = ReturnType<Simulation['ledger']['snapshot']>['sessions'][number];

function find(simulation: Simulation, call: Call): Entry | undefined {
  const { sessions } = simulation.ledger.snapshot(Date.now());
  return sessions.find(({ sessionId }) => sessionId === call.params['id']);
}

function describe(entry: Entry): Record<string, unknown> {
  return {
    id: entry.sessionId,
    clientLabel: entry.clientLabel,
    startTime: entry.streamingSince ?? entry.createdAt,
    endTime: entry.closedAt,
    sessionLengthMs: Math.round(entry.billedSeconds * 1000),
    exitStatus: entry.endReason,
    createdAt: entry.createdAt,
  };
}

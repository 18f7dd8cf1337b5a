/** `/_simulator/…`: what a test or a developer reads and does, beside the platform's own calls. */

import type { FaultRequest } from '../faults/fault.js';
import { faults } from '../faults/table.js';
import type { SceneAction } from '../scenes/scene.js';
import { personas } from '../scenes/personas.js';
import type { Simulation } from '../simulation.js';
import { failure, type Answer, type Call, type Router } from './http.js';
import type { Session } from './session.js';

type Control = (session: Session, body: Record<string, unknown>) => Answer | undefined;

/** Adds the control routes and the front page. */
export function addControlRoutes(router: Router, simulation: Simulation): void {
  router.on('GET', '/_simulator/health', async () => ({
    status: 200,
    json: { status: 'ok', ...(await simulation.describe()) },
  }));
  router.on('GET', '/_simulator/sessions', () => ({
    status: 200,
    json: simulation.ledger.snapshot(Date.now()),
  }));
  router.on('GET', '/_simulator/personas', () => ({
    status: 200,
    json: { personas: personas.map(({ id, name, description }) => ({ id, name, description })) },
  }));
  router.on('GET', '/_simulator/metrics', () => ({ status: 200, json: { metrics: simulation.metrics } }));
  addFaultRoutes(router, simulation);
  const control = (name: string, run: Control): void => {
    router.on('POST', `/_simulator/sessions/:id/${name}`, (call) => withSession(simulation, call, run));
  };
  control('end', (session, body) => {
    session.stop(text(body['reason'], 'The simulator ended the session.'));
  });
  control('say', (session, body) => {
    session.input({ type: 'talk', content: text(body['content'], 'Hello.') });
  });
  control('warning', (session, body) => {
    session.act({ do: 'warn', text: text(body['message'], 'A simulated warning.') });
  });
  control('reasoning', (session, body) => {
    session.act({ do: 'reason', text: text(body['content'], 'Let me think.') });
  });
  control('tool-call', (session, body) => {
    session.act(toolAction(body));
  });
  control('drop-websocket', (session) => {
    session.line.drop();
  });
  control('drop-network', (session, { milliseconds = 5000 }) => {
    if (typeof milliseconds !== 'number' || milliseconds < 0) {
      return failure(400, 'Bad Request', 'milliseconds must be a number');
    }
    session.setLink({ blocked: true }, milliseconds);
    return undefined;
  });
  // Raw messages, to try what the platform never sends.
  control('send', (session, { raw, message = {} }) => {
    const sent = session.send(typeof raw === 'string' ? raw : JSON.stringify(message));
    return sent ? undefined : failure(409, 'Conflict', 'The data channel is not open');
  });
  control('signal', (session, body) => {
    session.line.signal(text(body['actionType'], 'unknown'), body['payload'] ?? {});
  });
}

function addFaultRoutes(router: Router, simulation: Simulation): void {
  router.on('GET', '/_simulator/faults', () => ({
    status: 200,
    json: {
      active: simulation.faults.list(),
      struck: simulation.tally.snapshot(),
      faults: faults.map(({ name, title, where, does, expect }) => ({ name, title, where, does, expect })),
    },
  }));
  router.on('POST', '/_simulator/faults', (call) => {
    try {
      const body = call.body as { faults?: unknown } | undefined;
      simulation.faults.apply((body?.faults ?? body) as FaultRequest);
      return { status: 200, json: { active: simulation.faults.list() } };
    } catch (error) {
      return failure(400, 'Bad Request', error instanceof Error ? error.message : String(error));
    }
  });
  router.on('DELETE', '/_simulator/faults', () => {
    simulation.faults.clear();
    return { status: 200, json: { active: [] } };
  });
}

function withSession(simulation: Simulation, call: Call, run: Control): Answer {
  const session = simulation.session(call.params['id'] ?? '');
  if (!session) {
    return simulation.knows(call.params['id'] ?? '')
      ? failure(409, 'Conflict', 'This session is over')
      : failure(404, 'Not Found', 'There is no such session');
  }
  if (call.badJson) return failure(400, 'Bad Request', 'The body is not JSON');
  return run(session, (call.body ?? {}) as Record<string, unknown>) ?? { status: 200, json: { done: true } };
}

function toolAction(body: Record<string, unknown>): SceneAction {
  const { type, name, arguments: args, afterwards } = body;
  return {
    do: 'call-tool',
    ...(type === 'client' || type === 'server' || type === 'system' ? { type } : {}),
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof args === 'object' && args !== null ? { arguments: args as Record<string, unknown> } : {}),
    ...(typeof afterwards === 'string' ? { afterwards } : {}),
  };
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

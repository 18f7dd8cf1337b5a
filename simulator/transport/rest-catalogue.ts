/** The platform's look-ups of what a configuration can name: personas, avatars, voices, language models. */

import { personaById } from '../scenes/personas.js';
import type { Simulation } from '../simulation.js';
import { failure, type Answer, type Router } from './http.js';
import { ID_KINDS, isKnown, type IdKind } from './ids.js';
import { withKey } from './rest-sessions.js';

/** Adds `GET /v1/{personas,avatars,voices,llms}/{id}`: known are the same ids that a session can be started with. */
export function addCatalogueRoutes(router: Router, simulation: Simulation): void {
  for (const kind of Object.keys(ID_KINDS) as IdKind[]) {
    router.on('GET', `/v1/${kind}/:id`, (call) =>
      withKey(simulation, call, () => show(kind, call.params['id'] ?? '', simulation.options.strictIds)),
    );
  }
}

function show(kind: IdKind, id: string, strict: boolean): Answer {
  const { label } = ID_KINDS[kind];
  if (!isKnown(kind, id, strict)) return failure(404, 'Not Found', `${label} not found`);
  const persona = kind === 'personas' ? personaById(id) : undefined;
  const { name, description } = persona ?? { name: `${label} of the simulator`, description: undefined };
  return { status: 200, json: { id, name, ...(description === undefined ? {} : { description }) } };
}

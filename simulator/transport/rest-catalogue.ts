/** The platform's look-ups of what a configuration can name: personas, avatars, voices, language models. */

import { UNKNOWN_ID, personaById } from '../scenes/personas.js';
import type { Simulation } from '../simulation.js';
import { failure, type Answer, type Call, type Router } from './http.js';
import { withKey } from './rest-sessions.js';

const LABELS = { avatars: 'Avatar', voices: 'Voice', llms: 'LLM' } as const;

/** Adds `GET /v1/{personas,avatars,voices,llms}/{id}`: known are the same ids that a session can be started with. */
export function addCatalogueRoutes(router: Router, simulation: Simulation): void {
  router.on('GET', '/v1/personas/:id', (call) => withKey(simulation, call, () => showPersona(call)));
  for (const [path, label] of Object.entries(LABELS)) {
    router.on('GET', `/v1/${path}/:id`, (call) =>
      withKey(simulation, call, () => {
        const id = call.params['id'];
        if (id === UNKNOWN_ID) return failure(404, 'Not Found', `${label} not found`);
        return { status: 200, json: { id, name: `${label} of the simulator` } };
      }),
    );
  }
}

function showPersona(call: Call): Answer {
  const persona = personaById(call.params['id'] ?? '');
  if (!persona) return failure(404, 'Not Found', 'Persona not found');
  const { id, name, description } = persona;
  return { status: 200, json: { id, name, description } };
}

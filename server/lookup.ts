/** Owns asking Anam whether the ids of the configurations exist: it mints tokens for unknown ones without a word. */
import { readOptions, type TokenHandlerOptions } from './options.js';
import { createUpstream, refusal } from './upstream.js';

/** Where Anam keeps what a field names. */
const KINDS = { personaId: 'personas', avatarId: 'avatars', voiceId: 'voices', llmId: 'llms' } as const;

/** Names a way of working rather than a model, so there is nothing to look up. */
const NO_MODEL = 'CUSTOMER_CLIENT_V1';

/**
 * Looks up every persona, avatar, voice and LLM id of the configurations.
 *
 * @returns one sentence per id that Anam does not know; empty when all is well.
 * @throws Problem when Anam cannot be asked, Error when the options are wrong.
 */
export async function findUnknownIds(options: TokenHandlerOptions): Promise<string[]> {
  const settings = readOptions(options, () => undefined);
  const upstream = createUpstream(settings);
  const asked = new Map<string, Promise<boolean>>();
  const exists = async (path: string): Promise<boolean> => {
    const answer = await upstream({ method: 'GET', path });
    if (answer.status !== 200 && answer.status !== 404) throw refusal(answer);
    return answer.status === 200;
  };
  const wrong: string[] = [];
  for (const [name, { persona }] of settings.configurations) {
    for (const [field, id] of Object.entries(persona)) {
      if (!isKind(field) || typeof id !== 'string' || id === NO_MODEL) continue;
      const path = `/v1/${KINDS[field]}/${encodeURIComponent(id)}`;
      const known = asked.get(path) ?? exists(path);
      asked.set(path, known);
      if (!(await known))
        wrong.push(`configurations.${name}.persona.${field}: Anam knows no ${field.slice(0, -2)} "${id}".`);
    }
  }
  return wrong;
}

function isKind(field: string): field is keyof typeof KINDS {
  return Object.hasOwn(KINDS, field);
}

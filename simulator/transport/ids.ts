/** Which ids of a configuration are known. The platform looks only when the session starts. */

import { CUSTOMER_LLM } from '../engine/state.js';
import { UNKNOWN_ID, personas } from '../scenes/personas.js';

/** What a configuration can name, the key it is named by, and what the errors call it. */
export const ID_KINDS = {
  personas: { key: 'personaId', label: 'Persona' },
  avatars: { key: 'avatarId', label: 'Avatar' },
  voices: { key: 'voiceId', label: 'Voice' },
  llms: { key: 'llmId', label: 'LLM' },
} as const;

/** One of them. */
export type IdKind = keyof typeof ID_KINDS;

/** The platform's own ids of language models. */
const LLMS: readonly string[] = [
  CUSTOMER_LLM,
  '0934d97d-0c3a-4f33-91b0-5e136a0ef466',
  'ANAM_LLAMA_v3_3_70B_V1',
];

/**
 * Whether an id stands for something. By default nearly all do, so that the ids of a real account can be tried offline;
 * only `UNKNOWN_ID` and ids that begin with "unknown" do not. `strict` knows those of the simulator's personas alone,
 * which can stand for avatars, voices and language models too, and the platform's own language models.
 */
export function isKnown(kind: IdKind, id: string, strict: boolean): boolean {
  if (id === UNKNOWN_ID || /^unknown/i.test(id)) return false;
  if (!strict) return true;
  return personas.some((persona) => persona.id === id) || (kind === 'llms' && LLMS.includes(id));
}

/** Says which id of a configuration is not known; undefined when all are. */
export function namesUnknownId(
  config: Readonly<Record<string, unknown>>,
  strict: boolean,
): string | undefined {
  for (const kind of Object.keys(ID_KINDS) as IdKind[]) {
    const { key, label } = ID_KINDS[kind];
    const id = config[key];
    if (typeof id !== 'string' || id === '' || isKnown(kind, id, strict)) continue;
    const known = personas.map((persona) => `${persona.id} (${persona.name})`).join(', ');
    return strict ? `${label} not found. The simulator knows ${known}` : `${label} not found`;
  }
  return undefined;
}

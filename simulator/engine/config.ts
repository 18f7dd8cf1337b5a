/** Persona configurations: what the simulator reads of them, and updates during the session. */

import { personaById, personaForAvatar, type Persona } from '../scenes/personas.js';
import type { Draft } from './draft.js';
import type { PersonaSettings, ToolDefinition } from './state.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The settings of a persona configuration, stateful or ephemeral. Never throws: checks come before.
 * `standIn` is taken for configurations that name no persona of the simulator.
 */
export function readSettings(config: Fields, standIn?: Persona): PersonaSettings {
  const persona = choosePersona(config, standIn);
  const voice = fields(config['voiceDetectionOptions']);
  return {
    persona,
    name: text(config['name']) ?? persona.name,
    llmId: text(config['llmId']) ?? text(config['brainType']),
    systemPrompt: text(config['systemPrompt']),
    languageCode: text(config['languageCode']),
    initialMessage: text(config['initialMessage']),
    skipGreeting: config['skipGreeting'] === true,
    uninterruptibleGreeting: config['uninterruptibleGreeting'] === true,
    maxSessionLengthSeconds: seconds(config['maxSessionLengthSeconds']),
    silenceBeforeSkipTurnSeconds: seconds(voice['silenceBeforeSkipTurnSeconds']),
    silenceBeforeSessionEndSeconds: seconds(voice['silenceBeforeSessionEndSeconds']),
    tools: tools(config['tools']),
    raw: config,
  };
}

/** Applies a `persona_config` message and reports what has changed, by path. */
export function applyUpdate(draft: Draft, data: unknown): void {
  const before = draft.state.settings;
  const raw = merge(before.raw, fields(data));
  const changed: Record<string, { before?: unknown; after?: unknown }> = {};
  compare('', before.raw, raw, changed);
  const settings = { ...readSettings(raw), persona: before.persona };
  draft.set({ settings });
  draft.effect({ type: 'configure', settings });
  draft.send('personaConfigUpdateApplied', { session_id: draft.state.sessionId, changed_fields: changed });
}

function choosePersona(config: Fields, standIn: Persona | undefined): Persona {
  const id = text(config['personaId']) ?? '';
  return personaById(id) ?? standIn ?? personaForAvatar(text(config['avatarId']) ?? id);
}

function merge(before: Fields, change: Fields): Fields {
  const merged: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(change)) {
    merged[key] = isFields(value) && isFields(merged[key]) ? merge(merged[key], value) : value;
  }
  return merged;
}

function compare(
  path: string,
  before: unknown,
  after: unknown,
  changed: Record<string, { before?: unknown; after?: unknown }>,
): void {
  if (isFields(before) && isFields(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(path ? `${path}.${key}` : key, before[key], after[key], changed);
    }
  } else if (JSON.stringify(before) !== JSON.stringify(after)) {
    changed[path] = {
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    };
  }
}

function tools(value: unknown): ToolDefinition[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isFields).flatMap((tool) => {
    const name = text(tool['name']);
    if (!name) return [];
    const type = tool['type'] === 'server' || tool['type'] === 'system' ? tool['type'] : 'client';
    return [{ type, name, parameters: tool['parameters'] } satisfies ToolDefinition];
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}

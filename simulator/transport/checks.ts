/** What the platform checks of a token request, and what it only finds out at engine/session. */

import { UNKNOWN_ID, personaById, personas } from '../scenes/personas.js';

type Fields = Readonly<Record<string, unknown>>;

const TEXTS = [
  'name',
  'avatarId',
  'voiceId',
  'llmId',
  'systemPrompt',
  'languageCode',
  'initialMessage',
  'personaId',
];

/** What is wrong with the body of a token request, in words; undefined when it is accepted. */
export function checkConfig(body: Fields): string | undefined {
  const { personaConfig, clientLabel, sessionOptions } = body;
  if (clientLabel !== undefined && typeof clientLabel !== 'string') return 'clientLabel must be a string';
  if (sessionOptions !== undefined && !isFields(sessionOptions)) return 'sessionOptions must be an object';
  if (!isFields(personaConfig)) return 'personaConfig is required and must be an object';
  for (const name of TEXTS) {
    const value = personaConfig[name];
    if (value !== undefined && value !== null && typeof value !== 'string')
      return `personaConfig.${name} must be a string`;
  }
  if (personaConfig['personaId'] === undefined) {
    if (!personaConfig['avatarId']) return 'personaConfig needs a personaId, or an avatarId and a voiceId';
    if (!personaConfig['voiceId']) return 'personaConfig.voiceId is required';
  }
  return checkLimits(personaConfig);
}

/** Says which id is not known; the platform looks only when the session starts. */
export function namesUnknownId(config: Fields): string | undefined {
  const personaId = config['personaId'];
  if (typeof personaId === 'string' && !personaById(personaId)) {
    const known = personas.map(({ id, name }) => `${id} (${name})`).join(', ');
    return `Persona not found. The simulator knows ${known}`;
  }
  for (const [key, label] of [
    ['avatarId', 'Avatar'],
    ['voiceId', 'Voice'],
    ['llmId', 'LLM'],
  ] as const) {
    if (config[key] === UNKNOWN_ID) return `${label} not found`;
  }
  return undefined;
}

function checkLimits(config: Fields): string | undefined {
  const length = config['maxSessionLengthSeconds'];
  if (length !== undefined && (typeof length !== 'number' || !(length > 0))) {
    return 'personaConfig.maxSessionLengthSeconds must be a number above 0';
  }
  const tools = config['tools'];
  if (tools !== undefined && !Array.isArray(tools)) return 'personaConfig.tools must be a list';
  for (const tool of (tools ?? []) as unknown[]) {
    const problem = checkTool(tool);
    if (problem) return problem;
  }
  const notes = config['directorNotes'];
  if (isFields(notes) && notes['presetStyle'] !== undefined && notes['customStylePrompt'] !== undefined) {
    return 'personaConfig.directorNotes takes a presetStyle or a customStylePrompt, not both';
  }
  return undefined;
}

function checkTool(tool: unknown): string | undefined {
  if (!isFields(tool) || typeof tool['name'] !== 'string') return 'every tool needs a name';
  const { name, type, description, parameters } = tool;
  if (type !== undefined && type !== 'client' && type !== 'server' && type !== 'system') {
    return `tool ${name}: type must be client, server or system`;
  }
  if (typeof description === 'string' && description.length > 1024)
    return `tool ${name}: the description is longer than 1024`;
  if (parameters !== undefined && Buffer.byteLength(JSON.stringify(parameters)) > 10_000) {
    return `tool ${name}: the parameters are larger than 10000 bytes`;
  }
  return undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

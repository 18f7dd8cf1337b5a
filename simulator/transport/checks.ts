/** What the platform checks of a token request, and the picture sizes that it can make. */

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

const PRESET_STYLES = ['happy', 'warm', 'playful', 'supportive', 'sad', 'angry', 'distressed'];
/** Options of voice detection that are shares; the others are seconds. */
const SHARES = ['endOfSpeechSensitivity', 'speechEnhancementLevel'];
const SECONDS = [
  'silenceBeforeSkipTurnSeconds',
  'silenceBeforeSessionEndSeconds',
  'silenceBeforeAutoEndTurnSeconds',
];
const SMALLEST = 16;
const LARGEST = 1920;

/** Picture size in pixels. */
export interface VideoSize {
  width: number;
  height: number;
}

/** What is wrong with the body of a token request, in words; undefined when it is accepted. */
export function checkConfig(body: Fields): string | undefined {
  const { personaConfig, clientLabel, sessionOptions } = body;
  if (clientLabel !== undefined && typeof clientLabel !== 'string') return 'clientLabel must be a string';
  if (sessionOptions !== undefined && !isFields(sessionOptions)) return 'sessionOptions must be an object';
  if (!isFields(personaConfig)) return 'personaConfig is required and must be an object';
  for (const name of TEXTS) {
    const value = personaConfig[name];
    if (isGiven(value) && typeof value !== 'string') return `personaConfig.${name} must be a string`;
  }
  if (personaConfig['personaId'] === undefined) {
    if (!personaConfig['avatarId']) return 'personaConfig needs a personaId, or an avatarId and a voiceId';
    if (!personaConfig['voiceId']) return 'personaConfig.voiceId is required';
  }
  return (
    checkLimits(personaConfig) ??
    checkDetection(personaConfig['voiceDetectionOptions'], 'personaConfig.voiceDetectionOptions') ??
    checkNotes(personaConfig['directorNotes']) ??
    checkSessionOptions(sessionOptions ?? {})
  );
}

/** What is wrong with the options of a session. Sizes are looked at when the session starts. */
export function checkSessionOptions(options: Fields): string | undefined {
  const { videoWidth: width, videoHeight: height, voiceDetection } = options;
  if (isGiven(width) !== isGiven(height)) return 'sessionOptions takes videoWidth and videoHeight together';
  if (isGiven(width) && (typeof width !== 'number' || typeof height !== 'number'))
    return 'sessionOptions.videoWidth and videoHeight must be numbers';
  return checkDetection(voiceDetection, 'sessionOptions.voiceDetection');
}

/** The picture size that options ask for: undefined when they ask for none, null when it is not supported. */
export function videoSizeOf(options: Fields): VideoSize | null | undefined {
  const { videoWidth: width, videoHeight: height } = options;
  if (!isGiven(width) && !isGiven(height)) return undefined;
  return isVideoLength(width) && isVideoLength(height) ? { width, height } : null;
}

/** Whether pictures can be this wide or high. */
export function isVideoLength(value: unknown): value is number {
  return Number.isInteger(value) && isBetween(value, SMALLEST, LARGEST);
}

function checkLimits(config: Fields): string | undefined {
  const length = config['maxSessionLengthSeconds'];
  if (isGiven(length) && (typeof length !== 'number' || !(length > 0))) {
    return 'personaConfig.maxSessionLengthSeconds must be a number above 0';
  }
  const tools = config['tools'];
  if (isGiven(tools) && !Array.isArray(tools)) return 'personaConfig.tools must be a list';
  for (const tool of (tools ?? []) as unknown[]) {
    const problem = checkTool(tool);
    if (problem) return problem;
  }
  return undefined;
}

function checkDetection(options: unknown, name: string): string | undefined {
  if (!isGiven(options)) return undefined;
  if (!isFields(options)) return `${name} must be an object`;
  for (const key of SHARES) {
    if (isGiven(options[key]) && !isBetween(options[key], 0, 1))
      return `${name}.${key} must be a number from 0 to 1`;
  }
  for (const key of SECONDS) {
    if (isGiven(options[key]) && !isBetween(options[key], 0, Number.MAX_VALUE))
      return `${name}.${key} must be a number of 0 or more`;
  }
  return undefined;
}

function checkNotes(notes: unknown): string | undefined {
  if (!isGiven(notes)) return undefined;
  if (!isFields(notes)) return 'personaConfig.directorNotes must be an object';
  const { presetStyle, customStylePrompt, expressivity } = notes;
  if (isGiven(presetStyle) && isGiven(customStylePrompt))
    return 'personaConfig.directorNotes takes a presetStyle or a customStylePrompt, not both';
  if (isGiven(presetStyle) && !PRESET_STYLES.includes(presetStyle as string))
    return `personaConfig.directorNotes.presetStyle must be one of ${PRESET_STYLES.join(', ')}`;
  if (
    isGiven(customStylePrompt) &&
    (typeof customStylePrompt !== 'string' || customStylePrompt.length > 2000)
  )
    return 'personaConfig.directorNotes.customStylePrompt must be a string of at most 2000 characters';
  if (isGiven(expressivity) && !isBetween(expressivity, 0, 1))
    return 'personaConfig.directorNotes.expressivity must be a number from 0 to 1';
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

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Owns what a named configuration may hold, and the messages that name the field that is wrong. */
import * as v from 'valibot';

const text = (max: number) =>
  v.pipe(
    v.string(),
    v.nonEmpty('must not be empty'),
    v.maxLength(max, `must have at most ${max} characters`),
  );
const id = text(200);
const unit = v.pipe(
  v.number(),
  v.minValue(0, 'must be between 0 and 1'),
  v.maxValue(1, 'must be between 0 and 1'),
);
const seconds = v.pipe(v.number(), v.minValue(0, 'must not be negative'));
const maxSessionLengthSeconds = v.optional(
  v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.minValue(10, 'must be at least 10'),
    v.maxValue(86_400, 'must be at most 86400'),
  ),
);

const tool = v.looseObject({
  type: v.picklist(['client', 'server', 'system'], 'must be client, server or system'),
  name: text(64),
  description: v.optional(text(1024)),
  parameters: v.optional(
    v.pipe(
      v.record(v.string(), v.unknown()),
      v.check(
        (schema) => new TextEncoder().encode(JSON.stringify(schema)).length <= 10_000,
        'must have at most 10,000 bytes',
      ),
    ),
  ),
});

/** A persona that is kept at Anam and only named here. */
const storedPersona = v.strictObject({ personaId: id, maxSessionLengthSeconds });

/** A persona that is described here, whole. */
const describedPersona = v.strictObject({
  name: v.optional(text(200)),
  avatarId: id,
  voiceId: id,
  llmId: v.optional(id),
  /** Deprecated by Anam in favour of `llmId`; moved over with a warning. */
  brainType: v.optional(id),
  systemPrompt: v.optional(text(100_000)),
  avatarModel: v.optional(text(100)),
  maxSessionLengthSeconds,
  skipGreeting: v.optional(v.boolean()),
  uninterruptibleGreeting: v.optional(v.boolean()),
  initialMessage: v.optional(text(10_000)),
  languageCode: v.optional(
    v.pipe(v.string(), v.regex(/^[a-z]{2}$/, 'must be two lower-case letters, such as en')),
  ),
  voiceDetectionOptions: v.optional(
    v.strictObject({
      endOfSpeechSensitivity: v.optional(unit),
      silenceBeforeSkipTurnSeconds: v.optional(seconds),
      silenceBeforeSessionEndSeconds: v.optional(seconds),
      silenceBeforeAutoEndTurnSeconds: v.optional(seconds),
      speechEnhancementLevel: v.optional(unit),
    }),
  ),
  voiceGenerationOptions: v.optional(v.record(v.string(), v.unknown())),
  directorNotes: v.optional(
    v.pipe(
      v.strictObject({
        presetStyle: v.optional(
          v.picklist(['happy', 'warm', 'playful', 'supportive', 'sad', 'angry', 'distressed']),
        ),
        customStylePrompt: v.optional(text(2000)),
        expressivity: v.optional(unit),
      }),
      v.check(
        (notes) => !(notes.presetStyle && notes.customStylePrompt),
        'takes presetStyle or customStylePrompt, not both',
      ),
    ),
  ),
  tools: v.optional(v.array(tool)),
  toolIds: v.optional(v.array(id)),
});

const variable = v.variant(
  'type',
  [
    v.strictObject({
      type: v.literal('string'),
      maxLength: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))),
      characters: v.optional(v.picklist(['letters', 'digits', 'word', 'text'])),
      values: v.optional(v.array(v.string())),
      required: v.optional(v.boolean()),
    }),
    v.strictObject({
      type: v.literal('number'),
      min: v.optional(v.number()),
      max: v.optional(v.number()),
      required: v.optional(v.boolean()),
    }),
    v.strictObject({ type: v.literal('boolean'), required: v.optional(v.boolean()) }),
  ],
  'must be string, number or boolean',
);

const configuration = v.strictObject({
  persona: v.union([storedPersona, describedPersona]),
  variables: v.optional(
    v.record(v.pipe(v.string(), v.regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/, 'is not a good name')), variable),
  ),
  recording: v.optional(v.boolean()),
  video: v.optional(
    v.strictObject({
      quality: v.optional(v.picklist(['auto', 'high'])),
      width: v.optional(v.pipe(v.number(), v.integer())),
      height: v.optional(v.pipe(v.number(), v.integer())),
    }),
  ),
});

/** What Anam is told about the persona: `{ personaId }`, or the persona described whole. */
export type PersonaConfig = v.InferInput<typeof storedPersona> | v.InferInput<typeof describedPersona>;

/**
 * What a page may fill in. `string`: `maxLength` (default 80), `characters` (default `text`: letters, digits,
 * spaces, common punctuation) or a closed list of `values`. `number`: `min`, `max`. All are optional for the
 * page unless `required`.
 */
export type VariableDeclaration = v.InferInput<typeof variable>;

/** One persona that pages may ask for by name. */
export interface Configuration {
  persona: PersonaConfig;
  /** What pages may fill in. Needs a persona with a `systemPrompt` here: a stored persona has no place for it. */
  variables?: Record<string, VariableDeclaration> | undefined;
  /** Whether Anam records the session. Default false; Anam's own default is true. */
  recording?: boolean | undefined;
  /** Picture quality and size, as Anam's `sessionOptions` has them. */
  video?:
    | { quality?: 'auto' | 'high' | undefined; width?: number | undefined; height?: number | undefined }
    | undefined;
}

/** Session length when neither the persona nor the endpoint says one, in seconds. */
export const DEFAULT_SESSION_SECONDS = 600;

type Warn = (message: string) => void;

/** Reads a session length by the rule that personas have. @throws Error naming the field. */
export function readSessionLength(field: string, value: unknown): number {
  return check(maxSessionLengthSeconds, value, field) ?? DEFAULT_SESSION_SECONDS;
}

/**
 * Checks one configuration, moves `brainType` to `llmId` and sets the session's maximum length.
 *
 * @throws Error with the path of the field that is wrong.
 */
export function readConfiguration(
  name: string,
  input: unknown,
  defaultSeconds: number,
  warn: Warn,
): Configuration {
  const path = `configurations.${name}`;
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$/.test(name)) {
    throw new Error(`${path}: a configuration's name has letters, digits, - and _, at most 64.`);
  }
  if (typeof input !== 'object' || input === null)
    throw new Error(`${path} must be an object { persona: { … } }.`);
  const persona: unknown = 'persona' in input ? input.persona : undefined;
  if (typeof persona !== 'object' || persona === null) {
    throw new Error(
      `${path}.persona is missing: give it { personaId } or avatarId, voiceId, llmId and systemPrompt.`,
    );
  }
  // Checked on its own first, because an error of a union does not name the field.
  check('personaId' in persona ? storedPersona : describedPersona, persona, `${path}.persona`);
  const read: Configuration = check(configuration, input, path);
  if (read.variables && !('systemPrompt' in read.persona && read.persona.systemPrompt)) {
    throw new Error(
      `${path}.variables need a persona with a systemPrompt: a stored persona has no place for them.`,
    );
  }
  if ((read.video?.width === undefined) !== (read.video?.height === undefined)) {
    throw new Error(`${path}.video takes width and height together.`);
  }
  return { ...read, persona: complete(read.persona, path, defaultSeconds, warn) };
}

function complete(persona: PersonaConfig, path: string, defaultSeconds: number, warn: Warn): PersonaConfig {
  const length = persona.maxSessionLengthSeconds ?? defaultSeconds;
  if (!('brainType' in persona) || persona.brainType === undefined)
    return { ...persona, maxSessionLengthSeconds: length };
  const { brainType, ...rest } = persona;
  if ('personaId' in rest) throw new Error(`${path}.persona.brainType does not belong to a stored persona.`);
  warn(`${path}.persona.brainType is deprecated by Anam: rename it to llmId (the value stays the same).`);
  return { ...rest, llmId: rest.llmId ?? brainType, maxSessionLengthSeconds: length };
}

function check<S extends v.GenericSchema>(schema: S, input: unknown, path: string): v.InferOutput<S> {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const at = [path, v.getDotPath(issue)].filter(Boolean).join('.');
  if (issue.expected === 'never') throw new Error(`${at} is not a field that is known here.`);
  throw new Error(
    `${at} ${issue.message.startsWith('Invalid') ? `must be ${issue.expected ?? 'valid'}` : issue.message}.`,
  );
}

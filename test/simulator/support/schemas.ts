/** Every message the server may send, written from the description of the protocol and not from the simulator. */

import * as v from 'valibot';

const uuid = v.pipe(v.string(), v.uuid());
const time = v.pipe(v.string(), v.isoTimestamp());
const index = v.pipe(v.number(), v.integer(), v.minValue(0));

const toolCall = {
  event_uid: uuid,
  session_id: uuid,
  tool_call_id: uuid,
  tool_name: v.string(),
  tool_type: v.picklist(['client', 'server', 'system']),
  tool_subtype: v.optional(v.string()),
  arguments: v.record(v.string(), v.unknown()),
  timestamp: time,
  timestamp_user_action: time,
  user_action_correlation_id: uuid,
  used_outside_engine: v.boolean(),
};

/** Data-channel messages by `messageType`: what stands under `data`. */
export const dataSchemas: Readonly<Record<string, v.GenericSchema>> = {
  speechText: v.strictObject({
    message_id: uuid,
    content_index: index,
    content: v.string(),
    role: v.picklist(['user', 'persona']),
    end_of_speech: v.boolean(),
    interrupted: v.boolean(),
    user_action_correlation_id: v.optional(v.string()),
    cue_tag: v.optional(v.string()),
    utterance_id: v.optional(v.string()),
  }),
  reasoningText: v.strictObject({
    message_id: uuid,
    content_index: index,
    content: v.string(),
    role: v.string(),
    end_of_thought: v.boolean(),
  }),
  userSpeechStarted: v.strictObject({ user_action_correlation_id: uuid }),
  userSpeechEnded: v.strictObject({ user_action_correlation_id: uuid }),
  toolCallStarted: v.strictObject(toolCall),
  toolCallCompleted: v.strictObject({
    ...toolCall,
    result: v.unknown(),
    documents_accessed: v.optional(v.array(v.string())),
  }),
  toolCallFailed: v.strictObject({ ...toolCall, error_message: v.string() }),
  directorNoteCueApplied: v.strictObject({
    session_id: uuid,
    user_action_correlation_id: uuid,
    timestamp_user_action: time,
    cue_tag: v.string(),
  }),
  personaConfigUpdateApplied: v.strictObject({
    session_id: uuid,
    changed_fields: v.record(
      v.string(),
      v.strictObject({ before: v.optional(v.unknown()), after: v.optional(v.unknown()) }),
    ),
  }),
};

/** Signalling messages by `actionType`: the payload. */
export const signalSchemas: Readonly<Record<string, v.GenericSchema>> = {
  answer: v.strictObject({ type: v.literal('answer'), sdp: v.pipe(v.string(), v.startsWith('v=0')) }),
  icecandidate: v.object({
    candidate: v.pipe(v.string(), v.startsWith('candidate:')),
    sdpMid: v.optional(v.string()),
    sdpMLineIndex: v.optional(index),
    usernameFragment: v.optional(v.string()),
  }),
  sessionready: v.strictObject({}),
  warning: v.string(),
  endsession: v.string(),
  talkinputstreaminterrupted: v.strictObject({ correlationId: v.string() }),
};

/** The answer of engine/session. */
export const engineSchema = v.strictObject({
  sessionId: uuid,
  region: v.optional(v.string()),
  engineHost: v.string(),
  engineProtocol: v.picklist(['http', 'https']),
  signallingEndpoint: v.pipe(v.string(), v.startsWith('/')),
  clientConfig: v.strictObject({
    heartbeatIntervalSeconds: v.optional(v.number()),
    maxWsReconnectionAttempts: v.optional(v.number()),
    expectedHeartbeatIntervalSecs: v.optional(v.number()),
    maxWsReconnectAttempts: v.optional(v.number()),
    iceServers: v.array(
      v.strictObject({
        urls: v.array(v.string()),
        username: v.optional(v.string()),
        credential: v.optional(v.string()),
        credentialType: v.optional(v.literal('password')),
      }),
    ),
    iceTransportPolicy: v.optional(v.picklist(['all', 'relay'])),
  }),
});

/** Throws with the name of the message and what is wrong with it. */
export function check(name: string, schema: v.GenericSchema | undefined, value: unknown): void {
  if (!schema) throw new Error(`There is no message "${name}" in the protocol.`);
  const result = v.safeParse(schema, value);
  if (!result.success)
    throw new Error(`${name}: ${JSON.stringify(v.flatten(result.issues))} in ${JSON.stringify(value)}`);
}

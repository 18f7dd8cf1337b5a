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
  clientToolEvent: v.strictObject({
    event_uid: uuid,
    session_id: uuid,
    event_name: v.string(),
    event_data: v.record(v.string(), v.unknown()),
    timestamp: time,
    timestamp_user_action: time,
    user_action_correlation_id: uuid,
    used_outside_engine: v.boolean(),
  }),
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

const candidate = v.object({
  candidate: v.string(),
  sdpMid: v.nullish(v.string()),
  sdpMLineIndex: v.nullish(index),
  usernameFragment: v.nullish(v.string()),
});

/** Signalling messages of clients by `actionType`: the payload. */
export const clientSignalSchemas: Readonly<Record<string, v.GenericSchema>> = {
  offer: v.strictObject({
    connectionDescription: v.object({
      type: v.literal('offer'),
      sdp: v.pipe(v.string(), v.startsWith('v=0')),
    }),
    userUid: uuid,
  }),
  icecandidate: candidate,
  heartbeat: v.union([v.literal(''), v.strictObject({})]),
  talkstream: v.strictObject({
    content: v.string(),
    startOfSpeech: v.boolean(),
    endOfSpeech: v.boolean(),
    correlationId: v.string(),
    utteranceId: v.optional(v.string()),
  }),
  agentaudioinput: v.strictObject({
    audioData: v.pipe(v.string(), v.base64()),
    encoding: v.literal('pcm_s16le'),
    sampleRate: v.number(),
    channels: v.number(),
    sequenceNumber: index,
  }),
  agentaudioinputend: v.strictObject({}),
};

const sessionId = { session_id: uuid };
/** Clients write their own times without the Z. */
const clientTime = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/));
const seconds = v.optional(v.number());

/** Data-channel messages of clients by `message_type`: everything beside it. */
export const clientMessageSchemas: Readonly<Record<string, v.GenericSchema>> = {
  speech: v.strictObject({ ...sessionId, content: v.string(), timestamp: clientTime }),
  interrupt: v.strictObject({ ...sessionId, timestamp: clientTime }),
  context: v.strictObject({ ...sessionId, content: v.string(), timestamp: v.optional(clientTime) }),
  persona_config: v.strictObject({
    session_id: v.optional(uuid),
    data: v.record(v.string(), v.unknown()),
  }),
  director_note_cue: v.strictObject({
    session_id: v.optional(uuid),
    timestamp: v.optional(clientTime),
    cue: v.strictObject({ tag: v.string() }),
    in_seconds: seconds,
    at_seconds: seconds,
  }),
  tool_result: v.strictObject({
    ...sessionId,
    tool_call_id: uuid,
    user_action_correlation_id: uuid,
    timestamp_user_action: v.string(),
    timestamp: v.optional(clientTime),
    result: v.optional(v.unknown()),
    error: v.optional(v.string()),
  }),
  remote_rtp_stats: v.strictObject({ session_id: v.optional(uuid), data: v.unknown() }),
};

const shownSession = v.strictObject({
  id: uuid,
  clientLabel: v.nullable(v.string()),
  startTime: time,
  endTime: v.nullable(time),
  sessionLengthMs: index,
  exitStatus: v.nullable(v.string()),
  createdAt: time,
});

/** Errors of every REST call. */
export const errorSchema = v.strictObject({ error: v.string(), message: v.optional(v.string()) });

/** Answers of REST calls by method and path. */
export const restSchemas: Readonly<Record<string, v.GenericSchema>> = {
  'POST /v1/auth/session-token': v.strictObject({
    sessionToken: v.pipe(v.string(), v.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)),
  }),
  'GET /v1/sessions': v.strictObject({
    data: v.array(shownSession),
    meta: v.strictObject({ total: index, currentPage: index, lastPage: index, perPage: index }),
  }),
  'GET /v1/sessions/{id}': shownSession,
  'GET /v1/sessions/{id}/transcript': v.strictObject({
    sessionId: uuid,
    messages: v.array(v.strictObject({ role: v.picklist(['user', 'persona']), content: v.string() })),
  }),
  'GET /v1/sessions/concurrency': v.strictObject({
    limit: index,
    active: index,
    canStartSession: v.boolean(),
    estimatedWaitSeconds: v.nullable(v.number()),
  }),
  'POST /v1/sessions/{id}/stop': v.strictObject({ id: uuid, status: v.literal('stopping') }),
  'POST /talk': v.strictObject({ success: v.literal(true) }),
  'POST /v1/metrics/client': v.strictObject({ success: v.literal(true) }),
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

/** Owns what each public event of the SDK becomes. The compiler, and a test against the SDK itself, keep the table complete. */
import type { AnamEvent, EventCallbacks } from '@anam-ai/js-sdk';
import type { ClientEvent, Role } from '../session/client.js';
import { closeError } from './errors.js';

/** Why an event says nothing that the session does not know better. */
export interface Unused {
  readonly unused: string;
}

type Translation<E extends AnamEvent> = ((...told: Parameters<EventCallbacks[E]>) => ClientEvent) | Unused;

const kindOf = (type: string): 'client' | 'server' | 'system' =>
  type === 'server' || type === 'system' ? type : 'client';

const roleOf = (role: string): Role => (role === 'user' ? 'user' : 'persona');

export const EVENTS: { readonly [E in AnamEvent as `${E}`]: Translation<E> } = {
  CONNECTION_ESTABLISHED: () => ({ type: 'connected' }),
  CONNECTION_CLOSED: (code, details) => {
    const error = closeError(code, details);
    return error ? { type: 'closed', error } : { type: 'closed' };
  },
  DATA_CHANNEL_OPEN: () => ({ type: 'data-channel-open' }),
  SESSION_READY: () => ({ type: 'ready' }),
  SERVER_WARNING: (message) => ({ type: 'warning', message }),
  MESSAGE_STREAM_EVENT_RECEIVED: ({ role, ...event }) => ({
    type: 'chunk',
    chunk: {
      id: event.id,
      role: roleOf(role),
      content: event.content,
      contentIndex: event.contentIndex,
      endOfSpeech: event.endOfSpeech,
      interrupted: event.interrupted,
      correlationId: event.correlationId,
      utteranceId: event.utteranceId,
      cueTag: event.cueTag,
    },
  }),
  USER_SPEECH_STARTED: () => ({ type: 'user-speech', speaking: true }),
  USER_SPEECH_ENDED: () => ({ type: 'user-speech', speaking: false }),
  TALK_STREAM_INTERRUPTED: (correlationId) => ({ type: 'talk-interrupted', correlationId }),
  TOOL_CALL_STARTED: (call) => ({
    type: 'tool-started',
    call: {
      callId: call.toolCallId,
      name: call.toolName,
      kind: kindOf(call.toolType),
      arguments: call.arguments,
    },
  }),
  TOOL_CALL_COMPLETED: (call) => ({
    type: 'tool-finished',
    result: {
      callId: call.toolCallId,
      name: call.toolName,
      status: 'completed',
      result: call.result as unknown,
    },
  }),
  TOOL_CALL_FAILED: (call) => ({
    type: 'tool-finished',
    result: { callId: call.toolCallId, name: call.toolName, status: 'failed', error: call.errorMessage },
  }),
  CLIENT_TOOL_EVENT_RECEIVED: (event) => ({
    type: 'client-tool',
    name: event.eventName,
    data: event.eventData,
  }),
  REASONING_STREAM_EVENT_RECEIVED: ({ id, role, content, endOfThought }) => ({
    type: 'reasoning',
    chunk: { id, role, content, endOfThought },
  }),
  DIRECTOR_NOTE_CUE_APPLIED: ({ cueTag, correlationId }) => ({
    type: 'cue-applied',
    tag: cueTag,
    correlationId,
  }),
  PERSONA_CONFIG_UPDATE_APPLIED: ({ changedFields }) => ({
    type: 'persona-updated',
    changes: Object.fromEntries(
      Object.entries(changedFields).map(([path, { before, after }]) => [path, { before, after }]),
    ),
  }),
  MESSAGE_HISTORY_UPDATED: {
    unused: 'the same live array each time; the session keeps the list from the fragments',
  },
  REASONING_HISTORY_UPDATED: { unused: 'the fragments are passed on' },
  VIDEO_STREAM_STARTED: { unused: 'stream() hands out the same streams' },
  AUDIO_STREAM_STARTED: { unused: 'stream() hands out the same streams' },
  VIDEO_PLAY_STARTED: {
    unused: 'only for an element found by its id; the stage sees the first frame itself',
  },
  INPUT_AUDIO_STREAM_STARTED: { unused: 'the microphone is ours; the client listens to take its track back' },
  INPUT_AUDIO_DEVICE_CHANGED: { unused: 'the microphone is ours' },
  MIC_PERMISSION_PENDING: { unused: 'the microphone is ours, so the SDK never asks' },
  MIC_PERMISSION_GRANTED: { unused: 'the microphone is ours, so the SDK never asks' },
  MIC_PERMISSION_DENIED: { unused: 'the microphone is ours, so the SDK never asks' },
};

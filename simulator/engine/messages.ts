/** The data-channel messages of the engine, in the platform's field names. */

import type { PendingTool } from './state.js';

/** Data of a message: what stands under `data`. */
export type MessageData = Readonly<Record<string, unknown>>;

/** One piece of a transcript. */
export interface SpeechPiece {
  messageId: string;
  index: number;
  content: string;
  role: 'user' | 'persona';
  end: boolean;
  interrupted?: boolean;
  correlationId?: string | undefined;
  cueTag?: string | undefined;
  utteranceId?: string | undefined;
}

export function speechText(piece: SpeechPiece): MessageData {
  return {
    message_id: piece.messageId,
    content_index: piece.index,
    content: piece.content,
    role: piece.role,
    end_of_speech: piece.end,
    interrupted: piece.interrupted ?? false,
    ...(piece.correlationId ? { user_action_correlation_id: piece.correlationId } : {}),
    ...(piece.cueTag ? { cue_tag: piece.cueTag } : {}),
    ...(piece.utteranceId ? { utterance_id: piece.utteranceId } : {}),
  };
}

export function reasoningText(messageId: string, index: number, content: string, end: boolean): MessageData {
  return { message_id: messageId, content_index: index, content, role: 'persona', end_of_thought: end };
}

/** What the three tool messages have in common. Times are ISO 8601. */
export function toolCall(sessionId: string, eventUid: string, tool: PendingTool, at: number): MessageData {
  return {
    event_uid: eventUid,
    session_id: sessionId,
    tool_call_id: tool.id,
    tool_name: tool.name,
    tool_type: tool.type,
    arguments: tool.args,
    timestamp: new Date(at).toISOString(),
    timestamp_user_action: new Date(tool.calledAt).toISOString(),
    user_action_correlation_id: tool.correlationId,
    used_outside_engine: tool.type === 'client',
  };
}

/** Tools: client tools wait for the page, server and system tools answer by themselves. */

import type { SceneAction } from '../scenes/scene.js';
import type { Draft } from './draft.js';
import { toolCall } from './messages.js';
import { sayAnswer } from './speech.js';
import { TOOL_TIMEOUT, type PendingTool } from './state.js';

const SERVER_TOOL_TIME = 600;
const DEFAULT_TOOL = {
  type: 'client',
  name: 'show_note',
  arguments: { text: 'A note from the simulator' },
} as const;

/** Calls a tool: the one named, else the first of the wanted type in the configuration, else `show_note`. */
export function callTool(
  draft: Draft,
  action: Extract<SceneAction, { do: 'call-tool' }>,
  correlationId: string,
): void {
  const { settings, sessionId } = draft.state;
  const wanted = action.type ?? DEFAULT_TOOL.type;
  const configured = settings.tools.find(({ name, type }) =>
    action.name ? name === action.name : type === wanted,
  );
  const tool: PendingTool = {
    id: draft.id(),
    name: action.name ?? configured?.name ?? DEFAULT_TOOL.name,
    type: action.type ?? configured?.type ?? wanted,
    args: action.arguments ?? (configured ? exampleArguments(configured.parameters) : DEFAULT_TOOL.arguments),
    correlationId,
    calledAt: draft.at,
    afterwards: action.afterwards ?? '',
  };
  draft.set({ tools: [...draft.state.tools, tool] });
  draft.send('toolCallStarted', toolCall(sessionId, draft.id(), tool, draft.at));
  if (tool.type === 'client') draft.later({ at: draft.at + TOOL_TIMEOUT, kind: 'tool-timeout', id: tool.id });
  else draft.later({ at: draft.at + SERVER_TOOL_TIME, kind: 'tool-done', id: tool.id });
}

/** Arguments that fit a JSON Schema of an object, as far as its properties tell. */
export function exampleArguments(schema: unknown): Record<string, unknown> {
  const properties = (schema as { properties?: unknown } | null | undefined)?.properties ?? {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, exampleValue(property as unknown)]),
  );
}

interface PropertySchema {
  type?: string;
  enum?: unknown[];
  default?: unknown;
}

function exampleValue(schema: unknown): unknown {
  const property: PropertySchema = typeof schema === 'object' && schema !== null ? schema : {};
  if (property.default !== undefined) return property.default;
  if (Array.isArray(property.enum) && property.enum.length > 0) return property.enum[0];
  switch (property.type) {
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return exampleArguments(property);
    default:
      return 'simulated';
  }
}

/** The page's answer to a client tool. */
export function toolResult(draft: Draft, message: Readonly<Record<string, unknown>>): void {
  const tool = take(draft, message['tool_call_id']);
  if (!tool) return;
  const failed = typeof message['error'] === 'string' ? message['error'] : undefined;
  sayResult(draft, tool, failed ? `an error, ${failed}` : textOf(message['result']));
}

/** A server or system tool has its result. */
export function serverToolDone(draft: Draft, id: string): void {
  const tool = take(draft, id);
  if (!tool) return;
  const result = `simulated result of ${tool.name.replaceAll('_', ' ')}`;
  draft.send('toolCallCompleted', {
    ...toolCall(draft.state.sessionId, draft.id(), tool, draft.at),
    result,
    ...(tool.type === 'server' ? { documents_accessed: [] } : {}),
  });
  sayResult(draft, tool, result);
}

/** The page has not answered in time. */
export function toolTimedOut(draft: Draft, id: string): void {
  const tool = take(draft, id);
  if (!tool) return;
  draft.send('toolCallFailed', {
    ...toolCall(draft.state.sessionId, draft.id(), tool, draft.at),
    error_message: 'The tool gave no result in time.',
  });
  sayResult(draft, tool, 'nothing at all');
}

function take(draft: Draft, id: unknown): PendingTool | undefined {
  const tool = draft.state.tools.find((pending) => pending.id === id);
  if (!tool) return undefined;
  draft.set({
    tools: draft.state.tools.filter((pending) => pending !== tool),
    timers: draft.state.timers.filter((timer) => !('id' in timer && timer.id === id)),
  });
  return tool;
}

function sayResult(draft: Draft, tool: PendingTool, result: string): void {
  if (!tool.afterwards) return;
  const text = tool.afterwards.replace('{result}', () => result.slice(0, 300));
  sayAnswer(draft, { messageId: draft.id(), correlationId: tool.correlationId }, text, []);
}

function textOf(result: unknown): string {
  if (result === undefined || result === null) return 'yes';
  return typeof result === 'string' ? result : JSON.stringify(result);
}

/** Owns the translation of what a session tells into the DOM events of the element. */
import * as events from './anam-persona.events.js';
import type { SessionEvent } from './session/events.js';

/** Fires the DOM event of a session event; some are for the view alone and have none. */
export function dispatch(target: EventTarget, event: SessionEvent): void {
  if (event.type === 'end-warning') {
    // Answered by the page with `preventDefault()`: it takes the responsibility for a session that goes on.
    if (!target.dispatchEvent(new events.AnamEndWarningEvent(event))) event.extend();
    return;
  }
  const domEvent = toDomEvent(event);
  if (domEvent) target.dispatchEvent(domEvent);
}

function toDomEvent(event: Exclude<SessionEvent, { type: 'end-warning' }>): Event | null {
  switch (event.type) {
    case 'state-change':
      return new events.AnamStateChangeEvent(event.state, event.previousState, event.reason);
    case 'session-start':
      return new events.AnamSessionStartEvent(event.sessionId);
    case 'session-end':
      return new events.AnamSessionEndEvent(event.sessionId, event.reason, event.duration);
    case 'error':
      return new events.AnamErrorEvent(event.error);
    case 'message':
      return new events.AnamMessageEvent(event.message);
    case 'message-chunk':
      return new events.AnamMessageChunkEvent(event.chunk);
    case 'speech-start':
      return new events.AnamSpeechStartEvent(event.role);
    case 'speech-end':
      return new events.AnamSpeechEndEvent(event.role);
    case 'interrupt':
      return new events.AnamInterruptEvent(event.correlationId);
    case 'tool-call':
      return new events.AnamToolCallEvent(event);
    case 'tool-result':
      return new events.AnamToolResultEvent(event);
    case 'warning':
      return new events.AnamWarningEvent(event.message);
    case 'reasoning':
      return new events.AnamReasoningEvent(event.chunk);
    case 'cue-applied':
      return new events.AnamCueAppliedEvent(event.tag, event.correlationId);
    case 'persona-updated':
      return new events.AnamPersonaUpdatedEvent(event.changes);
    case 'milestone':
      return new events.AnamMilestoneEvent(event.name, event.time);
    case 'end-warning-over':
    case 'retry':
      return null;
  }
}

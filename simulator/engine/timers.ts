/** What happens by itself: due timers, streams nobody feeds, users who stay silent. */

import type { Draft } from './draft.js';
import { isLocked } from './speech.js';
import { TALK_STREAM_LIMIT, type Timer } from './state.js';
import { endIdleStream } from './streams.js';
import { serverToolDone, toolTimedOut } from './tools.js';
import { endSession, greet, perform, skipSilence } from './turns.js';

/** Does everything that is due. */
export function runTimers(draft: Draft): void {
  for (let due = nextDue(draft); due; due = nextDue(draft)) {
    const done = due;
    draft.set({ timers: draft.state.timers.filter((timer) => timer !== done) });
    run(draft, done);
  }
  const { talk, phase } = draft.state;
  if (talk?.kind === 'stream' && talk.open && draft.at - talk.lastInputAt >= TALK_STREAM_LIMIT)
    endIdleStream(draft);
  if (phase === 'live') watchSilence(draft);
}

/** Answers wait while something is said that nothing may cut short. */
function nextDue(draft: Draft): Timer | undefined {
  const locked = isLocked(draft);
  return draft.state.timers.find(({ at, kind }) => at <= draft.at && !(locked && kind === 'actions'));
}

function run(draft: Draft, timer: Timer): void {
  switch (timer.kind) {
    case 'actions':
      perform(draft, timer.actions, timer);
      return;
    case 'greet':
      greet(draft);
      return;
    case 'tool-done':
      serverToolDone(draft, timer.id);
      return;
    case 'tool-timeout':
      toolTimedOut(draft, timer.id);
      return;
    case 'cue':
      applyCue(draft, timer.tag, timer.correlationId);
      return;
    case 'warn':
      draft.signal('warning', timer.text);
      return;
    case 'end':
      endSession(draft, timer.reason);
      return;
  }
}

function applyCue(draft: Draft, tag: string, correlationId: string): void {
  draft.set({ cue: tag });
  draft.effect({ type: 'mood', mood: tag });
  draft.send('directorNoteCueApplied', {
    session_id: draft.state.sessionId,
    user_action_correlation_id: correlationId,
    timestamp_user_action: new Date(draft.at).toISOString(),
    cue_tag: tag,
  });
}

function watchSilence(draft: Draft): void {
  const { settings, talk, userSpeaking, timers, lastUserAt, skippedTurn } = draft.state;
  if (talk || userSpeaking || timers.some(({ kind }) => kind === 'actions')) return;
  const silent = (draft.at - lastUserAt) / 1000;
  const { silenceBeforeSkipTurnSeconds: skip, silenceBeforeSessionEndSeconds: end } = settings;
  if (end !== undefined && silent >= end) {
    endSession(draft, 'The user was silent for too long.');
    return;
  }
  if (skip !== undefined && !skippedTurn && silent >= skip) skipSilence(draft);
}

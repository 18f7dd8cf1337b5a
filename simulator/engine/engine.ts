/**
 * The engine of one session as a pure function: state and input in, state and effects out.
 *
 * It does no I/O and reads no clock, so every rule of the conversation can be tested as a row of a table.
 */

import { applyUpdate } from './config.js';
import { Draft } from './draft.js';
import { forgetPlans, heard, isLocked, sayText } from './speech.js';
import {
  GREETING_PATIENCE,
  type EngineEffect,
  type EngineInput,
  type EngineState,
  type HeldInput,
} from './state.js';
import { agentAudio, agentAudioEnd, belongsToTalk, talkStream } from './streams.js';
import { runTimers } from './timers.js';
import { toolResult } from './tools.js';
import { interruptTurn, perform, userTyped, voiceEnded, voiceStarted } from './turns.js';

/** What one step gives. */
export interface Step {
  state: EngineState;
  effects: readonly EngineEffect[];
}

/** Takes one input. `at` is milliseconds since the epoch and must not run backwards. */
export function step(state: EngineState, input: EngineInput, at: number): Step {
  if (state.phase === 'ended') return { state, effects: [] };
  const draft = new Draft(state, at);
  take(draft, input);
  releaseHeld(draft);
  return { state: draft.state, effects: draft.effects };
}

/** Signals that make the persona say something. */
const SPOKEN_SIGNALS = new Set(['talkstream', 'agentaudioinput', 'agentaudioinputend']);

function take(draft: Draft, input: EngineInput): void {
  switch (input.type) {
    case 'opened':
      limitLength(draft);
      return;
    case 'connected':
      becomeLive(draft);
      return;
    case 'channel-open':
      channelOpened(draft);
      return;
    case 'channel-lost':
      draft.set({ channelOpen: false });
      return;
    case 'message':
      takeMessage(draft, input.message);
      return;
    case 'signal':
    case 'talk':
      if (!hold(draft, input)) say(draft, input);
      return;
    case 'voice-started':
      voiceStarted(draft);
      return;
    case 'voice-ended':
      voiceEnded(draft, input.seconds);
      return;
    case 'heard':
      heard(draft, input.clipId, input.words, input.ended);
      return;
    case 'action':
      perform(draft, [input.action], { messageId: draft.id(), correlationId: draft.id() });
      return;
    case 'tick':
      runTimers(draft);
      return;
  }
}

/** Keeps what the page wants said until an uninterruptible greeting is over; false when there is no need to. */
function hold(draft: Draft, input: HeldInput): boolean {
  const spoken = input.type === 'talk' || SPOKEN_SIGNALS.has(input.actionType);
  if (!spoken || (!isLocked(draft) && draft.state.held.length === 0)) return false;
  forgetPlans(draft);
  draft.set({ held: [...draft.state.held, input] });
  return true;
}

/** Says what was held back, one after the other. */
function releaseHeld(draft: Draft): void {
  for (let [next] = draft.state.held; next; [next] = draft.state.held) {
    if (isLocked(draft) || (draft.state.talk && !belongsToTalk(draft, next))) return;
    draft.set({ held: draft.state.held.slice(1) });
    say(draft, next);
  }
}

function say(draft: Draft, input: HeldInput): void {
  if (input.type === 'signal') takeSignal(draft, input.actionType, input.payload);
  else sayText(draft, { kind: 'talk', messageId: draft.id(), correlationId: draft.id() }, input.content);
}

/** The length is counted from the opening of the session, whether or not media ever flow. */
function limitLength(draft: Draft): void {
  const { maxSessionLengthSeconds: limit } = draft.state.settings;
  if (limit !== undefined) {
    draft.later({
      at: draft.at + limit * 1000,
      kind: 'end',
      reason: 'The maximum session length was reached.',
    });
    if (limit > 20) {
      draft.later({
        at: draft.at + (limit - 10) * 1000,
        kind: 'warn',
        text: 'The session ends in 10 seconds.',
      });
    }
  }
}

/** The session begins with its media; the persona greets when its captions can be read, or after a while anyway. */
function becomeLive(draft: Draft): void {
  if (draft.state.phase !== 'waiting') return;
  draft.set({ phase: 'live', lastUserAt: draft.at });
  draft.signal('sessionready', {});
  draft.later({ at: draft.at + (draft.state.channelOpen ? 0 : GREETING_PATIENCE), kind: 'greet' });
  runTimers(draft);
}

function channelOpened(draft: Draft): void {
  draft.set({
    channelOpen: true,
    timers: draft.state.timers.map((timer) => (timer.kind === 'greet' ? { ...timer, at: draft.at } : timer)),
  });
  runTimers(draft);
}

function takeMessage(draft: Draft, message: Readonly<Record<string, unknown>>): void {
  switch (message['message_type']) {
    case 'speech':
      if (typeof message['content'] === 'string') userTyped(draft, message['content']);
      return;
    case 'interrupt':
      interruptTurn(draft);
      return;
    case 'context':
      if (typeof message['content'] === 'string')
        draft.set({ context: [...draft.state.context, message['content']] });
      return;
    case 'persona_config':
      applyUpdate(draft, message['data']);
      return;
    case 'director_note_cue':
      takeCue(draft, message);
      return;
    case 'tool_result':
      toolResult(draft, message);
      return;
    default:
      // remote_rtp_stats, and whatever a newer client sends.
      return;
  }
}

function takeCue(draft: Draft, message: Readonly<Record<string, unknown>>): void {
  const tag = (message['cue'] as { tag?: unknown } | undefined)?.tag;
  if (typeof tag !== 'string') return;
  const inSeconds = message['in_seconds'];
  const atSeconds = message['at_seconds'];
  const speechStart = draft.state.talk?.startedAt ?? draft.at;
  const at =
    typeof inSeconds === 'number'
      ? draft.at + inSeconds * 1000
      : typeof atSeconds === 'number'
        ? Math.max(draft.at, speechStart + atSeconds * 1000)
        : draft.at;
  draft.later({ at, kind: 'cue', tag, correlationId: draft.id() });
  runTimers(draft);
}

function takeSignal(draft: Draft, actionType: string, payload: unknown): void {
  switch (actionType) {
    case 'talkstream':
      talkStream(draft, payload);
      return;
    case 'agentaudioinput':
      agentAudio(draft, payload);
      return;
    case 'agentaudioinputend':
      agentAudioEnd(draft);
      return;
    default:
      return;
  }
}

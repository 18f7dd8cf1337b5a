/** The user's side of the conversation: typed messages, speech, silence; and the actions that answer them. */

import { answerTo, answerToSpeech, scene, type SceneAction } from '../scenes/scene.js';
import type { Draft } from './draft.js';
import { reasoningText } from './messages.js';
import { forgetPlans, interrupt, isLocked, sayAnswer, sayText } from './speech.js';
import { CUSTOMER_LLM, THINKING } from './state.js';
import { forgetHeld } from './streams.js';
import { callTool } from './tools.js';

/** The persona's first words, if the configuration wants any. */
export function greet(draft: Draft): void {
  const { settings } = draft.state;
  const own = settings.llmId === CUSTOMER_LLM ? undefined : settings.persona.greeting;
  const greeting = settings.initialMessage ?? own;
  if (settings.skipGreeting || !greeting) return;
  const start = { messageId: draft.id(), correlationId: draft.id() };
  const interruptible = !settings.uninterruptibleGreeting;
  sayText(draft, { kind: 'greeting', ...start, interruptible }, greeting);
}

/** The user typed. */
export function userTyped(draft: Draft, content: string): void {
  const correlationId = draft.id();
  interruptTurn(draft);
  userSaid(draft, content, correlationId, answerTo(content, draft.state.turns));
}

/** The user began to speak: the persona falls silent and listens. */
export function voiceStarted(draft: Draft): void {
  const correlationId = draft.id();
  draft.set({ userSpeaking: correlationId, lastUserAt: draft.at, skippedTurn: false });
  draft.send('userSpeechStarted', { user_action_correlation_id: correlationId });
  interruptTurn(draft);
  draft.effect({ type: 'mood', mood: 'listening' });
}

/** The user stopped speaking. The words are unknown, so the transcript says how long it was. */
export function voiceEnded(draft: Draft, seconds: number): void {
  const correlationId = draft.state.userSpeaking;
  if (!correlationId) return;
  draft.set({ userSpeaking: undefined });
  draft.send('userSpeechEnded', { user_action_correlation_id: correlationId });
  draft.effect({ type: 'mood', mood: 'neutral' });
  userSaid(draft, `(speech, ${seconds.toFixed(1)} s)`, correlationId, answerToSpeech(draft.state.turns));
}

/** Cuts the persona short and forgets what it was about to answer. */
export function interruptTurn(draft: Draft): boolean {
  const cut = interrupt(draft);
  forgetPlans(draft);
  if (!isLocked(draft)) forgetHeld(draft);
  return cut;
}

/** What a chain of actions belongs to. */
export interface Occasion {
  messageId: string;
  correlationId: string;
}

/** Does what a scene, a timer or a test asks for; what follows something said waits until it has been heard. */
export function perform(draft: Draft, actions: readonly SceneAction[], occasion: Occasion): void {
  for (const [index, action] of actions.entries()) {
    switch (action.do) {
      case 'say':
        sayAnswer(draft, occasion, action.text, actions.slice(index + 1));
        return;
      case 'reason':
        reason(draft, occasion.messageId, action.text);
        break;
      case 'call-tool':
        callTool(draft, action, occasion.correlationId);
        break;
      case 'warn':
        draft.signal('warning', action.text);
        break;
      case 'end':
        endSession(draft, action.reason);
        return;
    }
  }
}

/** Streams a thought word by word; thinking takes no time here. */
function reason(draft: Draft, messageId: string, text: string): void {
  const words = text.split(' ');
  words.forEach((word, index) => {
    draft.send(
      'reasoningText',
      reasoningText(messageId, index, index > 0 ? ` ${word}` : word, index === words.length - 1),
    );
  });
}

/** Ends the session as the server does: a message, then the connection closes. */
export function endSession(draft: Draft, reason: string): void {
  if (draft.state.phase === 'ended') return;
  draft.signal('endsession', reason);
  draft.set({ phase: 'ended', timers: [], tools: [], talk: undefined });
  draft.effect({ type: 'hush' });
  draft.effect({ type: 'end', reason });
}

/** The persona takes a turn because the user did not. */
export function skipSilence(draft: Draft): void {
  draft.set({ skippedTurn: true });
  schedule(draft, [{ do: 'say', text: scene.silence }], draft.id(), draft.id());
}

function userSaid(
  draft: Draft,
  content: string,
  correlationId: string,
  answer: readonly SceneAction[],
): void {
  const messageId = draft.id();
  draft.set({ turns: draft.state.turns + 1, lastUserAt: draft.at, skippedTurn: false });
  draft.speech({ messageId, index: 0, content, role: 'user', end: true, correlationId });
  draft.effect({ type: 'record', role: 'user', content, interrupted: false });
  if (draft.state.settings.llmId === CUSTOMER_LLM) return;
  schedule(
    draft,
    answer.map((action) => withWords(draft, action, content)),
    messageId,
    correlationId,
  );
}

function schedule(
  draft: Draft,
  actions: readonly SceneAction[],
  messageId: string,
  correlationId: string,
): void {
  draft.later({ at: draft.at + THINKING, kind: 'actions', actions, messageId, correlationId });
}

function withWords(draft: Draft, action: SceneAction, heardText: string): SceneAction {
  const { settings, context, turns } = draft.state;
  const values: Record<string, string> = {
    heard: heardText.slice(0, 200),
    name: settings.name,
    context: context.at(-1) ?? 'nothing so far',
    turns: String(turns),
  };
  const replace = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (all, key: string) => values[key] ?? all);
  if (action.do === 'say' || action.do === 'reason') return { ...action, text: replace(action.text) };
  if (action.do !== 'call-tool' || !action.arguments) return action;
  const filled = Object.entries(action.arguments).map(([key, value]) => [
    key,
    typeof value === 'string' ? replace(value) : value,
  ]);
  return { ...action, arguments: Object.fromEntries(filled) as Record<string, unknown> };
}

/** The persona's side of the conversation: begins, streams, interrupts and finishes what it says. */

import type { SceneAction } from '../scenes/scene.js';
import type { Draft } from './draft.js';
import type { Talk } from './state.js';

/** How a talk begins. */
export interface TalkStart {
  kind: Talk['kind'];
  messageId: string;
  correlationId: string;
  interruptible?: boolean;
  open?: boolean;
  /** Done once everything has been heard. */
  next?: readonly SceneAction[];
}

/** Begins something new to say; what was being said is cut short. */
export function beginTalk(draft: Draft, start: TalkStart): void {
  interrupt(draft);
  // What the page wants said comes before what the persona was going to say by itself.
  if (start.kind === 'talk' || start.kind === 'stream' || start.kind === 'audio') forgetPlans(draft);
  draft.set({
    talk: {
      kind: start.kind,
      messageId: start.messageId,
      correlationId: start.correlationId,
      clips: [],
      utterances: {},
      open: start.open ?? false,
      buffer: '',
      bufferUtterance: undefined,
      heard: '',
      chunks: 0,
      interruptible: start.interruptible ?? true,
      startedAt: undefined,
      lastInputAt: draft.at,
      next: start.next ?? [],
    },
  });
}

/** Says a text that is complete. One without a word to say is over at once. */
export function sayText(draft: Draft, start: TalkStart, text: string): void {
  beginTalk(draft, start);
  speakText(draft, text);
  closeTalk(draft);
}

/** Says an answer, and then does what follows; both wait while something is said that nothing may cut short. */
export function sayAnswer(
  draft: Draft,
  { messageId, correlationId }: { messageId: string; correlationId: string },
  text: string,
  next: readonly SceneAction[],
): void {
  if (isLocked(draft)) {
    const actions: SceneAction[] = [{ do: 'say', text }, ...next];
    draft.later({ at: draft.at, kind: 'actions', actions, messageId, correlationId });
    return;
  }
  sayText(draft, { kind: 'answer', messageId, correlationId, next }, text);
}

/** Whether something is being said that nothing may cut short. */
export function isLocked(draft: Draft): boolean {
  return draft.state.talk?.interruptible === false;
}

/** Speaks text within the current talk, sentence by sentence so that the first is heard soon. */
export function speakText(draft: Draft, text: string, utteranceId?: string): void {
  for (const sentence of sentencesOf(text)) {
    const clipId = draft.id();
    const talk = draft.state.talk;
    if (!talk) return;
    draft.setTalk({
      clips: [...talk.clips, clipId],
      utterances: utteranceId ? { ...talk.utterances, [clipId]: utteranceId } : talk.utterances,
    });
    draft.effect({ type: 'speak', clipId, text: sentence });
  }
}

/** Tells which words have just been heard; finishes the talk after its last clip. */
export function heard(draft: Draft, clipId: string, words: string, ended: boolean): void {
  const talk = draft.state.talk;
  if (!talk?.clips.includes(clipId)) return;
  if (words) {
    draft.speech({
      messageId: talk.messageId,
      index: talk.chunks,
      content: words,
      role: 'persona',
      end: false,
      correlationId: talk.correlationId,
      cueTag: draft.state.cue,
      utteranceId: talk.utterances[clipId],
    });
    draft.setTalk({
      chunks: talk.chunks + 1,
      heard: talk.heard + words,
      startedAt: talk.startedAt ?? draft.at,
    });
    draft.set({ cue: undefined });
  }
  if (!ended) return;
  const rest = talk.clips.filter((id) => id !== clipId);
  draft.setTalk({ clips: rest });
  if (rest.length === 0 && !talk.open) finish(draft, false);
}

/** Stops the persona in mid-sentence; gives false when nothing was being said or it may not be interrupted. */
export function interrupt(draft: Draft): boolean {
  const talk = draft.state.talk;
  if (!talk?.interruptible) return false;
  draft.effect({ type: 'hush' });
  draft.effect({ type: 'mood', mood: 'interrupted' });
  if (talk.kind === 'stream') {
    draft.signal('talkinputstreaminterrupted', { correlationId: talk.correlationId });
  }
  finish(draft, true);
  return true;
}

/** Forgets answers and greetings that have not begun. */
export function forgetPlans(draft: Draft): void {
  draft.set({ timers: draft.state.timers.filter(({ kind }) => kind !== 'actions' && kind !== 'greet') });
}

/** Ends the talk when nothing more will come and nothing is left to be heard. */
export function closeTalk(draft: Draft): void {
  const talk = draft.state.talk;
  if (!talk) return;
  draft.setTalk({ open: false });
  if (talk.clips.length === 0) finish(draft, false);
}

/** A sentence ends where white space follows its last sign, so that 3.5 and example.com stay whole. */
const SENTENCE = /\s*\S[\s\S]*?(?:[.!?…]["')\]’”»]*(?=\s)|(?=\n)|$)/g;

/** Splits text into sentences: together they are the text again, and each has something to say. */
export function sentencesOf(text: string): string[] {
  const sentences = text.trimEnd().match(SENTENCE) ?? [];
  const last = sentences.pop();
  return last === undefined ? [] : [...sentences, last + text.slice(text.trimEnd().length)];
}

function finish(draft: Draft, interrupted: boolean): void {
  const talk = draft.state.talk;
  if (!talk) return;
  draft.set({ talk: undefined });
  if (talk.kind === 'stream')
    draft.set({ closedStreams: [...draft.state.closedStreams.slice(-20), talk.correlationId] });
  if (talk.chunks > 0 || interrupted) {
    draft.speech({
      messageId: talk.messageId,
      index: talk.chunks,
      content: '',
      role: 'persona',
      end: true,
      interrupted,
      correlationId: talk.correlationId,
    });
  }
  if (talk.heard) draft.effect({ type: 'record', role: 'persona', content: talk.heard, interrupted });
  if (!interrupted && talk.next.length > 0) {
    const { messageId, correlationId } = talk;
    draft.later({ at: draft.at, kind: 'actions', actions: talk.next, messageId, correlationId });
  }
  // The user has the floor now: silence is counted from here.
  draft.set({ lastUserAt: draft.at });
}

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
    const content = talk.chunks > 0 ? ` ${words}` : words;
    draft.speech({
      messageId: talk.messageId,
      index: talk.chunks,
      content,
      role: 'persona',
      end: false,
      correlationId: talk.correlationId,
      cueTag: draft.state.cue,
      utteranceId: talk.utterances[clipId],
    });
    draft.setTalk({
      chunks: talk.chunks + 1,
      heard: talk.heard + content,
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

/** Splits text into sentences; never gives empty ones. */
export function sentencesOf(text: string): string[] {
  return (text.match(/[^.!?\n]+[.!?\n]*["')\]]*\s*/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
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

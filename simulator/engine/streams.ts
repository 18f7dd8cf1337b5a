/** What the page makes the persona say piece by piece: talk streams of text, and ready-made audio. */

import type { Draft } from './draft.js';
import type { HeldInput } from './state.js';
import { beginTalk, closeTalk, speakText } from './speech.js';

/** One `talkstream` message. Text waits for the end of its sentence, so that it is spoken in one breath. */
export function talkStream(draft: Draft, payload: unknown): void {
  const message = (payload ?? {}) as Record<string, unknown>;
  const { content, correlationId } = message;
  if (typeof correlationId !== 'string' || typeof content !== 'string') return;
  if (draft.state.closedStreams.includes(correlationId)) return;
  if (draft.state.talk?.kind !== 'stream' || draft.state.talk.correlationId !== correlationId) {
    beginTalk(draft, { kind: 'stream', messageId: draft.id(), correlationId, open: true });
  }
  const utterance = typeof message['utteranceId'] === 'string' ? message['utteranceId'] : undefined;
  if (utterance && utterance !== draft.state.talk?.bufferUtterance) {
    flush(draft, true);
    draft.setTalk({ bufferUtterance: utterance });
  }
  draft.setTalk({ buffer: (draft.state.talk?.buffer ?? '') + content, lastInputAt: draft.at });
  const ended = message['endOfSpeech'] === true;
  flush(draft, ended);
  if (ended) closeTalk(draft);
}

/** Whether an input goes on with what is being said. */
export function belongsToTalk(draft: Draft, input: HeldInput): boolean {
  const { talk } = draft.state;
  if (!talk || input.type === 'talk') return false;
  if (input.actionType !== 'talkstream') return talk.kind === 'audio' && talk.open;
  return (
    talk.kind === 'stream' &&
    talk.correlationId === (input.payload as { correlationId?: unknown } | null)?.correlationId
  );
}

/** Drops what the page wanted said next; its streams are told, as if they had begun. */
export function forgetHeld(draft: Draft): void {
  const ids = draft.state.held.flatMap((input) => {
    const id =
      input.type === 'signal'
        ? (input.payload as { correlationId?: unknown } | null)?.correlationId
        : undefined;
    return typeof id === 'string' ? [id] : [];
  });
  for (const correlationId of new Set(ids)) draft.signal('talkinputstreaminterrupted', { correlationId });
  draft.set({ held: [], closedStreams: [...draft.state.closedStreams, ...new Set(ids)].slice(-20) });
}

/** A talk stream without text for too long is ended by the server. */
export function endIdleStream(draft: Draft): void {
  flush(draft, true);
  closeTalk(draft);
}

/** One `agentaudioinput` message: the persona moves its lips to audio made elsewhere. */
export function agentAudio(draft: Draft, payload: unknown): void {
  const { audioData, sampleRate, channels, encoding } = (payload ?? {}) as Record<string, unknown>;
  if (
    typeof audioData !== 'string' ||
    typeof sampleRate !== 'number' ||
    sampleRate < 8000 ||
    sampleRate > 48_000
  )
    return;
  if (encoding !== undefined && encoding !== 'pcm_s16le') return;
  if (draft.state.talk?.kind !== 'audio' || !draft.state.talk.open) {
    const id = draft.id();
    beginTalk(draft, { kind: 'audio', messageId: id, correlationId: id, open: true });
    draft.setTalk({ clips: [id] });
  }
  const clipId = draft.state.talk?.clips[0];
  draft.setTalk({ lastInputAt: draft.at });
  if (clipId)
    draft.effect({ type: 'play', clipId, audio: audioData, sampleRate, channels: channels === 2 ? 2 : 1 });
}

/** No more audio comes; what is left is heard to its end. */
export function agentAudioEnd(draft: Draft): void {
  const talk = draft.state.talk;
  const clipId = talk?.clips[0];
  if (talk?.kind !== 'audio' || !clipId) return;
  draft.setTalk({ open: false });
  draft.effect({ type: 'play-end', clipId });
}

function flush(draft: Draft, everything: boolean): void {
  const talk = draft.state.talk;
  if (!talk) return;
  const end = everything ? talk.buffer.length : lastSentenceEnd(talk.buffer);
  // White space alone is nothing to say; it goes before what comes next.
  if (talk.buffer.slice(0, end).trim() === '') return;
  draft.setTalk({ buffer: talk.buffer.slice(end) });
  speakText(draft, talk.buffer.slice(0, end), talk.bufferUtterance);
}

function lastSentenceEnd(text: string): number {
  const matches = [...text.matchAll(/(?:[.!?…]["')\]’”»]*|\n)\s+/g)];
  const last = matches.at(-1);
  return last ? last.index + last[0].length : 0;
}

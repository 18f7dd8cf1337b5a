/** One step of the engine in the making: a copy of the state to change, and the effects gathered so far. */

import { speechText, type SpeechPiece } from './messages.js';
import type { EngineEffect, EngineState, Talk, Timer } from './state.js';

/** Handed from rule to rule within one step; never kept. */
export class Draft {
  readonly at: number;
  readonly effects: EngineEffect[] = [];
  state: EngineState;

  constructor(state: EngineState, at: number) {
    this.state = state;
    this.at = at;
  }

  set(change: Partial<EngineState>): void {
    this.state = { ...this.state, ...change };
  }

  setTalk(change: Partial<Talk>): void {
    if (this.state.talk) this.set({ talk: { ...this.state.talk, ...change } });
  }

  effect(effect: EngineEffect): void {
    this.effects.push(effect);
  }

  send(messageType: string, data: Readonly<Record<string, unknown>>): void {
    this.effect({ type: 'send', messageType, data });
  }

  speech(piece: SpeechPiece): void {
    this.send('speechText', speechText(piece));
  }

  signal(actionType: string, payload: unknown): void {
    this.effect({ type: 'signal', actionType, payload });
  }

  later(timer: Timer): void {
    this.set({ timers: [...this.state.timers, timer] });
  }

  /** A new id, shaped like a version 4 UUID; the same session gives the same ids in the same order. */
  id(): string {
    const ids = this.state.ids + 1;
    this.set({ ids });
    let hash = 0x811c9dc5;
    const hex = Array.from({ length: 32 }, (_, digit) => {
      for (const character of `${this.state.sessionId}/${ids}/${digit}`) {
        hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
      }
      return ((hash >>> 13) & 15).toString(16);
    });
    hex[12] = '4';
    hex[16] = '89ab'.charAt(Number.parseInt(hex[16] ?? '0', 16) & 3);
    const text = hex.join('');
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
      '-',
    );
  }
}

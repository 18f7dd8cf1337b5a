/** Drives the engine by hand: a clock that tests move, inputs in, effects out. */

import { readSettings } from '../../../simulator/engine/config.js';
import { step } from '../../../simulator/engine/engine.js';
import {
  newSession,
  type EngineEffect,
  type EngineInput,
  type EngineState,
} from '../../../simulator/engine/state.js';
import { personas } from '../../../simulator/scenes/personas.js';

/** One session of the engine. */
export class EngineDriver {
  state: EngineState;
  now = 1_000_000;
  /** Everything the engine has wanted so far. */
  readonly effects: EngineEffect[] = [];

  constructor(config: Record<string, unknown> = {}) {
    const settings = readSettings({ personaId: personas[0]?.id, ...config });
    this.state = newSession('5f1c0a10-1111-4000-8000-000000000001', settings, this.now);
  }

  /** A session in which the conversation can begin. */
  static live(config: Record<string, unknown> = {}): EngineDriver {
    const driver = new EngineDriver({ skipGreeting: true, ...config });
    driver.give({ type: 'opened' });
    driver.give({ type: 'connected' });
    driver.give({ type: 'channel-open' });
    driver.effects.length = 0;
    return driver;
  }

  /** Gives one input and returns what came of it. */
  give(input: EngineInput): EngineEffect[] {
    const { state, effects } = step(this.state, input, this.now);
    this.state = state;
    this.effects.push(...effects);
    return [...effects];
  }

  /** Gives a data-channel message. */
  message(messageType: string, more: Record<string, unknown> = {}): EngineEffect[] {
    return this.give({ type: 'message', message: { message_type: messageType, ...more } });
  }

  /** Lets time pass; the engine ticks once at the end of it. */
  wait(milliseconds: number): EngineEffect[] {
    this.now += milliseconds;
    return this.give({ type: 'tick' });
  }

  /** Plays every clip asked for to its end, word by word. */
  hearAll(): EngineEffect[] {
    const before = this.effects.length;
    for (let clips = this.state.talk?.clips ?? []; clips.length > 0; clips = this.state.talk?.clips ?? []) {
      const clipId = clips[0] ?? '';
      const spoken = this.effects.find((effect) => effect.type === 'speak' && effect.clipId === clipId);
      const words = spoken?.type === 'speak' ? (spoken.text.match(/\s*\S+(\s+$)?/g) ?? ['']) : [''];
      words.forEach((word, index) => {
        this.give({ type: 'heard', clipId, words: word, ended: index === words.length - 1 });
      });
    }
    return this.effects.slice(before);
  }
}

/** Data of the messages of one type among effects. */
export function sent(effects: readonly EngineEffect[], messageType: string): Record<string, unknown>[] {
  return effects.flatMap((effect) =>
    effect.type === 'send' && effect.messageType === messageType ? [effect.data] : [],
  );
}

/** Payloads of the signalling messages of one type among effects. */
export function signalled(effects: readonly EngineEffect[], actionType: string): unknown[] {
  return effects.flatMap((effect) =>
    effect.type === 'signal' && effect.actionType === actionType ? [effect.payload] : [],
  );
}

/** Texts the persona was told to speak. */
export function spoken(effects: readonly EngineEffect[]): string {
  return effects.flatMap((effect) => (effect.type === 'speak' ? [effect.text] : [])).join('');
}

/** What the ledger was told. */
export function recorded(effects: readonly EngineEffect[]): string[] {
  return effects.flatMap((effect) => (effect.type === 'record' ? [`${effect.role}: ${effect.content}`] : []));
}

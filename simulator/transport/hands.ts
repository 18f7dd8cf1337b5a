/** Does to a live session what its faults say. */

import type { Hands, TimedEffect } from '../faults/strike.js';
import type { Session } from './session.js';

/** The hands that reach into this session. */
export function handsOf(session: Session): Hands {
  return {
    strike: (effect) => session.guard(() => strike(session, effect)) ?? true,
    restore: () => {
      session.setLink({});
      session.setMedia({});
    },
  };
}

function strike(session: Session, effect: TimedEffect): boolean {
  switch (effect.on) {
    case 'link':
      session.setLink(effect.conditions, effect.milliseconds);
      return true;
    case 'media':
      session.setMedia({ video: effect.video, audio: effect.audio }, effect.milliseconds);
      return true;
    case 'action':
      session.act(effect.action);
      return true;
    case 'channel':
      if (effect.do === 'close') return session.wire.closeChannel();
      if (!session.channelOpen) return false;
      repeat(effect.messages ?? [], effect.count ?? 1, (text) => session.wire.send(fill(session, text)));
      return true;
    case 'socket':
      if (!session.line.attached) return false;
      if (effect.do === 'close') session.line.close(effect.code ?? 1011, effect.reason ?? '');
      else if (effect.do === 'drop') session.line.drop();
      else if (effect.do === 'mute') session.line.mute();
      else
        repeat(effect.frames ?? [], effect.count ?? 1, (text) => session.line.sendFrame(fill(session, text)));
      return true;
  }
}

function repeat(texts: readonly string[], count: number, send: (text: string) => void): void {
  for (let i = 0; i < count; i++) for (const text of texts) send(text);
}

function fill(session: Session, text: string): string {
  return text.replaceAll('{sessionId}', session.sessionId);
}

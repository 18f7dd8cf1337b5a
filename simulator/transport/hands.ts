/** Does to a live session what its faults say. */

import type { Hands, TimedEffect } from '../faults/strike.js';
import type { Session } from './session.js';

/** The hands that reach into this session. */
export function handsOf(session: Session): Hands {
  return {
    strike: (effect) => strike(session, effect),
    restore: () => {
      session.setLink({});
      session.setMedia({});
    },
  };
}

function strike(session: Session, effect: TimedEffect): void {
  switch (effect.on) {
    case 'link':
      session.setLink(effect.conditions, effect.milliseconds);
      return;
    case 'media':
      session.setMedia({ video: effect.video, audio: effect.audio }, effect.milliseconds);
      return;
    case 'action':
      session.act(effect.action);
      return;
    case 'channel':
      if (effect.do === 'close') session.closeChannel();
      else repeat(effect.messages ?? [], effect.count ?? 1, (text) => session.send(fill(session, text)));
      return;
    case 'socket':
      if (effect.do === 'close') session.line.close(effect.code ?? 1011, effect.reason ?? '');
      else if (effect.do === 'drop') session.line.drop();
      else if (effect.do === 'mute') session.line.mute();
      else
        repeat(effect.frames ?? [], effect.count ?? 1, (text) => session.line.sendFrame(fill(session, text)));
      return;
  }
}

function repeat(texts: readonly string[], count: number, send: (text: string) => void): void {
  for (let i = 0; i < count; i++) for (const text of texts) send(text);
}

function fill(session: Session, text: string): string {
  return text.replaceAll('{sessionId}', session.sessionId);
}

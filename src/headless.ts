/** The public door of `anam-persona/session`: a session without the element, for pages that bring their whole UI. */
import { sdkClients } from './sdk/index.js';
import type { ClientFactory } from './session/client.js';
import type { Microphone, MicState } from './session/media.js';
import { PersonaSession, type SessionEnvironment } from './session/session.js';
import { checkSettings, type SessionSettings } from './session/settings.js';

/** The settings of a session, and what it may use of the page. */
export interface PersonaSessionOptions extends Partial<SessionSettings>, Omit<SessionEnvironment, 'clients'> {
  /** Another maker of clients: tests give a fake. Default: the Anam SDK, downloaded at the first start. */
  readonly clients?: ClientFactory;
}

/**
 * Makes a session; nothing is asked, fetched or downloaded before `start()` or `preload()`. Show `session.media`
 * in a `<video>` when the state is `live`, or give a `stage`; give a `microphone` to be heard. Throws
 * `invalid-configuration` for numbers that cannot be meant.
 */
export const createPersonaSession = (options: PersonaSessionOptions = {}): PersonaSession => {
  const { clients = sdkClients(), clock, microphone, stage, fetch, random, isOnline, ...settings } = options;
  checkSettings(settings);
  const given = { clock, microphone, stage, fetch, random, isOnline };
  const environment = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return new PersonaSession({ ...environment, clients }, settings);
};

const OBSTACLES: Readonly<Record<string, MicState>> = {
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'in-use',
  AbortError: 'in-use',
  SecurityError: 'blocked-by-policy',
};

const nameOf = (error: unknown): string => (error instanceof DOMException ? error.name : '');

/**
 * The visitor's microphone, asked for at `start()` and stopped at the end. Refused or missing, the session listens and
 * reads. The element has a richer one, with devices and mute; a page can implement `Microphone` itself.
 */
export const userMicrophone = (constraints: MediaTrackConstraints = {}): Microphone => {
  let state: MicState = 'unasked';
  return {
    get state() {
      return state;
    },
    async open(observer, signal) {
      state = 'asking';
      try {
        const audio = {
          echoCancellation: true,
          noiseSuppression: true,
          autoGainControl: true,
          ...constraints,
        };
        const voice = await navigator.mediaDevices.getUserMedia({ audio });
        state = 'granted';
        // Unplugged, or taken away in the browser's settings: the session goes on without.
        for (const track of voice.getTracks())
          track.onended = () => !signal.aborted && observer.onTrack(null);
        if (!signal.aborted) return voice;
        for (const track of voice.getTracks()) track.stop();
        return null;
      } catch (error) {
        // Without a secure context there is no `mediaDevices` at all.
        state = error instanceof TypeError ? 'insecure' : (OBSTACLES[nameOf(error)] ?? 'denied');
        return null;
      }
    },
  };
};

export { PersonaSession, type SessionEnvironment } from './session/session.js';
export type { TalkSource, ToolHandler } from './session/session.js';
export { ERRORS, PersonaError, type ErrorCode } from './session/error.js';
export { DEFAULT_SETTINGS } from './session/settings.js';
export type * from './session/client.js';
export type * from './session/clock.js';
export type * from './session/events.js';
export type * from './session/media.js';
export type * from './session/settings.js';

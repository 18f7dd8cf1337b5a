/** Owns the steps that lead to the faces: what a visitor, the browser or the service does. */
import { type Persona } from './persona-fixture.js';

export const forever = (): Promise<never> => new Promise(() => undefined);

export interface Way {
  readonly attributes?: string;
  readonly go?: (persona: Persona) => Promise<void> | void;
}

export const live = async (persona: Persona): Promise<void> => {
  await persona.start();
  await persona.until(() => persona.element.state === 'live', 'live');
};

const microphone = (
  answer: () => Promise<MediaStream>,
  permission: PermissionState | 'unknown',
): (() => void) => {
  const { mediaDevices, permissions } = navigator;
  mediaDevices.getUserMedia = answer;
  permissions.query = () =>
    permission === 'unknown'
      ? Promise.reject(new TypeError('No such permission.'))
      : Promise.resolve(
          Object.assign(new EventTarget(), { name: 'microphone', state: permission, onchange: null }),
        );
  // The real ones are on the prototypes.
  return () => {
    Reflect.deleteProperty(mediaDevices, 'getUserMedia');
    Reflect.deleteProperty(permissions, 'query');
  };
};

/** Stands in for the browser's answer until the work is done. */
export async function withMicrophone(
  answer: () => Promise<MediaStream>,
  work: () => Promise<void>,
  permission: PermissionState | 'unknown' = 'prompt',
): Promise<void> {
  const restore = microphone(answer, permission);
  try {
    await work();
  } finally {
    restore();
  }
}

export const refused =
  (name: string): (() => Promise<never>) =>
  () =>
    Promise.reject(new DOMException('', name));

/** The browser plays nothing audible. */
export const silenced = (persona: Persona): void => {
  const video = persona.find('video') as HTMLVideoElement;
  video.play = () =>
    video.muted
      ? HTMLMediaElement.prototype.play.call(video)
      : Promise.reject(new DOMException('', 'NotAllowedError'));
};

/** Live, and nobody has said anything for long enough. */
export const warned = async (
  persona: Persona,
  limit: 'idleTimeout' | 'maxDuration' = 'maxDuration',
): Promise<void> => {
  await live(persona);
  persona.element[limit] = 8;
  await persona.until(() => persona.of('anam-end-warning').length > 0, 'the warning');
};

export const talk = (persona: Persona): void => {
  const client = persona.clients.last;
  client.say('user', 'When are you open?');
  client.say('persona', 'From nine to five, every day except on Mondays. Would you like to book a ticket?');
  client.say('persona', 'I can also tell you about the way here and', { interrupted: true });
  client.say('persona', 'Our next tour is at two o’clock, and there are', { endOfSpeech: false });
};

/** Owns the question to the browser: what kind of voice, from which device, and what came of it. */

export type GetUserMedia = (constraints: MediaStreamConstraints) => Promise<MediaStream>;

/** How a conversation wants to be heard: the persona must not hear itself. */
const VOICE: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/**
 * Asks at once, inside the caller's task; `''` is the system's default. Rejects as `getUserMedia` does, so with
 * `OverconstrainedError` when the device is gone: a browser may take a device that is only preferred as no matter.
 */
export function requestVoice(
  mediaDevices: MediaDevices | undefined,
  id: string,
  getUserMedia?: GetUserMedia,
): Promise<MediaStream> {
  const constraints = { audio: id ? { ...VOICE, deviceId: { exact: id } } : VOICE };
  if (getUserMedia) return getUserMedia(constraints);
  // As the browser itself would say it, if it were asked something that it has not.
  return (
    mediaDevices?.getUserMedia(constraints) ?? Promise.reject(new TypeError('There is no mediaDevices.'))
  );
}

export const stop = (tracks: Iterable<MediaStreamTrack>): void => {
  for (const track of tracks) track.stop();
};

/** Owns what can be done with the picture of a `<video>` besides looking at it. */
import { PersonaError } from '../session/error.js';

/** The picture of now as a PNG. */
export async function capture(video: HTMLVideoElement): Promise<Blob> {
  const canvas = video.ownerDocument.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob)
    throw new PersonaError('unknown', 'The browser could not make an image of the picture; try again.');
  return blob;
}

/** Shows the picture in a small window of its own. Rejects with `browser-unsupported`, or with what the browser says (no gesture, say). */
export function popOut(video: HTMLVideoElement): Promise<PictureInPictureWindow> {
  if (video.ownerDocument.pictureInPictureEnabled) return video.requestPictureInPicture();
  const message =
    'There is no picture-in-picture in this browser or frame; look at document.pictureInPictureEnabled first.';
  return Promise.reject(new PersonaError('browser-unsupported', message));
}

/** Owns what this browser can do with a persona besides showing it: a control for anything else would do nothing. */

export interface Abilities {
  readonly chooseSpeaker: boolean;
  readonly setVolume: boolean;
  readonly pictureInPicture: boolean;
  readonly fullscreen: boolean;
}

/** A fact about the browser, found out once. */
let probe: HTMLMediaElement | undefined;

/** iOS leaves the volume to the buttons of the device: what is set is taken back, at once or a moment later. */
function canSetVolume(document: Document): boolean {
  if (!probe) {
    probe = document.createElement('video');
    probe.volume = 0.5;
  }
  return probe.volume === 0.5;
}

export const abilitiesOf = (document: Document): Abilities => ({
  chooseSpeaker: 'setSinkId' in HTMLMediaElement.prototype,
  setVolume: canSetVolume(document),
  // Absent in some browsers, whatever the types say.
  pictureInPicture: (document as Partial<Document>).pictureInPictureEnabled === true,
  fullscreen: (document as Partial<Document>).fullscreenEnabled === true,
});

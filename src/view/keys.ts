/** Owns what keys do while the focus is inside; Escape goes to the actions, which know what is open. */
import { hasPicture, type Actions, type Face } from './face.js';

/** While an input method composes, Enter and Escape are its own. Safari says so only by the key code. */
export const isComposing = (event: KeyboardEvent): boolean =>
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only sign that Safari gives
  event.isComposing || event.keyCode === 229;

const shortcut = (event: KeyboardEvent, face: Face, actions: Actions): void => {
  const [target] = event.composedPath() as [Element];
  // What is in a slot is the page's own, and may be a field whatever it looks like from here.
  const isOurs = target.getRootNode() === (event.currentTarget as Element).getRootNode();
  if (!isOurs || target.matches('textarea, input, select') || event.repeat) return;
  if (event.ctrlKey || event.metaKey || event.altKey || !hasPicture(face)) return;
  if (event.key === 'm' && face.voice) actions.toggleMic();
  else if (event.key === 'c') actions.toggleCaptions();
  else return;
  event.preventDefault();
};

export const pressed = (event: KeyboardEvent, face: Face, actions: Actions): void => {
  if (event.defaultPrevented || isComposing(event)) return;
  if (event.key !== 'Escape') {
    if (face.controls) shortcut(event, face, actions);
    return;
  }
  if (!actions.back()) return;
  // A dialog of the page around it stays open.
  event.preventDefault();
  event.stopPropagation();
};

/** Owns which elements of a shadow root can be seen and take the focus now. */

/** There, and neither hidden nor under something that makes it inert. */
export const isShown = (element: Element): boolean =>
  element.getClientRects().length > 0 &&
  getComputedStyle(element).visibility === 'visible' &&
  element.closest('[inert]') === null;

/** The first match that can be seen. */
export const firstShown = (root: ParentNode | null, selector: string): HTMLElement | undefined =>
  [...(root?.querySelectorAll<HTMLElement>(selector) ?? [])].find(isShown);

/** Where the focus waits: never on a button, because a key that is held would press it at once. */
export const restingPlace = (root: ParentNode | null): HTMLElement | undefined =>
  firstShown(root, isStageCovered(root) ? '.log' : '.card') ?? firstShown(root, '.stage');

/** The transcript lies over the stage, and nothing there can be seen: a matter of the size, which only the styles know. */
export const isStageCovered = (root: ParentNode | null): boolean => {
  const bottom = root?.querySelector('.bottom');
  return bottom !== null && bottom !== undefined && getComputedStyle(bottom).visibility === 'hidden';
};

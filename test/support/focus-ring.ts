/** Owns the question whether a focus is seen: by what changes with it, not by a shadow that is always there. */

const look = (element: Element): string => {
  const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
  const outline = outlineStyle === 'none' ? 'none' : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
  const ring = getComputedStyle(element, '::before');
  return [outline, boxShadow, ring.content, ring.borderTopWidth].join(' / ');
};

/** Whether the element that has the focus looks different without it; the field shows it on the form around it. */
export function isFocusSeen(element: HTMLElement): boolean {
  const shows = element.matches('textarea') ? (element.closest('form') ?? element) : element;
  const focused = look(shows);
  element.blur();
  const without = look(shows);
  element.focus({ preventScroll: true });
  return focused !== without;
}

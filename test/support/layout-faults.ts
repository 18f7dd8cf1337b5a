/** Owns the measure of a face: nothing sticks out, nothing lies over anything, everything can be reached and is large enough. */
import { setViewport } from '@web/test-runner-commands';
import { isShown } from '../../src/controllers/focusable.js';
import type { Persona } from './persona-fixture.js';

const TOLERANCE = 1;
/** Pixels between words and the edge. */
const CLEARANCE = 6;

interface Box {
  readonly name: string;
  readonly element: Element;
  readonly rect: DOMRect;
}

/** What has words that may be longer in another language, or larger for another visitor. */
const WORDS =
  '.card, .notice, .captions, .controls, .composer, .mode, .strip, .conversation, .menu, .beside, button';

const nameOf = (element: Element): string => element.getAttribute('aria-label') ?? element.textContent.trim();

/** Scrolled contents may stick out of their own scroller, and only of that. */
const scroller = (element: Element): Element | null => element.closest('.log, .menu');

/** In sight, and not under something else. */
const isHit = (root: ShadowRoot, element: Element): boolean => {
  const { x, y, width, height } = element.getBoundingClientRect();
  const hit = root.elementFromPoint(x + width / 2, y + height / 2);
  return hit !== null && (element.contains(hit) || hit.contains(element));
};

/** Buttons and fields that can be hit. */
function targets(root: ShadowRoot): Box[] {
  return [...root.querySelectorAll('button, textarea, select, input')]
    .filter((element) => isShown(element) && isHit(root, element) && !scroller(element))
    .map((element) => ({ name: nameOf(element), element, rect: element.getBoundingClientRect() }));
}

const overlap = (one: DOMRect, other: DOMRect): boolean =>
  one.left < other.right - TOLERANCE &&
  other.left < one.right - TOLERANCE &&
  one.top < other.bottom - TOLERANCE &&
  other.top < one.bottom - TOLERANCE;

const isInside = (rect: DOMRect, box: DOMRect): boolean =>
  rect.left >= box.left - TOLERANCE &&
  rect.right <= box.right + TOLERANCE &&
  rect.top >= box.top - TOLERANCE &&
  rect.bottom <= box.bottom + TOLERANCE;

/** What stands beside the small live picture is bound by the window only. */
const boundary = (root: ShadowRoot): DOMRect => {
  const frame = root.querySelector('.frame')!;
  return frame.matches('.floating')
    ? new DOMRect(0, 0, window.innerWidth, window.innerHeight)
    : frame.getBoundingClientRect();
};

/** What its scroller shows of it now. */
const visiblePart = (element: Element): DOMRect => {
  const rect = element.getBoundingClientRect();
  const view = element.parentElement?.closest('.card, .notice, .strip')?.getBoundingClientRect();
  if (!view) return rect;
  const top = Math.max(rect.top, view.top);
  return new DOMRect(rect.left, top, rect.width, Math.min(rect.bottom, view.bottom) - top);
};

/** What the visitor scrolls to, or the browser with the focus. */
const isHitAfterScrolling = (root: ShadowRoot, element: Element): boolean => {
  element.scrollIntoView({ block: 'nearest' });
  return isHit(root, element);
};

/** Sentences about what is wrong with what is shown now. `scrolls`: what can be scrolled to is not lost. */
export function faults({ element }: Persona, { scrolls = false } = {}): string[] {
  const found: string[] = [];
  const root = element.shadowRoot!;
  const bound = boundary(root);
  for (const button of root.querySelectorAll('button, textarea')) {
    // The menu lies over the bar until the focus leaves it, and the latest words are a matter of scrolling.
    if (!isShown(button) || scroller(button) || (root.querySelector('.menu') && !button.closest('.menu')))
      continue;
    if (!isHit(root, button) && !(scrolls && isHitAfterScrolling(root, button)))
      found.push(`"${nameOf(button)}" cannot be reached`);
  }
  if (!isInside(root.querySelector('.frame')!.getBoundingClientRect(), bound))
    found.push('the frame sticks out');
  const boxes = targets(root);
  for (const { name, element, rect } of boxes) {
    if (!isInside(scrolls ? visiblePart(element) : rect, bound)) found.push(`"${name}" sticks out`);
    if (rect.width < 24 || rect.height < 24) found.push(`"${name}" is ${rect.width} × ${rect.height}`);
  }
  boxes.forEach((one, index) => {
    for (const other of boxes.slice(index + 1)) {
      // The small live picture is one button on purpose, with the end on it.
      const isTile = one.element.matches('.expand');
      const isOver = scrolls
        ? overlap(visiblePart(one.element), visiblePart(other.element))
        : overlap(one.rect, other.rect);
      if (other.name !== one.name && !isTile && isOver) found.push(`"${one.name}" lies on "${other.name}"`);
    }
  });
  for (const box of root.querySelectorAll(WORDS)) {
    if (isShown(box) && box.scrollWidth > box.clientWidth + TOLERANCE)
      found.push(`${box.className} "${box.textContent.trim().slice(0, 30)}" overflows sideways`);
  }
  for (const button of root.querySelectorAll('button')) {
    if (isShown(button) && button.scrollHeight > button.clientHeight + TOLERANCE)
      found.push(`"${nameOf(button)}" is too low for its words`);
  }
  for (const card of root.querySelectorAll('.card')) {
    if (!scrolls && isShown(card) && card.scrollHeight > card.clientHeight + TOLERANCE)
      found.push('the card is cut');
  }
  const stage = root.querySelector('.stage')!.getBoundingClientRect();
  for (const captions of root.querySelectorAll('.captions')) {
    const { top, bottom } = captions.getBoundingClientRect();
    if (isShown(captions) && (top < stage.top + CLEARANCE || bottom > stage.bottom - CLEARANCE))
      found.push('captions touch the edge');
  }
  return found;
}

type Size = readonly [width: number, height: number];

interface Sizes {
  /** Of the inline layout. */
  readonly boxes: readonly Size[];
  /** Of the floating one. */
  readonly windows: readonly Size[];
}

const ALL: Sizes = {
  boxes: [
    [160, 160],
    [240, 160],
    [320, 240],
    [320, 640],
    [600, 400],
    [1100, 640],
  ],
  windows: [
    [320, 480],
    [390, 844],
    [700, 480],
    [820, 1180],
    [1200, 800],
  ],
};

/** For what is measured many times: the tightest, and one of each kind. */
export const FEW: Sizes = {
  boxes: [
    [160, 160],
    [320, 240],
    [600, 400],
  ],
  windows: [
    [320, 480],
    [1200, 800],
  ],
};

interface How {
  readonly sizes?: Sizes;
  /** Where it is good enough that the visitor can scroll to a thing. Default: nowhere. */
  readonly scrolls?: 'nowhere' | 'smallest' | 'anywhere';
}

/** The faults of a face in every box or window, each with its size. */
export async function faultsBySize(
  persona: Persona,
  { sizes = ALL, scrolls = 'nowhere' }: How = {},
): Promise<string[]> {
  const { element } = persona;
  const isFloating = element.layout === 'floating';
  const found: string[] = [];
  for (const [width, height] of isFloating ? sizes.windows : sizes.boxes) {
    if (isFloating) await setViewport({ width, height });
    else Object.assign(element.style, { inlineSize: `${width}px`, blockSize: `${height}px` });
    await element.updateComplete;
    const how = { scrolls: scrolls === 'anywhere' || (scrolls === 'smallest' && height === 160) };
    found.push(...faults(persona, how).map((fault) => `${width} × ${height}: ${fault}`));
  }
  return found;
}

/** Whatever the box, the direction and the face: nothing sticks out, nothing lies over anything, targets are large enough. */
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { FACES, face } from '../support/faces.js';
import type { Persona } from '../support/persona-fixture.js';

const BOXES: readonly (readonly [width: number, height: number])[] = [
  [160, 160],
  [240, 160],
  [320, 240],
  [320, 640],
  [600, 400],
  [1100, 640],
];

const TOLERANCE = 1;

interface Box {
  readonly name: string;
  readonly rect: DOMRect;
}

/** Scrolled contents may stick out of their own scroller, and only of that. */
const scroller = (element: Element): Element | null => element.closest('.log, .menu');

const textBox = (element: Element): DOMRect => element.getBoundingClientRect();

/** Buttons and fields that can be hit: in sight, and not under something else. The small live picture is one button on purpose. */
function targets(persona: Persona): Box[] {
  const root = persona.element.shadowRoot!;
  return [...root.querySelectorAll('button, textarea, select, input')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const hit = root.elementFromPoint(x + width / 2, y + height / 2);
      return hit !== null && (element.contains(hit) || hit.contains(element));
    })
    .filter((element) => !scroller(element))
    .map((element) => ({
      name: element.getAttribute('aria-label') ?? element.textContent.trim(),
      rect: textBox(element),
    }));
}

const overlap = (one: DOMRect, other: DOMRect): boolean =>
  one.left < other.right - TOLERANCE &&
  other.left < one.right - TOLERANCE &&
  one.top < other.bottom - TOLERANCE &&
  other.top < one.bottom - TOLERANCE;

/** In boxes with room for one of them only, the transcript lies over the picture until it is closed. */
const covered = (root: ShadowRoot, element: Element): boolean => {
  const over = root.querySelector('.conversation')?.getBoundingClientRect();
  return (
    element.closest('.stage') !== null && over !== undefined && overlap(over, element.getBoundingClientRect())
  );
};

function faults(persona: Persona): string[] {
  const found: string[] = [];
  const root = persona.element.shadowRoot!;
  const frame = root.querySelector('.frame')!.getBoundingClientRect();
  const boxes = targets(persona);
  const reachable = boxes.map(({ name }) => name);
  for (const button of root.querySelectorAll('.card button, .bottom button, .launcher, .expand')) {
    if (!button.checkVisibility() || root.querySelector('.menu')) continue;
    const name = button.getAttribute('aria-label') ?? button.textContent.trim();
    if (covered(root, button)) continue;
    if (!reachable.includes(name)) found.push(`"${name}" cannot be reached`);
  }
  for (const { name, rect } of boxes) {
    const outside =
      rect.left < frame.left - TOLERANCE ||
      rect.right > frame.right + TOLERANCE ||
      rect.top < frame.top - TOLERANCE ||
      rect.bottom > frame.bottom + TOLERANCE;
    if (outside) found.push(`"${name}" sticks out`);
    if (rect.width < 24 || rect.height < 24) found.push(`"${name}" is ${rect.width} × ${rect.height}`);
  }
  boxes.forEach((one, index) => {
    for (const other of boxes.slice(index + 1)) {
      if (
        other.name !== one.name &&
        !one.name.startsWith('Open conversation') &&
        overlap(one.rect, other.rect)
      )
        found.push(`"${one.name}" lies on "${other.name}"`);
    }
  });
  for (const element of root.querySelectorAll('.card, .notice, .captions, .controls, .composer, .mode')) {
    if (!element.checkVisibility()) continue;
    if (element.scrollWidth > element.clientWidth + TOLERANCE)
      found.push(`${element.className} overflows sideways`);
  }
  return found;
}

const inline = Object.keys(FACES).filter((name) => !name.startsWith('floating'));
const floating = Object.keys(FACES).filter((name) => name.startsWith('floating, '));

describe('layout', () => {
  before(() => setViewport({ width: 1200, height: 800 }));
  after(() => setViewport({ width: 800, height: 600 }));

  for (const direction of ['ltr', 'rtl'] as const) {
    for (const name of inline) {
      it(`${name}, ${direction}`, async () => {
        const persona = await face(name, `dir="${direction}"`);
        const found: string[] = [];
        for (const [width, height] of BOXES) {
          persona.element.style.inlineSize = `${width}px`;
          persona.element.style.blockSize = `${height}px`;
          found.push(...faults(persona).map((fault) => `${width} × ${height}: ${fault}`));
        }
        expect(found).to.deep.equal([]);
      });
    }

    for (const name of floating) {
      for (const [width, height] of [
        [320, 480],
        [390, 844],
        [700, 480],
        [1200, 800],
      ] as const) {
        it(`${name}, ${direction}, window ${width} × ${height}`, async () => {
          await setViewport({ width, height });
          const persona = await face(name, `dir="${direction}"`);
          expect(faults(persona)).to.deep.equal([]);
          const frame = persona.find('.frame')!.getBoundingClientRect();
          expect(frame.left).to.be.at.least(0);
          expect(frame.top).to.be.at.least(0);
          expect(frame.right).to.be.at.most(width);
          expect(frame.bottom).to.be.at.most(height);
        });
      }
    }
  }

  it('does not move the page when the state changes', async () => {
    const persona = await face('idle');
    const before = persona.element.getBoundingClientRect();
    await persona.start();
    const live = persona.element.getBoundingClientRect();
    await persona.element.stop();
    const ended = persona.element.getBoundingClientRect();
    for (const rect of [live, ended]) {
      expect([rect.x, rect.y, rect.width, rect.height]).to.deep.equal([
        before.x,
        before.y,
        before.width,
        before.height,
      ]);
    }
  });
});

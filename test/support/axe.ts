/** Owns the axe audit of an element: all rules of WCAG 2.0 to 2.2, A and AA, and best practices. */
import 'axe-core/axe.min.js';
import type { AxeResults, RunOptions } from 'axe-core';

const { axe } = window as unknown as {
  axe: { run: (node: Element, options: RunOptions) => Promise<AxeResults> };
};

const RULES: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  rules: {
    // About whole pages, which a fixture is not.
    region: { enabled: false },
    // Off by default in axe, part of WCAG 2.2 AA.
    'target-size': { enabled: true },
  },
};

/** The rules that the element breaks, with where. */
export async function axeComplaints(element: Element): Promise<string[]> {
  const { violations } = await axe.run(element, RULES);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

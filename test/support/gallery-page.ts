/** The gallery's pages as the end-to-end tests see them: what they complain about, and whether they fit and are accessible. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

/** What a page breaks or logs from now on. To be called before it loads. */
export const complaintsOf = async (page: Page): Promise<string[]> => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.exposeFunction('tellViolation', (text: string) => void complaints.push(text));
  await page.addInitScript(() => {
    const { tellViolation } = window as unknown as { tellViolation: (text: string) => void };
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      tellViolation(`${violatedDirective} ${blockedURI}`),
    );
  });
  return complaints;
};

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Ids of the rules that the page breaks, with where. */
export const axeViolations = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${JSON.stringify(target)}`));
};

/** The page is no wider than the window. */
export const expectNoOverflow = async (page: Page): Promise<void> => {
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { scrollWidth, clientWidth };
  });
  expect(scrollWidth, `at ${clientWidth} px`).toBeLessThanOrEqual(clientWidth);
};

/** Has the simulator do something to the session of an element. */
export const simulate = async (element: Locator, verb: string, body: unknown): Promise<void> => {
  const sessionId = await element.evaluate((node) => (node as HTMLElement & { sessionId: string }).sessionId);
  const answer = await element
    .page()
    .request.post(`/_simulator/sessions/${sessionId}/${verb}`, { data: body });
  expect(answer.ok(), await answer.text()).toBe(true);
};

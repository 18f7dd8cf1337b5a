/** The part of the interface that is loaded later is not to be had: everybody is told, nothing runs unseen, and it is tried again. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/fault-test.js';
import type { FaultSite } from '../support/fault-site.js';

type Persona = HTMLElement & { state: string; start(): Promise<void>; stop(): Promise<void> };

const PART = '**/anam-part-extras-*.js';

/** A page with one element, whose second part is not served. */
const openPage = async (page: Page, site: FaultSite, name: string, attributes: string): Promise<Locator> => {
  await page.route(PART, (route) => route.fulfill({ status: 404 }));
  const tokenUrl = await site.open(name, 'none');
  await page.goto(site.url);
  await page.waitForFunction(() => customElements.get('anam-persona'));
  await page.evaluate(
    ([url, markup]) => {
      Object.assign(globalThis, { told: [] });
      const { told } = globalThis as unknown as { told: string[] };
      document.addEventListener('anam-error', (event) => {
        const { code, message } = event as Event & { readonly code: string; readonly message: string };
        told.push(`${code}: ${message}`);
      });
      document.body.innerHTML = `<anam-persona token-url="${url}" ${markup}></anam-persona>`;
    },
    [tokenUrl, attributes] as const,
  );
  await expect.poll(() => told(page)).toEqual(attributes ? [PRECISE] : []);
  return page.locator('anam-persona');
};

const PRECISE = expect.stringMatching(
  /^sdk-load-failed: Transcript, menu, consent and floating layout .* beside this script/,
) as unknown as string;

const told = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...(globalThis as unknown as { told: string[] }).told]);

const state = (element: Locator): Promise<string> => element.evaluate((node) => (node as Persona).state);

const end = async (element: Locator, site: FaultSite, name: string): Promise<void> => {
  await element.evaluate((node) => (node as Persona).stop());
  await expect
    .poll(() => site.sessions(name).filter(({ streamingSince, closedAt }) => streamingSince && !closedAt))
    .toEqual([]);
};

test('a question for consent that cannot be shown is a failure, which can be tried again', async ({
  page,
  site,
}) => {
  const element = await openPage(page, site, 'unasked', 'consent');
  const code = await element.evaluate((node) =>
    (node as Persona).start().then(
      () => 'started',
      (error: unknown) => (error as { code: string }).code,
    ),
  );
  expect(code).toBe('sdk-load-failed');
  expect(await told(page)).toEqual([PRECISE, PRECISE]);
  await expect(element.getByText('That did not work')).toBeVisible();
  expect(await state(element)).toBe('idle');
  expect(site.tokens('unasked')).toBe(0);

  await page.unroute(PART);
  await element.getByRole('button', { name: 'Try again' }).click();
  await element.getByRole('button', { name: 'Agree and start' }).click();
  await expect.poll(() => state(element), { timeout: 15_000 }).toBe('live');
  await end(element, site, 'unasked');
});

test('the failure of a question goes with stop() and with a session of its own', async ({ page, site }) => {
  const element = await openPage(page, site, 'given-up', 'consent');
  await element.getByRole('button', { name: 'Start a conversation' }).click();
  await expect(element.getByText('That did not work')).toBeVisible();
  await element.evaluate((node) => (node as Persona).stop());
  await element.getByRole('button', { name: 'Start a conversation' }).click();
  await expect(element.getByText('That did not work')).toBeVisible();
  await element.evaluate(async (node) => {
    node.removeAttribute('consent');
    await (node as Persona).start();
    node.setAttribute('consent', '');
  });
  await expect(element.getByRole('button', { name: 'End conversation' })).toBeVisible();
  await end(element, site, 'given-up');
});

for (const position of ['bottom-right', 'bottom-left', 'top-right', 'top-left'])
  test(`the floating layout is a plain box in its corner, ${position}`, async ({ page, site }) => {
    const name = `floating-${position}`;
    const element = await openPage(page, site, name, `layout="floating" position="${position}"`);
    const start = element.getByRole('button', { name: 'Start a conversation' });
    const box = async (
      locator: Locator,
    ): Promise<{ top: number; bottom: number; left: number; right: number }> =>
      locator.evaluate((node) => {
        const { top, left, right, bottom } = node.getBoundingClientRect();
        return { top, left, right: innerWidth - right, bottom: innerHeight - bottom };
      });
    const frame = element.locator('.frame');
    const [vertical, horizontal] = position.split('-') as ['top' | 'bottom', 'left' | 'right'];
    await expect(start).toBeVisible();
    expect(await box(frame)).toMatchObject({ [vertical]: 20, [horizontal]: 20 });

    await start.click();
    await expect.poll(() => state(element), { timeout: 15_000 }).toBe('live');
    await expect(element.locator('video')).toBeVisible();
    expect(await box(frame)).toMatchObject({ [vertical]: 20, [horizontal]: 20 });

    // The next wish finds it.
    await page.unroute(PART);
    await element.getByRole('button', { name: 'More options' }).click();
    await expect(element.locator('.frame.floating')).toBeVisible();
    await end(element, site, name);
  });

test('a menu that cannot be opened says so, and opens when it can', async ({ page, site }) => {
  const element = await openPage(page, site, 'menu', '');
  await element.getByRole('button', { name: 'Start a conversation' }).click();
  await expect.poll(() => state(element), { timeout: 15_000 }).toBe('live');
  await expect.poll(() => told(page)).toEqual([PRECISE]);
  const more = element.getByRole('button', { name: 'More options' });
  await more.click();
  await expect(element.locator('.notice')).toHaveText('Something went wrong. Please try again.');
  await expect(more).toHaveAttribute('aria-expanded', 'false');
  expect(await told(page)).toEqual([PRECISE, PRECISE]);

  await page.unroute(PART);
  await more.click();
  await expect(element.locator('.menu')).toBeVisible();
  await end(element, site, 'menu');
});

/** The gallery under a finger: targets of 44 pixels where there is room, and a sheet that stays clear of the screen's edges. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/demo-server.js';
import { openSessions } from '../support/demo-page.js';

test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await expect.poll(() => openSessions(page), { timeout: 10_000 }).toEqual([]);
});

const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(path);
  await page.waitForFunction(() =>
    document.querySelector('anam-persona')?.shadowRoot?.querySelector('video'),
  );
};

/** Buttons and fields in sight that are lower or narrower than `size`. */
const tooSmall = (element: Locator, size: number): Promise<string[]> =>
  element.evaluate(
    (node, least) =>
      [...node.shadowRoot!.querySelectorAll('button, textarea, select')]
        .filter((target) => target.checkVisibility({ visibilityProperty: true }))
        .map((target) => ({
          name: target.getAttribute('aria-label') ?? target.textContent.trim(),
          rect: target.getBoundingClientRect(),
        }))
        .filter(({ rect }) => rect.width < least - 0.5 || rect.height < least - 0.5)
        .map(({ name, rect }) => `${name}: ${rect.width} × ${rect.height}`),
    size,
  );

const live = (element: Locator): Promise<void> =>
  expect
    .poll(() => element.evaluate((node) => (node as HTMLElement & { state: string }).state), {
      timeout: 15_000,
    })
    .toBe('live');

test('ordinary boxes have 44 pixels everywhere: before, during and in the menu', async ({ page }) => {
  await open(page, '/');
  const element = page.locator('anam-persona');
  expect(await tooSmall(element, 44)).toEqual([]);
  await element.getByRole('button', { name: 'Talk to Ada' }).tap();
  await live(element);
  expect(await tooSmall(element, 44)).toEqual([]);
  await element.getByRole('button', { name: 'More options' }).tap();
  await expect(element.getByRole('dialog', { name: 'More options' })).toBeVisible();
  expect(await tooSmall(element, 44)).toEqual([]);
  await element.getByRole('button', { name: 'Show transcript' }).tap();
  await expect(element.locator('.conversation')).toBeVisible();
  expect(await tooSmall(element, 44)).toEqual([]);
});

test('small boxes have 44 pixels too, and the very smallest 24', async ({ page }) => {
  await open(page, '/');
  const element = page.locator('anam-persona');
  await element.evaluate((node) => {
    node.setAttribute('max-duration', '39');
    Object.assign(node.style, { inlineSize: '236px', blockSize: '236px' });
  });
  await element.getByRole('button', { name: 'Talk to Ada' }).tap();
  await live(element);
  expect(await tooSmall(element, 44)).toEqual([]);
  await element.evaluate((node) => Object.assign(node.style, { inlineSize: '160px', blockSize: '160px' }));
  expect(await tooSmall(element, 24)).toEqual([]);
});

test('the small live picture ends with a target of 44 pixels', async ({ page }) => {
  await open(page, '/no-javascript.html');
  const element = page.locator('#corner');
  await element.getByRole('button', { name: 'Ask a question' }).tap();
  await element.getByRole('button', { name: 'Ask a question' }).tap();
  await live(element);
  expect(await tooSmall(element, 44)).toEqual([]);
  await element.getByRole('button', { name: 'Minimise' }).tap();
  await expect(element.getByRole('button', { name: 'Open conversation with Assistant' })).toBeVisible();
  expect(await tooSmall(element, 44)).toEqual([]);
});

test('the sheet is modal, and clear of the notch and the home bar', async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  // As if the page had viewport-fit=cover on a phone with rounded corners.
  await session.send(
    'Emulation.setSafeAreaInsetsOverride' as never,
    { insets: { top: 47, topMax: 47, bottom: 34, bottomMax: 34 } } as never,
  );
  await open(page, '/no-javascript.html');
  const element = page.locator('#corner');
  await element.getByRole('button', { name: 'Ask a question' }).tap();
  await expect(element.locator('.frame')).toHaveAttribute('aria-modal', 'true');
  await element.getByRole('button', { name: 'Ask a question' }).tap();
  await live(element);
  const box = async (name: string) => (await element.getByRole('button', { name }).boundingBox())!;
  expect((await box('Minimise')).y).toBeGreaterThanOrEqual(47);
  const end = await box('End conversation');
  expect(end.y + end.height).toBeLessThanOrEqual(844 - 34);
  await element.evaluate((node) => node.toggleAttribute('transcript', true));
  await element.evaluate((node) => node.toggleAttribute('text-input', true));
  const send = await box('Send');
  expect(send.y + send.height).toBeLessThanOrEqual(844 - 34);
  expect((await box('Hide transcript')).y).toBeGreaterThan((await box('End conversation')).y);
});

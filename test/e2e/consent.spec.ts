/** Consent with the built files: before the visitor agrees, nothing is downloaded, asked or sent. */
import { expect, test } from '../support/demo-server.js';
import { openSessions, persona } from '../support/demo-page.js';

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await expect.poll(() => openSessions(page), { timeout: 10_000 }).toEqual([]);
});

for (const how of ['by the button', 'by a typed message', 'by itself'] as const)
  test(`no request, no SDK and no microphone before "Agree and start": ${how}`, async ({ page }) => {
    const requests: string[] = [];
    await page.addInitScript(() => {
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = (constraints) => {
        document.documentElement.dataset['asked'] = 'yes';
        return ask(constraints);
      };
      document.addEventListener('DOMContentLoaded', () => {
        const element = document.querySelector('anam-persona');
        element?.setAttribute('consent', '');
        element?.setAttribute('preload', 'auto');
      });
    });
    await page.goto('/');
    const { element } = persona(page);
    await page.waitForFunction(() =>
      document.querySelector('anam-persona')?.shadowRoot?.querySelector('.start'),
    );
    await page.waitForLoadState('networkidle');
    page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
    if (how === 'by itself') await element.evaluate((node) => node.setAttribute('autostart', ''));
    if (how === 'by the button') {
      await element.hover();
      await element.getByRole('button', { name: 'Talk to Ada' }).click();
    }
    if (how === 'by a typed message') {
      await element.getByRole('textbox', { name: 'Message' }).fill('Good morning');
      await page.keyboard.press('Enter');
    }
    const agree = element.getByRole('button', { name: 'Agree and start' });
    await expect(agree).toBeVisible();
    await page.waitForTimeout(500);
    // The question itself is in a part of ours that comes when it is needed.
    expect(requests.filter((request) => !request.includes('/cdn/anam-part-extras-'))).toEqual([]);
    expect(await page.locator('html').getAttribute('data-asked')).toBe(null);

    await agree.click();
    await expect.poll(() => persona(page).state(), { timeout: 15_000 }).toBe('live');
    expect(requests.some((request) => request.includes('/cdn/anam-sdk-'))).toBe(true);
    expect(requests).toContain('POST /api/session-token');
    if (how === 'by a typed message')
      await expect
        .poll(async () => (await persona(page).messages()).map(({ content }) => content))
        .toContain('Good morning');
  });

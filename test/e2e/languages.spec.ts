/** The built element in other languages: each is one small file, loaded when a page needs it and done without when it cannot be had. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo-server.js';

/** The language files that the page asks for from now on. */
function languageFiles(page: Page): string[] {
  const files: string[] = [];
  page.on('request', (request) => {
    const [, name] = /\/anam-part-([a-z]{2})-[^/]*\.js$/.exec(request.url()) ?? [];
    if (name) files.push(name);
  });
  return files;
}

/** Opens the demo as a page in this language; resolves with the language files it asks for. */
async function open(page: Page, language: string): Promise<string[]> {
  const files = languageFiles(page);
  await page.route('/', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('<html lang="en"', `<html lang="${language}"`);
    await route.fulfill({ response, body });
  });
  await page.goto('/');
  return files;
}

const frame = (page: Page) => page.locator('anam-persona .frame').first();

test('an English page loads no other language', async ({ page }) => {
  const files = await open(page, 'en-GB');
  await expect(page.getByRole('button', { name: 'Talk to Ada' })).toBeVisible();
  expect(files).toEqual([]);
});

test('a page loads its own language and no other; a change loads the next', async ({ page }) => {
  const files = await open(page, 'ar');
  await expect(page.getByRole('button', { name: 'التحدث مع Ada' })).toBeVisible();
  await expect(frame(page)).toHaveAttribute('dir', 'rtl');
  expect(files).toEqual(['ar']);
  await page.evaluate(() => (document.documentElement.lang = 'ja'));
  await expect(page.getByRole('button', { name: 'Adaと話す' })).toBeVisible();
  await expect(frame(page)).toHaveAttribute('dir', 'ltr');
  expect(files).toEqual(['ar', 'ja']);
});

test('a language that cannot be loaded leaves an element in English that works', async ({ page }) => {
  await page.route('**/anam-part-de-*.js', (route) => route.abort());
  const files = languageFiles(page);
  // Not through open(): a page that does not come from this machine may not talk to the simulator on it.
  await page.goto('/');
  await page.evaluate(() => (document.documentElement.lang = 'de'));
  const button = page.getByRole('button', { name: 'Talk to Ada' });
  await expect(button).toBeVisible();
  await expect.poll(() => files).toEqual(['de']);
  await expect(frame(page)).toHaveAttribute('lang', 'en');
  await button.click();
  await expect(page.getByRole('button', { name: 'End conversation' })).toBeVisible({ timeout: 15_000 });
});

/** The gallery: every page loads clean, does its job, fits a small window, and is accessible. */
import type { AnamPersona } from '../../src/anam-persona.js';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/demo-server.js';
import { openSessions, persona } from '../support/demo-page.js';
import { axeViolations, complaintsOf, expectNoOverflow } from '../support/gallery-page.js';
import { quietMicrophone } from '../support/quiet-microphone.js';

test.use(quietMicrophone);

const PAGES = ['', 'states', 'layouts', 'own-llm', 'tools', 'own-ui', 'no-javascript'].map((name) =>
  name ? `/${name}.html` : '/',
);

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await expect.poll(() => openSessions(page), { timeout: 10_000 }).toEqual([]);
});

const open = async (page: Page, path: string): Promise<string[]> => {
  const complaints = await complaintsOf(page);
  await page.goto(path);
  await page.waitForFunction(() =>
    document.querySelector('anam-persona')?.shadowRoot?.querySelector('video'),
  );
  return complaints;
};

const isLive = (page: Page) => expect.poll(() => persona(page).state(), { timeout: 15_000 }).toBe('live');
const heard = (page: Page, role: string) =>
  persona(page)
    .messages()
    .then((messages) =>
      messages
        .filter((message) => message.role === role)
        .map(({ content }) => content)
        .join('\n'),
    );

for (const path of PAGES) {
  test(`${path} loads without an error and breaks no rule of its policy`, async ({ page }) => {
    const complaints = await open(page, path);
    await page.waitForLoadState('networkidle');
    expect(complaints).toEqual([]);
    const current = page.getByRole('navigation').locator('[aria-current="page"]');
    expect(await current.evaluate((link: HTMLAnchorElement) => new URL(link.href).pathname)).toBe(path);
  });

  for (const colorScheme of ['light', 'dark'] as const)
    test(`${path} is accessible, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, path);
      await page.waitForLoadState('networkidle');
      expect(await axeViolations(page)).toEqual([]);
    });

  test(`${path} needs no more than 320 px`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open(page, path);
    await page.waitForLoadState('networkidle');
    await expectNoOverflow(page);
  });
}

test('layouts: the smallest box holds a whole conversation', async ({ page }) => {
  await open(page, '/layouts.html');
  const tiny = page.locator('.tiny anam-persona');
  await tiny.getByRole('button', { name: 'Talk to Ada' }).click();
  await expect(tiny.getByRole('button', { name: 'End conversation' })).toBeVisible({ timeout: 15_000 });
  await tiny.getByRole('button', { name: 'End conversation' }).click();
  await expect(tiny.getByRole('button', { name: 'Start again' })).toBeVisible();
});

test('layouts: each corner has its launcher, and the launcher its panel', async ({ page }) => {
  await open(page, '/layouts.html');
  const floating = page.locator('#floating-place anam-persona');
  for (const corner of ['top-left', 'top-right', 'bottom-left', 'bottom-right']) {
    await page.getByRole('radio', { name: corner }).check();
    const launcher = floating.getByRole('button', { name: 'Talk to Ada' });
    const box = await launcher.boundingBox();
    const size = page.viewportSize();
    if (!box || !size) throw new Error('There is nothing to measure.');
    expect(box.y < size.height / 2 ? 'top' : 'bottom', corner).toBe(corner.split('-')[0]);
    expect(box.x < size.width / 2 ? 'left' : 'right', corner).toBe(corner.split('-')[1]);
    await launcher.click();
    await expect(floating.getByRole('dialog')).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await expect(floating.getByRole('dialog')).toHaveCount(0);
  }
  await page.getByRole('radio', { name: 'none' }).check();
  await expect(floating).toHaveCount(0);
});

test('layouts: the language is the one of the page, and so is the direction', async ({ page }) => {
  await open(page, '/layouts.html');
  const element = page.locator('#languages anam-persona').first();
  const start = element.locator('.start');
  await expect(start).toHaveText('Talk to Ada');
  await page.getByLabel('lang', { exact: true }).selectOption('de');
  await expect(start).not.toHaveText('Talk to Ada');
  await expect(start).toContainText('Ada');
  await page.getByLabel('lang', { exact: true }).selectOption('ar');
  await expect(start).toContainText(/\p{Script=Arabic}/u);
  await expect(element.locator('.frame')).toHaveCSS('direction', 'rtl');
  await expectNoOverflow(page);
  expect(await axeViolations(page)).toEqual([]);
});

test('own-llm: the words of the page’s model are what the persona says', async ({ page }) => {
  test.setTimeout(60_000);
  await open(page, '/own-llm.html');
  await page.getByRole('button', { name: 'What can you do?' }).click();
  await isLive(page);
  await expect(page.locator('#model-state')).toContainText('Written', { timeout: 15_000 });
  await expect.poll(() => heard(page, 'persona'), { timeout: 20_000 }).toContain('Ask about the sea');
  expect(await page.locator('#writing').textContent()).toContain('I am a short script');
});

test('own-llm: who stops the model stops the persona', async ({ page }) => {
  await open(page, '/own-llm.html');
  await page.getByRole('button', { name: 'Tell me about the sea' }).click();
  await isLive(page);
  await expect.poll(() => heard(page, 'persona'), { timeout: 15_000 }).toContain('The sea is');
  await page.getByRole('button', { name: 'Stop the model' }).click();
  await expect(page.locator('#model-state')).toHaveText('Stopped, and the persona with it.');
  await expect.poll(async () => (await persona(page).messages()).at(-1)?.interrupted).toBe(true);
  expect(await page.locator('#writing').textContent()).not.toContain('would not mind');
  await expect(page.getByRole('button', { name: 'Stop the model' })).toBeDisabled();
});

test('tools: the persona changes colours, shows a card, fills the form, and says what came of it', async ({
  page,
}) => {
  test.setTimeout(60_000);
  await open(page, '/tools.html');
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const before = await ground();
  await page.getByRole('button', { name: 'Other colours, please' }).click();
  await isLive(page);
  await expect.poll(ground, { timeout: 15_000 }).not.toBe(before);
  await expect.poll(() => heard(page, 'persona'), { timeout: 15_000 }).toContain('dressed in plum');
  await page.getByRole('button', { name: 'Show me a card' }).click();
  await expect(page.getByRole('heading', { name: 'The garden room' })).toBeVisible({ timeout: 15_000 });
  await expect.poll(() => heard(page, 'persona'), { timeout: 15_000 }).toContain('card of the garden room');
  await page.getByRole('button', { name: 'Help me with the form' }).click();
  await expect(page.getByLabel('Nights')).toHaveValue('3', { timeout: 15_000 });
  await expect
    .poll(() => heard(page, 'persona'), { timeout: 15_000 })
    .toContain('filled in room, nights, note');
  await page.getByRole('button', { name: 'Book' }).click();
  await expect(page.locator('#booked')).toHaveText('This is a demo: nothing was booked.');
  await expect(page.locator('#calls li')).toHaveCount(6);
});

test('own-ui: a page’s own buttons are enough for a conversation', async ({ page }) => {
  await open(page, '/own-ui.html');
  await expect(page.locator('anam-persona').getByRole('button')).toHaveCount(0);
  await page.getByRole('button', { name: 'Call Ada' }).click();
  await isLive(page);
  const bubbles = page.locator('#bubbles li');
  await expect(bubbles.first()).toContainText('Hello! I am Ada', { timeout: 10_000 });
  await page.getByRole('button', { name: 'Mute me' }).click();
  await expect(page.getByRole('button', { name: 'Mute me' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByLabel('Message').fill('Tell me a long story');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(bubbles.filter({ hasText: 'Once upon a time' })).toBeVisible({ timeout: 10_000 });
  await page.getByRole('button', { name: 'Interrupt' }).click();
  await expect(bubbles.last()).toContainText('—');
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Hang up' }).click();
  await expect(page.locator('#state')).toHaveText('Call ended');
});

test('own-ui: a page’s own button puts the end off', async ({ page }) => {
  test.setTimeout(60_000);
  await open(page, '/own-ui.html');
  await page.getByRole('button', { name: 'Call Ada' }).click();
  await isLive(page);
  const stay = page.getByRole('button', { name: 'Stay a little longer' });
  await expect(stay).toBeHidden();
  await page.locator('anam-persona').evaluate((element: AnamPersona) => {
    // An even number: the warning comes at half of it, and tells whole seconds.
    element.maxDuration = 2 * Math.ceil(element.duration / 2) + 20;
  });
  await expect(page.getByRole('alert')).toHaveText(/This call ends in \d+ seconds\./, { timeout: 20_000 });
  await stay.click();
  await expect(stay).toBeHidden();
  // Without words it is not shown, and has no role.
  await expect(page.locator('#alert')).toHaveText('');
  await page.getByRole('button', { name: 'Hang up' }).click();
});

test('no-javascript: commands in HTML start, change and end the conversation', async ({ page }) => {
  await open(page, '/no-javascript.html');
  const command = (name: string): Locator => page.getByRole('button', { name, exact: true });
  expect(await page.locator('script').count()).toBe(1);
  await expect(page.getByText('Nobody is here yet.')).toBeVisible();
  const box = page.getByRole('group', { name: 'Commands' });
  await box.getByRole('button', { name: 'Start' }).click();
  const first = page.locator('#persona');
  const state = () => first.evaluate((node) => (node as HTMLElement & { state: string }).state);
  await expect.poll(state, { timeout: 15_000 }).toBe('live');
  await expect(page.getByText('Somebody is here.')).toBeVisible();
  await command('Captions').click();
  await expect(first).not.toHaveAttribute('captions');
  await command('Microphone').click();
  await expect(first).toHaveAttribute('mic-muted');
  await command('Sound').click();
  expect(await first.evaluate((node) => (node as HTMLElement & { muted: boolean }).muted)).toBe(true);
  await command('Interrupt').click();
  await box.getByRole('button', { name: 'End' }).click();
  await expect.poll(state).toBe('ended');
  await expect(page.getByText('The conversation is over.')).toBeVisible();
  await command('Show').click();
  await expect(page.locator('#corner').getByRole('dialog')).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Escape');
  await expect(page.locator('#corner')).not.toHaveAttribute('open');
});

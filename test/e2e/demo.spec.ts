/** The demo as a visitor uses it: real SDK, real WebRTC, the simulator instead of Anam. */
import { expect, test } from '@playwright/test';
import { framesShown, ledger, loudness, openSessions, persona } from '../support/demo-page.js';

test.beforeEach(async ({ page }) => {
  await page.goto('/');
});

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await expect.poll(() => openSessions(page), { timeout: 10_000 }).toEqual([]);
});

test('one click: the persona appears, moves and greets audibly; the end closes the session', async ({
  page,
}) => {
  // Fake microphones make tones, and Firefox's never pauses: it would interrupt the greeting.
  await persona(page).element.evaluate((node) => node.toggleAttribute('mic-muted', true));
  await page.getByRole('button', { name: 'Talk to Ada' }).click();
  await expect.poll(() => persona(page).state(), { timeout: 15_000 }).toBe('live');
  await expect.poll(() => loudness(page, 1000), { timeout: 15_000 }).toBeGreaterThan(0.02);
  const before = await framesShown(page);
  await expect.poll(() => framesShown(page)).toBeGreaterThan(before + 5);
  await expect.poll(async () => (await persona(page).messages())[0]?.content ?? '').toContain('Ada');

  const sessionId = await persona(page).property<string>('sessionId');
  await page.getByRole('button', { name: /^End/ }).first().click();
  await expect.poll(() => persona(page).state()).toBe('ended');
  await expect
    .poll(async () => (await ledger(page)).find((entry) => entry.sessionId === sessionId)?.closedAt, {
      timeout: 2000,
    })
    .toBeTruthy();
});

test('a typed message is answered; interrupt() cuts the answer short', async ({ page }) => {
  await page.getByRole('button', { name: 'Talk to Ada' }).click();
  await expect.poll(() => persona(page).state(), { timeout: 15_000 }).toBe('live');
  await persona(page).call('sendUserMessage', 'Tell me a long story');
  await expect
    .poll(async () => (await persona(page).messages()).filter(({ role }) => role === 'persona').length, {
      timeout: 10_000,
    })
    .toBeGreaterThan(1);
  await expect.poll(() => persona(page).property<boolean>('personaSpeaking')).toBe(true);
  await persona(page).call('interrupt');
  await expect.poll(async () => (await persona(page).messages()).at(-1)?.interrupted).toBe(true);
  expect((await persona(page).messages()).find(({ role }) => role === 'user')?.content).toBe(
    'Tell me a long story',
  );
});

test('the microphone reaches the persona', async ({ page }) => {
  await page.getByRole('button', { name: 'Talk to Ada' }).click();
  await expect.poll(() => persona(page).state(), { timeout: 15_000 }).toBe('live');
  const sessionId = await persona(page).property<string>('sessionId');
  await expect
    .poll(async () => (await ledger(page)).find((entry) => entry.sessionId === sessionId)?.receivedAudio, {
      timeout: 10_000,
    })
    .toBe(true);
});

test('a double click opens one session', async ({ page }) => {
  const before = (await ledger(page)).length;
  await page.getByRole('button', { name: 'Talk to Ada' }).dblclick();
  await expect.poll(() => persona(page).state(), { timeout: 15_000 }).toBe('live');
  expect((await ledger(page)).length).toBe(before + 1);
});

test('removal ends the session', async ({ page }) => {
  await page.getByRole('button', { name: 'Talk to Ada' }).click();
  await expect.poll(() => persona(page).state(), { timeout: 15_000 }).toBe('live');
  const sessionId = await persona(page).property<string>('sessionId');
  await page.locator('anam-persona').evaluate((node) => node.remove());
  await expect
    .poll(async () => (await ledger(page)).find((entry) => entry.sessionId === sessionId)?.closedAt, {
      timeout: 2000,
    })
    .toBeTruthy();
});

test('the page breaks no rule of its content security policy and logs no error', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.reload();
  await page.getByRole('button', { name: 'Talk to Ada' }).click();
  await expect.poll(() => persona(page).state(), { timeout: 15_000 }).toBe('live');
  expect(complaints).toEqual([]);
});

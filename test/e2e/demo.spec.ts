/** The demo as a visitor uses it: real SDK, real WebRTC, the simulator instead of Anam. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo-server.js';
import {
  endOf,
  framesShown,
  ledger,
  loudness,
  openSessions,
  persona,
  TOLD_ENDS,
} from '../support/demo-page.js';

/** Fake microphones make tones, and Firefox's never pauses: it would interrupt the persona. */
const sayNothing = (page: Page): Promise<unknown> =>
  persona(page).element.evaluate((node) => node.toggleAttribute('mic-muted', true));

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
  await sayNothing(page);
  await page.getByRole('button', { name: 'Talk to Ada' }).click();
  await expect.poll(() => persona(page).state(), { timeout: 15_000 }).toBe('live');
  await expect.poll(() => loudness(page, 1000), { timeout: 15_000 }).toBeGreaterThan(0.02);
  const before = await framesShown(page);
  await expect.poll(() => framesShown(page)).toBeGreaterThan(before + 5);
  await expect.poll(async () => (await persona(page).messages())[0]?.content ?? '').toContain('Ada');

  const sessionId = await persona(page).property<string>('sessionId');
  await page.getByRole('button', { name: /^End/ }).first().click();
  await expect.poll(() => persona(page).state()).toBe('ended');
  await expect.poll(() => endOf(page, sessionId), { timeout: 10_000 }).toMatch(TOLD_ENDS);
});

test('a typed message is answered; interrupt() cuts the answer short', async ({ page }) => {
  await sayNothing(page);
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

test('the log shows every event, with the fragments of a message on one line', async ({ page }) => {
  const log = (name: string) =>
    page.locator('#events li').filter({ has: page.locator(`b:text-is("${name}")`) });
  await sayNothing(page);
  await page.getByRole('button', { name: 'Talk to Ada' }).click();
  const greeting = log('anam-message-chunk').filter({ hasText: 'role: persona' });
  await expect(greeting).toContainText(/\(fragment ([2-9]|\d\d)\)/, { timeout: 15_000 });
  await expect(log('anam-message').filter({ hasText: 'role: persona' })).toHaveCount(1, { timeout: 15_000 });
  await expect(greeting).toHaveCount(1);
});

test('with a key the page offers the endpoint’s configurations, and makes up no name', async ({ page }) => {
  const choices = ['concierge', 'coach'].map((name) => ({ label: name, persona: name }));
  const facts = { simulator: false, configurations: ['concierge', 'coach'], choices };
  await page.route('/api/demo', (route) => route.fulfill({ json: facts }));
  await page.reload();
  const { element } = persona(page);
  await expect(page.getByRole('radio', { name: 'concierge' })).toBeChecked();
  await expect(element).toHaveAttribute('token-params', '{"persona":"concierge"}');
  await page.getByRole('radio', { name: 'coach' }).check();
  await expect(element).toHaveAttribute('token-params', '{"persona":"coach"}');
  await expect(element).not.toHaveAttribute('persona-name');
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
  await expect.poll(() => endOf(page, sessionId), { timeout: 10_000 }).toMatch(TOLD_ENDS);
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

/** Nothing lost, nothing left running: the element's life in a real page, judged by the ledger and by what the page has open. */
import { expect, test, type Page } from '@playwright/test';
import { framesShown, ledger, openSessions, persona } from '../support/demo-page.js';
import { pageCounts, watchPage } from '../support/page-watch.js';

const isLive = (page: Page) => expect.poll(() => persona(page).state(), { timeout: 15_000 }).toBe('live');
const nothingOpen = async (page: Page): Promise<void> => {
  await expect.poll(() => openSessions(page), { timeout: 5000 }).toEqual([]);
  await expect.poll(() => pageCounts(page)).toMatchObject({ connections: 0, tracks: 0 });
};

test.beforeEach(async ({ page }) => {
  await watchPage(page);
  await page.goto('/');
  await page.locator('anam-persona').waitFor();
  await page.waitForFunction(() => customElements.get('anam-persona'));
});

test('a hundred starts and ends leave nothing behind', async ({ page }) => {
  test.setTimeout(300_000);
  const before = (await ledger(page)).length;
  let listeners = 0;
  for (let round = 0; round < 100; round += 1) {
    await persona(page).call('start');
    await persona(page).call('stop');
    if (round === 0) ({ listeners } = await pageCounts(page));
  }
  await nothingOpen(page);
  expect((await pageCounts(page)).listeners).toBeLessThanOrEqual(listeners);
  const sessions = (await ledger(page)).slice(before);
  expect(sessions).toHaveLength(100);
  expect(sessions.every(({ closedAt }) => closedAt)).toBe(true);
});

for (const state of ['authorizing', 'connecting', 'live'])
  test(`removal while ${state} leaves no session, no connection, no track`, async ({ page }) => {
    await page.evaluate(
      (wanted) =>
        new Promise<void>((resolve) => {
          const element = document.querySelector('anam-persona') as HTMLElement & { start(): Promise<void> };
          element.addEventListener('anam-state-change', (event) => {
            if ((event as unknown as { state: string }).state !== wanted) return;
            element.remove();
            resolve();
          });
          element.start().catch(() => undefined);
        }),
      state,
    );
    await nothingOpen(page);
  });

test('a page that goes away closes its session at once', async ({ page }) => {
  await persona(page).call('start');
  await isLive(page);
  const sessionId = await persona(page).property<string>('sessionId');
  await page.goto('about:blank');
  await expect
    .poll(async () => (await ledger(page)).find((entry) => entry.sessionId === sessionId)?.closedAt, {
      timeout: 3000,
    })
    .toBeTruthy();
});

for (const how of ['append', 'moveBefore'])
  test(`a move by ${how}() keeps the session and the picture`, async ({ page }) => {
    await persona(page).call('start');
    await isLive(page);
    const sessionId = await persona(page).property<string>('sessionId');
    await page.locator('anam-persona').evaluate((element, method) => {
      const home = document.createElement('section');
      document.body.prepend(home);
      if (method === 'append') home.append(element);
      else (home as unknown as { moveBefore(node: Node, child: null): void }).moveBefore(element, null);
    }, how);
    const shown = await framesShown(page);
    await expect.poll(() => framesShown(page)).toBeGreaterThan(shown + 10);
    expect(await persona(page).property('sessionId')).toBe(sessionId);
    await persona(page).call('stop');
    await nothingOpen(page);
  });

test('mount, unmount, mount in one task is one session', async ({ page }) => {
  const before = (await ledger(page)).length;
  await page.locator('anam-persona').evaluate((element) => {
    const parent = element.parentElement!;
    void (element as unknown as { start(): Promise<void> }).start();
    element.remove();
    parent.append(element);
  });
  await isLive(page);
  expect((await ledger(page)).length).toBe(before + 1);
  await persona(page).call('stop');
  await nothingOpen(page);
});

test('two elements on a page hold two sessions and end by themselves', async ({ page }) => {
  await page.evaluate(async () => {
    const second = document.createElement('anam-persona') as HTMLElement & {
      start(): Promise<void>;
      stop(): Promise<void>;
    };
    second.setAttribute('token-url', '/api/session-token');
    second.id = 'second';
    document.body.append(second);
    const first = document.querySelector<typeof second>('#persona')!;
    await Promise.all([first.start(), second.start()]);
    await first.stop();
  });
  await expect.poll(() => openSessions(page)).toHaveLength(1);
  expect(await page.locator('#second').evaluate((node) => (node as unknown as { state: string }).state)).toBe(
    'live',
  );
  await page.locator('#second').evaluate((node) => (node as unknown as { stop(): Promise<void> }).stop());
  await nothingOpen(page);
});

test('start and stop in one breath, many times, ends with nothing', async ({ page }) => {
  await page.locator('anam-persona').evaluate(async (node) => {
    const element = node as unknown as { start(): Promise<void>; stop(): Promise<void> };
    for (let round = 0; round < 20; round += 1) {
      void element.start().catch(() => undefined);
      void element.start().catch(() => undefined);
      if (round % 3 === 0) await new Promise((resolve) => setTimeout(resolve, round * 10));
      void element.stop();
    }
    await element.stop();
  });
  await nothingOpen(page);
});

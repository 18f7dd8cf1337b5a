/** Nothing lost, nothing left running: the element's life in a real page, judged by the ledger and by what the page has open. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo-server.js';
import { endOf, framesShown, ledger, openSessions, persona, TOLD_ENDS } from '../support/demo-page.js';
import { simulate } from '../support/gallery-page.js';
import { pageCounts, watchPage, type Counts } from '../support/page-watch.js';

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

/** Milliseconds that a session may outlive its end. */
const LIMIT = 2_000;

test(
  'a hundred starts and ends leave nothing behind, and each session ends within two seconds',
  { tag: '@alone' },
  async ({ page }) => {
    test.setTimeout(300_000);
    const before = (await ledger(page)).length;
    const ends: number[] = [];
    let first: Counts | undefined;
    for (let round = 0; round < 100; round += 1) {
      await persona(page).call('start');
      ends.push(Date.now());
      await persona(page).call('stop');
      first ??= await pageCounts(page);
    }
    await nothingOpen(page);
    const { listeners, contexts } = await pageCounts(page);
    expect(listeners).toBeLessThanOrEqual(first!.listeners);
    expect(contexts).toBeLessThanOrEqual(first!.contexts);
    const sessions = (await ledger(page)).slice(before);
    expect(sessions).toHaveLength(100);
    const overdue = sessions
      .map(({ closedAt }, round) => Date.parse(closedAt ?? '') - ends[round]!)
      .filter((late) => !(late <= LIMIT));
    expect(overdue).toEqual([]);
  },
);

/** How the element gets into a phase, where a start alone does not lead there. */
const WAYS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  reconnecting: async (page) => {
    await isLive(page);
    await simulate(persona(page).element, 'drop-network', { milliseconds: 30_000 });
  },
  ending: async (page) => {
    await isLive(page);
    await page.evaluate(() => {
      void (document.querySelector('anam-persona') as unknown as { stop(): Promise<void> }).stop();
    });
  },
};

for (const phase of ['authorizing', 'connecting', 'live', 'reconnecting', 'ending'])
  test(`removal while ${phase} leaves no session, no connection, no track`, async ({ page }) => {
    const known = new Set((await ledger(page)).map(({ sessionId }) => sessionId));
    // In the task of the change, so that nothing else can come first.
    await page.evaluate((wanted) => {
      const element = document.querySelector('anam-persona') as HTMLElement & { start(): Promise<void> };
      const gone = Object.assign(globalThis, { gone: undefined as Element | undefined });
      element.addEventListener('anam-state-change', (event) => {
        if ((event as unknown as { state: string }).state !== wanted) return;
        element.remove();
        gone.gone = element;
      });
      element.start().catch(() => undefined);
    }, phase);
    await WAYS[phase]?.(page);
    const state = (): Promise<string | undefined> =>
      page.evaluate(() => (globalThis as unknown as { gone?: { state: string } }).gone?.state);
    await expect.poll(state, { timeout: 15_000 }).toBe('ended');
    await nothingOpen(page);
    // Nor one that was only allocated: the stop notice, which closes it, is on its way when the element has ended.
    const left = async () =>
      (await ledger(page))
        .filter(({ sessionId }) => !known.has(sessionId))
        .map(({ endReason }) => endReason ?? 'open')
        .filter((end) => !TOLD_ENDS.test(end));
    await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  });

test('a page that goes away closes its session at once', async ({ page }) => {
  await persona(page).call('start');
  await isLive(page);
  const sessionId = await persona(page).property<string>('sessionId');
  await page.goto('about:blank');
  await expect.poll(() => endOf(page, sessionId), { timeout: 10_000 }).toMatch(TOLD_ENDS);
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
  const second = () =>
    page.locator('#second').evaluate((node) => (node as unknown as { state: string }).state);
  await expect.poll(second, { timeout: 15_000 }).toBe('live');
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

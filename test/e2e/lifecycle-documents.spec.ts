/** The element between documents, in and out of the back/forward cache, and a microphone that is granted too late. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fault-test.js';
import type { FaultSite } from '../support/fault-site.js';
import { pageCounts, watchPage } from '../support/page-watch.js';

type Persona = HTMLElement & {
  state: string;
  sessionId: string | null;
  micState: string;
  start(): Promise<void>;
  stop(): Promise<void>;
};

// Playwright switches the back/forward cache off; here it is what is looked at.
test.use({
  launchOptions: [
    ({ launchOptions }, use) =>
      use({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    { scope: 'worker' },
  ],
});

/** A page with one element whose sessions are healthy, under a name of its own. */
const openPage = async (page: Page, site: FaultSite, name: string): Promise<void> => {
  await watchPage(page);
  const tokenUrl = await site.open(name, 'none');
  await page.goto(site.url);
  await page.waitForFunction(() => customElements.get('anam-persona'));
  await page.evaluate((url) => {
    const element = document.createElement('anam-persona');
    element.setAttribute('token-url', url);
    document.body.append(element);
  }, tokenUrl);
};

const open = (site: FaultSite, name: string): number =>
  site.sessions(name).filter(({ streamingSince, closedAt }) => streamingSince && !closedAt).length;

const nothingOpen = async (page: Page, site: FaultSite, name: string): Promise<void> => {
  await expect.poll(() => open(site, name), { timeout: 5000 }).toBe(0);
  await expect.poll(() => pageCounts(page)).toMatchObject({ connections: 0, tracks: 0 });
};

test('started, stopped and started in one breath, as a framework does that mounts twice', async ({
  page,
  site,
}) => {
  await openPage(page, site, 'mounted-twice');
  await page.evaluate(async () => {
    const element = document.querySelector('anam-persona') as Persona;
    const first = element.start();
    void element.stop();
    element.remove();
    document.body.append(element);
    await Promise.all([first, element.start()]);
  });
  await expect.poll(() => open(site, 'mounted-twice')).toBe(1);
  const state = () => page.evaluate(() => (document.querySelector('anam-persona') as Persona).state);
  await expect.poll(state, { timeout: 15_000 }).toBe('live');
  await page.evaluate(() => (document.querySelector('anam-persona') as Persona).stop());
  await nothingOpen(page, site, 'mounted-twice');
});

test('a move into another document keeps the session; the end of that document ends it', async ({
  page,
  site,
}) => {
  await openPage(page, site, 'adopted');
  const sessionId = await page.evaluate(async () => {
    const element = document.querySelector('anam-persona') as Persona;
    await element.start();
    const before = element.sessionId;
    const frame = document.createElement('iframe');
    frame.width = '640';
    frame.height = '480';
    document.body.append(frame);
    frame.contentDocument!.body.append(element);
    return before;
  });
  const now = (): Promise<{ frames: number; sessionId: string | null; state: string; stage: string }> =>
    page
      .frameLocator('iframe')
      .locator('anam-persona')
      .evaluate((node) => {
        const { sessionId, state } = node as Persona;
        const video = node.shadowRoot!.querySelector('video')!;
        const { position } = getComputedStyle(node.shadowRoot!.querySelector('.stage')!);
        return {
          frames: video.getVideoPlaybackQuality().totalVideoFrames,
          sessionId,
          state,
          stage: position,
        };
      });
  // The picture goes on: the browser counts its frames anew in another document.
  await expect.poll(async () => (await now()).frames).toBeGreaterThan(0);
  const { frames } = await now();
  await expect.poll(async () => (await now()).frames).toBeGreaterThan(frames + 5);
  await expect.poll(now, { timeout: 15_000 }).toMatchObject({ sessionId, state: 'live', stage: 'absolute' });

  await page.locator('iframe').evaluate((frame) => frame.remove());
  await nothingOpen(page, site, 'adopted');
});

// In the middle of a start: a page that has had a connection, even one that was closed, is loaded again here instead
// of being kept (`notRestoredReasons` says "rtc"). Without the microphone: it is closed as the page goes away, and the
// browser sometimes decides before it knows that ("mediastream").
test('a page that comes back from the back/forward cache in the middle of a start has given it up, and can start another', async ({
  page,
  site,
}) => {
  const told: { name: string; persisted: boolean; state: string }[] = [];
  await page.exposeFunction('report', (news: (typeof told)[number]) => void told.push(news));
  await openPage(page, site, 'returned');
  await page.evaluate(() => {
    const { report } = globalThis as unknown as { report: (news: unknown) => void };
    const element = document.querySelector('anam-persona') as Persona;
    addEventListener('pageshow', ({ persisted }) =>
      report({ name: 'pageshow', persisted, state: element.state }),
    );
    // A start that does not get beyond its token.
    element.setAttribute('token-url', '/token/nobody');
    element.toggleAttribute('disable-input-audio', true);
    const { fetch } = globalThis;
    globalThis.fetch = (input, init) =>
      new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('Aborted'))));
    void element.start().catch(() => undefined);
    Object.assign(globalThis, {
      mend: () => {
        globalThis.fetch = fetch;
        element.setAttribute('token-url', '/token/returned');
      },
    });
  });

  await page.goto(`${site.url}/elsewhere`);
  await page.evaluate(() => history.back());
  await expect.poll(() => told).toEqual([{ name: 'pageshow', persisted: true, state: 'ended' }]);
  await nothingOpen(page, site, 'returned');

  await page.evaluate(() => (globalThis as unknown as { mend: () => void }).mend());
  await page.evaluate(() => (document.querySelector('anam-persona') as Persona).start());
  expect(open(site, 'returned')).toBe(1);
  expect(site.tokens('returned')).toBe(1);
  await page.evaluate(() => (document.querySelector('anam-persona') as Persona).stop());
  await nothingOpen(page, site, 'returned');
});

for (const end of ['stop', 'remove'])
  test(`a microphone that is granted after ${end}() leaves no live track`, async ({ page, site }) => {
    const name = `granted-after-${end}`;
    await watchPage(page);
    // The question stays open until the test answers it.
    await page.addInitScript(() => {
      const devices = navigator.mediaDevices;
      const ask = devices.getUserMedia.bind(devices);
      devices.getUserMedia = async (constraints) => {
        await new Promise<void>((resolve) => Object.assign(globalThis, { grant: resolve }));
        const stream = await ask(constraints);
        Object.assign(globalThis, { granted: stream.getTracks() });
        return stream;
      };
    });
    await openPage(page, site, name);
    await page.evaluate(() => void (document.querySelector('anam-persona') as Persona).start());
    await page.waitForFunction(() => 'grant' in globalThis);
    await page.evaluate((how) => {
      const element = document.querySelector('anam-persona') as Persona;
      if (how === 'stop') void element.stop();
      else element.remove();
    }, end);
    await page.evaluate(() => (globalThis as unknown as { grant: () => void }).grant());
    await page.waitForFunction(() =>
      (globalThis as unknown as { granted?: MediaStreamTrack[] }).granted?.every(
        ({ readyState }) => readyState === 'ended',
      ),
    );
    await nothingOpen(page, site, name);
    expect(site.sessions(name)).toEqual([]);
  });

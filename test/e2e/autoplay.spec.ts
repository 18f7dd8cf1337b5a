/**
 * Autoplay as the browser really refuses it. Every look of the test into the page counts as a gesture there, so until
 * the click the page reports by itself.
 */
import { expect, test } from '../support/demo-server.js';
import { loudness, openSessions, persona } from '../support/demo-page.js';

test.use({
  // A trace looks into the page as well.
  trace: 'off',
  launchOptions: [
    ({ launchOptions }, use) =>
      use({
        ...launchOptions,
        args: [...(launchOptions.args ?? []), '--autoplay-policy=user-gesture-required'],
      }),
    { scope: 'worker' },
  ],
});

test('a session that nobody clicked for plays silently, until a click brings the sound', async ({ page }) => {
  const told: unknown[] = [];
  await page.exposeFunction('report', (news: unknown) => void told.push(news));
  await page.addInitScript(() => {
    const { report } = window as unknown as { report: (news: unknown) => void };
    const begin = async (): Promise<void> => {
      await customElements.whenDefined('anam-persona');
      const element = document.querySelector('anam-persona') as HTMLElement & { start(): Promise<void> };
      element.addEventListener('anam-sound-change', (event) => {
        const { soundBlocked } = event as unknown as { soundBlocked: boolean };
        report({ soundBlocked, videoMuted: element.shadowRoot?.querySelector('video')?.muted });
      });
      await element.start();
      report('live');
    };
    addEventListener('DOMContentLoaded', () => void begin());
  });
  await page.goto('/');

  await expect
    .poll(() => told, { timeout: 20_000 })
    .toEqual([{ soundBlocked: true, videoMuted: true }, 'live']);
  await page.mouse.click(5, 5);
  await expect.poll(() => told.at(-1)).toEqual({ soundBlocked: false, videoMuted: false });
  await persona(page).call('sendUserMessage', 'Hello');
  await expect.poll(() => loudness(page, 1000), { timeout: 15_000 }).toBeGreaterThan(0.01);

  await persona(page).call('stop');
  await expect.poll(() => openSessions(page)).toEqual([]);
});

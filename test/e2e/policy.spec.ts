/** The policy that docs/security-headers.md gives a page: the element works under it, beside the demo's own. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo-server.js';
import { openSessions, persona } from '../support/demo-page.js';
import { complaintsOf } from '../support/gallery-page.js';
import { quietMicrophone } from '../support/quiet-microphone.js';

test.use(quietMicrophone);

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await expect.poll(() => openSessions(page), { timeout: 10_000 }).toEqual([]);
});

/** As the document has it, and with the simulator beside Anam; a `<meta>` takes no `frame-ancestors`. */
const documented = async (): Promise<string> => {
  const text = await readFile(new URL('../../docs/security-headers.md', import.meta.url), 'utf8');
  const [, policy = ''] = /```text\n([^]*?)```/.exec(text) ?? [];
  return policy
    .replace(/frame-ancestors [^;]*;/, '')
    .replace('connect-src', 'connect-src http://127.0.0.1:* ws://127.0.0.1:*');
};

/** Gives every page this policy, besides the one it is sent with. */
const enforce = (page: Page, policy: string): Promise<unknown> =>
  page.addInitScript((content) => {
    new MutationObserver((_, observer) => {
      if (!(document as Partial<Document>).head) return;
      observer.disconnect();
      const meta = document.createElement('meta');
      meta.httpEquiv = 'Content-Security-Policy';
      meta.content = content;
      document.head.prepend(meta);
    }).observe(document, { childList: true, subtree: true });
  }, policy);

test('a page may be as strict as the document says', async ({ page }) => {
  const complaints = await complaintsOf(page);
  await enforce(page, await documented());
  await page.goto('/');
  const { element, state, call } = persona(page);
  await element.evaluate((node) => {
    node.setAttribute('token-params', '{"persona":"quiet"}');
  });
  await element.getByRole('button', { name: 'Talk to Ada' }).click();
  await expect.poll(state, { timeout: 15_000 }).toBe('live');
  await call('talk', 'Hello');
  await expect.poll(async () => (await persona(page).messages()).length, { timeout: 15_000 }).toBe(1);
  await element.getByRole('button', { name: 'More options' }).click();
  await expect(element.getByRole('dialog', { name: 'More options' })).toBeVisible();
  await element.getByRole('button', { name: 'Show transcript' }).last().click();
  await expect(element.locator('.conversation')).toBeVisible();
  await call('stop');
  expect(complaints).toEqual([]);
  // It was in force.
  const refused = page.evaluate(() => {
    const { trustedTypes } = window as unknown as { trustedTypes: { createPolicy(name: string): object } };
    trustedTypes.createPolicy('another');
  });
  await expect(refused).rejects.toThrow('another');
});

test('a list of policies without lit-html keeps the element out', async ({ page }) => {
  await enforce(page, (await documented()).replace('lit-html', 'another'));
  const failed = page.waitForEvent('pageerror');
  await page.goto('/');
  expect(String(await failed)).toContain('lit-html');
  expect(await page.evaluate(() => customElements.get('anam-persona'))).toBeUndefined();
});

/**
 * Text from anyone is text: classic injections through everything that reaches the screen. The pages run without their
 * security policy here, so nothing but the element (and the demo's scripts) keeps them from being executed.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo-server.js';
import { openSessions, persona } from '../support/demo-page.js';
import { simulate } from '../support/gallery-page.js';
import { expectUnharmed, injuries, PAYLOAD, PAYLOADS } from '../support/injection.js';

const QUIET = '{"persona":"quiet"}';

test.use({ bypassCSP: true });

// Over WebDriver BiDi Firefox keeps the policy all the same; Chromium lets no page that is not from here talk to this machine.
test.beforeEach(async ({ page, browserName }) => {
  if (browserName !== 'firefox') return;
  await page.route('**/*', async (route) => {
    if (!route.request().isNavigationRequest()) return route.fallback();
    const response = await route.fetch();
    const headers = new Map(Object.entries(response.headers()));
    headers.delete('content-security-policy');
    await route.fulfill({ response, headers: Object.fromEntries(headers) });
  });
});

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await expect.poll(() => openSessions(page), { timeout: 10_000 }).toEqual([]);
});

/** Opens a page with these attributes on its element, and waits until it is there. */
const open = async (page: Page, path: string, attributes: Readonly<Record<string, string>> = {}) => {
  await page.goto(path);
  await page.waitForFunction(() =>
    document.querySelector('anam-persona')?.shadowRoot?.querySelector('video'),
  );
  const element = page.locator('anam-persona').first();
  await element.evaluate((node, entries) => {
    for (const [name, value] of entries) node.setAttribute(name, value);
  }, Object.entries(attributes));
  return element;
};

const start = async (page: Page): Promise<void> => {
  await persona(page).call('start');
  await expect.poll(() => persona(page).state(), { timeout: 15_000 }).toBe('live');
};

const speech = (role: string, content: string, index: number) => ({
  message: {
    messageType: 'speechText',
    data: {
      message_id: `m${index}`,
      content_index: 0,
      content,
      role,
      end_of_speech: true,
      interrupted: false,
    },
  },
});

test('the payloads do harm where they are rendered: the tests below can fail', async ({ page }) => {
  await open(page, '/');
  await page.evaluate((html) => {
    document.querySelector('main')?.insertAdjacentHTML('beforeend', html);
  }, PAYLOAD);
  await expect
    .poll(() => injuries(page))
    .toEqual(expect.arrayContaining([expect.stringMatching(/^executed/)]));
  expect((await injuries(page)).filter((text) => text.startsWith('rendered')).length).toBeGreaterThan(3);
});

test('what both sides say: captions, transcript, live region, event log', async ({ page }) => {
  test.setTimeout(60_000);
  const element = await open(page, '/', { 'token-params': QUIET, transcript: '', captions: '', muted: '' });
  await start(page);
  for (const [index, payload] of PAYLOADS.entries()) {
    await simulate(element, 'send', speech(index % 2 ? 'user' : 'persona', payload, index));
  }
  const said = element.locator('.log .said');
  await expect(said).toHaveCount(PAYLOADS.length);
  expect((await said.allTextContents()).sort()).toEqual([...PAYLOADS].sort());
  expect(await said.locator('*').count()).toBe(0);

  await simulate(element, 'send', speech('persona', PAYLOAD, 100));
  await expect(element.locator('.captions p')).toHaveText(PAYLOAD, { useInnerText: false });
  await expect(element.locator('.spoken')).toHaveText(PAYLOAD);
  expect(await element.locator('.captions p *, .spoken *').count()).toBe(0);
  await expect(page.locator('#events')).toContainText(PAYLOADS[0] ?? '');
  await expectUnharmed(page);
});

// Over WebDriver BiDi Firefox saves no files.
test('what both sides say: the saved file', { tag: '@downloads' }, async ({ page }) => {
  const element = await open(page, '/', { 'token-params': QUIET, transcript: '', muted: '' });
  await start(page);
  await simulate(element, 'send', speech('persona', PAYLOAD, 0));
  await expect(element.locator('.log .said')).toHaveText(PAYLOAD);
  const saved = page.waitForEvent('download');
  await element.getByRole('button', { name: 'Save transcript' }).first().click();
  expect(await readFile(await (await saved).path(), 'utf8')).toContain(PAYLOAD);
  await expectUnharmed(page);
});

test('what a visitor types, and a persona repeats', async ({ page }) => {
  const element = await open(page, '/', { 'token-params': QUIET, transcript: '', captions: '' });
  await start(page);
  const payload = PAYLOADS[0] ?? '';
  await element.getByRole('textbox', { name: 'Message' }).fill(payload);
  await page.keyboard.press('Enter');
  await expect(element.locator('.said').first()).toHaveText(payload);
  await expect(element.locator('.captions p')).toContainText('<img', { timeout: 15_000 });
  await expectUnharmed(page);
});

test('names, arguments and failures of tools', async ({ page }) => {
  test.setTimeout(60_000);
  const element = await open(page, '/tools.html', { transcript: '' });
  await start(page);
  const call = (name: string, args: Readonly<Record<string, string>>) =>
    simulate(element, 'tool-call', { name, arguments: args, afterwards: PAYLOAD });
  await call('fill_form', { note: PAYLOAD });
  await expect(page.getByLabel('Note')).toHaveValue(PAYLOAD);
  await call('show_card', { room: PAYLOAD });
  await call(PAYLOAD, { [PAYLOAD]: PAYLOAD });
  const calls = page.locator('#calls');
  await expect(calls).toContainText(`There is no room “${PAYLOAD}”`);
  await expect(calls.locator('b', { hasText: PAYLOADS[1] ?? '' }).first()).toBeVisible();
  await simulate(element, 'send', {
    message: {
      messageType: 'reasoningText',
      data: { message_id: 'r', content_index: 0, content: PAYLOAD, role: 'persona', end_of_thought: true },
    },
  });
  await expectUnharmed(page);
});

test('warnings and end reasons of the service', async ({ page }) => {
  const element = await open(page, '/', { 'token-params': QUIET });
  await start(page);
  await simulate(element, 'warning', { message: PAYLOAD });
  await expect(page.locator('#events')).toContainText(PAYLOAD);
  await simulate(element, 'end', { reason: PAYLOAD });
  await expect.poll(() => persona(page).state()).toBe('ended');
  await expect(element.locator('.frame')).toContainText('The conversation was ended');
  await expectUnharmed(page);
});

const answers: Readonly<Record<string, { status: number; contentType: string; body: string }>> = {
  'a problem that is known': {
    status: 503,
    contentType: 'application/problem+json',
    body: JSON.stringify({
      code: 'quota',
      title: PAYLOAD,
      detail: PAYLOAD,
      type: PAYLOAD,
      requestId: PAYLOAD,
    }),
  },
  'a problem that is not': {
    status: 418,
    contentType: 'application/problem+json',
    body: JSON.stringify({ code: PAYLOAD, title: PAYLOAD, detail: PAYLOAD }),
  },
  'a page': { status: 502, contentType: 'text/html', body: PAYLOAD },
  'a token': {
    status: 200,
    contentType: 'application/json',
    body: JSON.stringify({ sessionToken: PAYLOAD }),
  },
};
for (const [name, answer] of Object.entries(answers))
  test(`texts of the token endpoint: ${name}`, async ({ page }) => {
    await page.route('**/api/session-token', (route) => route.fulfill(answer));
    const element = await open(page, '/');
    await element.getByRole('button', { name: 'Talk to Ada' }).click();
    await expect(element.locator('[part=error]')).toBeVisible();
    await expect(page.locator('#events')).toContainText('anam-error');
    await expectUnharmed(page);
  });

test('texts of the engine', async ({ page }) => {
  const body = JSON.stringify({ error: PAYLOAD, message: PAYLOAD, reason: PAYLOAD });
  const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
  await page.route('**/v1/engine/session', (route) =>
    route.fulfill({ status: 400, contentType: 'application/json', headers, body }),
  );
  const element = await open(page, '/');
  await element.getByRole('button', { name: 'Talk to Ada' }).click();
  await expect(element.locator('[part=error]')).toBeVisible();
  expect(
    await element.evaluate((node) => (node as HTMLElement & { error: { code: string } }).error.code),
  ).toBe('engine-bad-request');
  await expectUnharmed(page);
});

for (const layout of ['inline', 'floating'])
  test(`attributes and replaced texts, ${layout}`, async ({ page }) => {
    test.setTimeout(90_000);
    for (const payload of PAYLOADS) {
      const element = await open(page, '/', {
        layout,
        lang: payload,
        dir: payload,
        position: payload,
        poster: payload,
        'persona-name': payload,
        'call-to-action': payload,
        'consent-key': payload,
        'input-device': payload,
        transcript: '',
      });
      await element.evaluate((node, text) => {
        const texts = Object.fromEntries(
          ['transcriptEmpty', 'stage', 'messagePlaceholder'].map((key) => [key, text]),
        );
        Object.assign(node, { texts });
      }, payload);
      await expect(element.locator('.start').first()).toHaveText(payload);
      if (layout === 'floating') await element.locator('.launcher').click();
      await expect(element.locator('.empty')).toHaveText(payload);
      await element.evaluate((node) => node.removeAttribute('call-to-action'));
      await expect(element.locator('.start').first()).toContainText(payload);
      await expectUnharmed(page);
    }
  });

test('names of devices', async ({ page }) => {
  await page.addInitScript((label) => {
    const device = { deviceId: 'other', kind: 'audioinput', groupId: 'g', label };
    navigator.mediaDevices.enumerateDevices = () => Promise.resolve([device as MediaDeviceInfo]);
  }, PAYLOAD);
  const element = await open(page, '/', { 'token-params': QUIET });
  await start(page);
  await element.getByRole('button', { name: 'More options' }).click();
  await expect(element.getByRole('combobox', { name: 'Microphone' }).locator('option').last()).toHaveText(
    PAYLOAD,
  );
  await expectUnharmed(page);
});

const ADDRESSES = [
  "javascript:globalThis.pwned='link'",
  "JaVaScRiPt:globalThis.pwned='case'",
  " \t javascript:globalThis.pwned='space'",
  "java\nscript:globalThis.pwned='line'",
  "\u0001javascript:globalThis.pwned='control'",
  "data:text/html,<script>globalThis.pwned='data'</script>",
  "vbscript:globalThis.pwned='vb'",
  'blob:https://example.org/1',
  'file:///etc/passwd',
  'https://',
];
test('addresses: the consent links nothing but pages and mail', async ({ page }) => {
  test.setTimeout(90_000);
  for (const address of ADDRESSES) {
    const element = await open(page, '/', {
      consent: '',
      'terms-url': address,
      'privacy-url': address,
      poster: address,
      'token-url': address,
    });
    await element.getByRole('button', { name: 'Talk to Ada' }).click();
    await expect(element.getByRole('dialog', { name: 'Before you start' })).toBeVisible();
    await expect(element.getByRole('link')).toHaveCount(0);
    await element.getByRole('button', { name: 'Agree and start' }).click();
    await expect(element.locator('[part=error]')).toBeVisible();
    await expectUnharmed(page);
  }
  const element = await open(page, '/', {
    consent: '',
    'terms-url': '/terms',
    'privacy-url': 'mailto:a@example.org',
  });
  await element.getByRole('button', { name: 'Talk to Ada' }).click();
  await expect(element.getByRole('link')).toHaveCount(2);
});

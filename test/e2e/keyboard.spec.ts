/** The main job by keyboard alone, from the loaded page to a second conversation; and what assistive technology is told. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo-server.js';
import { ledger, openSessions, persona } from '../support/demo-page.js';
import { quietMicrophone } from '../support/quiet-microphone.js';

test.use(quietMicrophone);

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await expect.poll(() => openSessions(page), { timeout: 10_000 }).toEqual([]);
});

interface Focus {
  /** Name or text of what has the focus; empty when nothing has. */
  name: string;
  /** It stands out from what is not focused. */
  visible: boolean;
  /** It is in the window, and not covered. */
  reachable: boolean;
  inside: boolean;
}

const focused = (page: Page): Promise<Focus> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (!active || active === document.body)
      return { name: '', visible: false, reachable: false, inside: false };
    // The field shows its focus on the form around it. What counts is what changes with the focus.
    const shows = active.matches('textarea') ? (active.closest('form') ?? active) : active;
    const look = (): string => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(shows);
      const outline = outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
      return `${outline} / ${boxShadow} / ${borderColor} / ${getComputedStyle(shows, '::before').content}`;
    };
    const withFocus = look();
    (active as HTMLElement).blur();
    const visible = look() !== withFocus;
    (active as HTMLElement).focus({ preventScroll: true });
    const { left, top, width, height } = active.getBoundingClientRect();
    const root = active.getRootNode() as Document | ShadowRoot;
    const hit = root.elementFromPoint(left + width / 2, top + height / 2);
    return {
      name: active.getAttribute('aria-label') ?? active.textContent.trim(),
      visible,
      reachable: hit !== null && (active.contains(hit) || hit.contains(active)),
      inside: root instanceof ShadowRoot,
    };
  });

/** Presses Tab until something of this name has the focus. What has it on the way is visible, and something always has. */
const tabTo = async (page: Page, name: RegExp, key = 'Tab'): Promise<void> => {
  const passed: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    const focus = await focused(page);
    passed.push(focus.name.slice(0, 30));
    if (focus.name === '') continue;
    expect(focus.visible, `the focus on "${focus.name}" is seen`).toBe(true);
    expect(focus.reachable, `"${focus.name}" is not covered`).toBe(true);
    if (name.test(focus.name)) return;
  }
  throw new Error(`Tab never came to ${String(name)}: ${passed.join(' · ')}`);
};

const stateIs = (page: Page, state: string) =>
  expect.poll(() => persona(page).state(), { timeout: 15_000 }).toBe(state);
/** Something in the element has the focus. */
const focusIsKept = (page: Page) => expect.poll(async () => (await focused(page)).inside).toBe(true);

test('a conversation, and a second one, without touching a pointer', async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto('/');
  await page.waitForFunction(() =>
    document.querySelector('anam-persona')?.shadowRoot?.querySelector('.start'),
  );
  const before = (await ledger(page)).length;

  await tabTo(page, /^Talk to Ada$/);
  await page.keyboard.press('Enter');
  await focusIsKept(page);
  await stateIs(page, 'live');
  await focusIsKept(page);

  await tabTo(page, /^Mute microphone$/);
  await page.keyboard.press('Space');
  await expect.poll(() => persona(page).property('micMuted')).toBe(true);
  expect((await focused(page)).name).toBe('Unmute microphone');
  await page.keyboard.press('m');
  await expect.poll(() => persona(page).property('micMuted')).toBe(false);
  await page.keyboard.press('c');
  await expect.poll(() => persona(page).property('captions')).toBe(false);

  await tabTo(page, /^Message$/, 'Shift+Tab');
  await page.keyboard.type('mc: tell me a long story');
  await page.keyboard.press('Enter');
  const lastWords = async () => (await persona(page).messages()).at(-1)?.content;
  await expect.poll(lastWords, { timeout: 15_000 }).toContain('Once upon a time');
  expect(await persona(page).property('captions'), 'letters in the field are no shortcuts').toBe(false);
  await tabTo(page, /^Stop speaking$/);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await persona(page).messages()).at(-1)?.interrupted).toBe(true);
  await focusIsKept(page);

  await tabTo(page, /^More options$/);
  await page.keyboard.press('Enter');
  const menu = page.locator('anam-persona').getByRole('dialog', { name: 'More options' });
  await expect(menu).toBeVisible();
  await tabTo(page, /^Show transcript$/, 'Tab');
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect.poll(async () => (await focused(page)).name).toBe('More options');

  await tabTo(page, /^End conversation$/);
  await page.keyboard.press('Enter');
  await stateIs(page, 'ended');
  await focusIsKept(page);

  await tabTo(page, /^Start again$/);
  await page.keyboard.press('Enter');
  await stateIs(page, 'live');
  await focusIsKept(page);
  await tabTo(page, /^End conversation$/);
  await page.keyboard.press('Space');
  await stateIs(page, 'ended');
  expect((await ledger(page)).length).toBe(before + 2);
});

test('Tab leads out of the element again, in both directions', async ({ page }) => {
  await page.goto('/');
  await page.waitForFunction(() =>
    document.querySelector('anam-persona')?.shadowRoot?.querySelector('.start'),
  );
  await persona(page).call('start');
  await stateIs(page, 'live');
  await tabTo(page, /^End conversation$/);
  await tabTo(page, /^Clear$/);
  await tabTo(page, /^End conversation$/, 'Shift+Tab');
  await tabTo(page, /^No JavaScript$/, 'Shift+Tab');
});

test('floating: Escape closes the panel, the focus returns, and the conversation goes on', async ({
  page,
}) => {
  await page.goto('/no-javascript.html');
  const floating = page.locator('#corner');
  const state = () => floating.evaluate((node) => (node as HTMLElement & { state: string }).state);
  await expect(floating.getByRole('button', { name: 'Ask a question' })).toBeVisible();
  await tabTo(page, /^Ask a question$/);
  await page.keyboard.press('Enter');
  await expect(floating.getByRole('dialog')).toBeVisible();
  // On the stage, not on the button: a key that is held longer starts nothing.
  await expect.poll(async () => (await focused(page)).name).toBe('Video conversation with Assistant');
  await page.keyboard.press('Enter');
  expect(await state()).toBe('idle');
  await tabTo(page, /^Ask a question$/);
  await page.keyboard.press('Enter');
  await expect.poll(state, { timeout: 15_000 }).toBe('live');
  await focusIsKept(page);
  await page.keyboard.press('Escape');
  await expect(floating.getByRole('dialog')).toHaveCount(0);
  await expect.poll(async () => (await focused(page)).name).toBe('Open conversation with Assistant');
  await expect.poll(state, { timeout: 15_000 }).toBe('live');
  await page.keyboard.press('Enter');
  await expect(floating.getByRole('dialog')).toBeVisible();
  await focusIsKept(page);
  await tabTo(page, /^End conversation$/);
  await page.keyboard.press('Enter');
  await expect.poll(state).toBe('ended');
});

test('assistive technology is told of each face', async ({ page }) => {
  await page.goto('/');
  await page.waitForFunction(() =>
    document.querySelector('anam-persona')?.shadowRoot?.querySelector('.start'),
  );
  const { element } = persona(page);
  const typing = `
    - textbox "Message":
      - /placeholder: Type a message…
    - button "Send"`;
  await element.evaluate((node) => node.setAttribute('token-params', '{"persona":"quiet"}'));
  await expect(element).toMatchAriaSnapshot(`
  - group "Video conversation with Ada":
    - button "Talk to Ada"${typing}
  - status
  `);
  await persona(page).call('start');
  await stateIs(page, 'live');
  await expect(element).toMatchAriaSnapshot(`
  - group "Video conversation with Ada":${typing}
    - group "Conversation controls":
      - /children: equal
      - button "Mute microphone"
      - button "Mute sound"
      - button "Hide captions"
      - button "Show transcript"
      - button "Stop speaking" [disabled]
      - button "More options"
      - button "End conversation"
  - status: Connected
  `);
  await persona(page).call('stop');
  await expect(element).toMatchAriaSnapshot(`
  - group "Video conversation with Ada":
    - paragraph: Conversation ended
    - button "Start again"${typing}
  - status: Conversation ended
  `);
  await element.evaluate((node) => {
    node.setAttribute('token-url', '/api/session-token?fault=engine-503');
    node.setAttribute('reconnect', '0');
    return (node as HTMLElement & { start(): Promise<void> }).start().catch(() => undefined);
  });
  await expect(element).toMatchAriaSnapshot(`
  - group "Video conversation with Ada":
    - paragraph: That did not work
    - paragraph: /All lines are busy/
    - button "Try again"${typing}
  - status: /All lines are busy/
  `);
});

/** Every switch of the gallery's states page brings its state about, by the simulator's faults; and its face shows it. */
import { expect, test } from '../support/demo-server.js';
import { openSessions } from '../support/demo-page.js';
import { quietMicrophone } from '../support/quiet-microphone.js';

test.use(quietMicrophone);

/** Milliseconds for a state. The longest: Firefox notices a lost network after some ten seconds, then a recovery has thirty. */
const PATIENCE = 60_000;

/** What has to be seen in the element, where the state alone does not say it. */
const FACES: Readonly<Record<string, RegExp>> = {
  idle: /Talk to Ada/,
  consent: /Before you start/,
  asking: /Allow your microphone/,
  authorizing: /Getting ready/,
  connecting: /Connecting/,
  almost: /Almost there/,
  retrying: /Trying again in/,
  listening: /Listening/,
  thinking: /Thinking/,
  speaking: /Speaking/,
  interrupted: /Interrupted/,
  'mic-denied': /microphone is blocked/,
  'mic-missing': /No microphone was found/,
  'mic-in-use': /could not be started/,
  'sound-blocked': /Tap to hear/,
  transcript: /Who are you\?/,
  reconnecting: /Reconnecting/,
  'picture-stops': /Reconnecting/,
  replaced: /Reconnecting/,
  'warning-idle': /Are you still there\?/,
  'warning-time': /Time is almost up/,
  'ended-user': /Conversation ended/,
  'ended-server': /The conversation was ended/,
  'ended-idle': /it was quiet for a while/,
  'ended-hidden': /while you were away/,
  'ended-time': /time for this conversation is up/,
};

const GROUPS = [
  'Before the conversation',
  'Live',
  'Trouble on the way',
  'Ended',
  'Failed: the page and the browser',
  'Failed: the page’s token endpoint',
  'Failed: the service refuses a token',
  'Failed: the engine',
  'Failed: signalling',
  'Failed: the connection',
  'Failed: the picture',
];

test.beforeEach(async ({ page }) => {
  await page.goto('/states.html');
  await page.locator('#switch-idle[data-reached]').waitFor();
});

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await expect.poll(() => openSessions(page), { timeout: 15_000 }).toEqual([]);
});

test('every group of switches is tried here', async ({ page }) => {
  expect(await page.locator('#switchboard h2').allTextContents()).toEqual(GROUPS);
  const ids = await page
    .locator('.switch')
    .evaluateAll((all) => all.map(({ id }) => id.replace('switch-', '')));
  expect(Object.keys(FACES).filter((id) => !ids.includes(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

for (const group of GROUPS)
  test(group, async ({ page }) => {
    test.setTimeout(240_000);
    const switches = page.getByRole('region', { name: group, exact: true }).getByRole('button');
    const ids = await switches.evaluateAll((all) => all.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) {
      await test.step(id, async () => {
        const button = page.locator(`#${id}`);
        await button.click();
        await expect(button).toHaveAttribute('data-reached', '', { timeout: PATIENCE });
        const face = FACES[id.replace('switch-', '')];
        if (face) await expect(page.locator('anam-persona .frame')).toContainText(face, { timeout: 10_000 });
        if (group.startsWith('Failed')) {
          await expect(page.locator('anam-persona [part=error]')).toBeVisible();
          await expect(page.locator('#shown-mark')).toContainText('Reached: failed with');
        }
      });
    }
  });

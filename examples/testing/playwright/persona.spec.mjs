import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { test as base, expect } from '@playwright/test';
import { startSimulator } from 'anam-persona/simulator';

/** The site under test, on loopback; yours would be started here instead. */
function startSite(simulator) {
  const server = createServer(async (request, response) => {
    if (request.url === '/') {
      response.setHeader('content-type', 'text/html');
      response.end(`<!doctype html><script type="module" src="/cdn/anam-persona.js"></script>
        <anam-persona token-url="/api/session-token" style="width: 480px"></anam-persona>`);
    } else if (request.url === '/api/session-token') {
      const answer = await fetch(`${simulator.url}/v1/auth/session-token`, {
        method: 'POST',
        headers: { authorization: `Bearer ${simulator.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          clientLabel: 'shop',
          personaConfig: { name: 'Guide', avatarId: 'a', voiceId: 'v' },
        }),
      });
      response.statusCode = answer.status;
      response.end(JSON.stringify({ ...(await answer.json()), apiBaseUrl: simulator.url }));
    } else if (request.url.startsWith('/cdn/')) {
      response.setHeader('content-type', 'text/javascript');
      response.end(await readFile(new URL(import.meta.resolve(`anam-persona${request.url}`))));
    } else {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** A simulator and a site per worker, and a page that shows the site. */
const test = base.extend({
  simulator: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern.
    async ({}, use) => {
      const simulator = await startSimulator();
      await use(simulator);
      await simulator.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ page, simulator }, use) => {
    const site = await startSite(simulator);
    await page.goto(`http://127.0.0.1:${site.address().port}/`);
    await use(page);
    simulator.faults.clear();
    site.closeAllConnections();
    site.close();
  },
});

const state = (page) => page.locator('anam-persona').evaluate((persona) => persona.state);

test('a visitor talks to the persona, and nothing stays open', async ({ page, simulator }) => {
  await page.locator('anam-persona').getByRole('button').first().click();
  await expect.poll(() => state(page)).toBe('live');
  await page.locator('anam-persona').evaluate((persona) => persona.sendUserMessage('Hello'));
  await expect
    .poll(() =>
      page
        .locator('anam-persona')
        .evaluate((persona) => persona.messages.map(({ content }) => content).join(' ')),
    )
    .toContain('pretend to help');
  await page.locator('anam-persona').evaluate((persona) => persona.stop());
  await expect.poll(() => simulator.ledger().sessions.filter(({ closedAt }) => !closedAt)).toEqual([]);
});

test('a full service is told to the visitor', async ({ page, simulator }) => {
  simulator.faults.apply('engine-429-concurrency');
  await page.locator('anam-persona').getByRole('button').first().click();
  await expect.poll(() => state(page)).toBe('failed');
});

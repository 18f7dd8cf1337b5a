/** Owns Playwright's `test` with a fault site of its own for every worker. */
import { test as base } from '@playwright/test';
import { openFaultSite, type FaultSite } from './fault-site.js';

export { expect } from '@playwright/test';

export const test = base.extend<object, { site: FaultSite }>({
  site: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from this pattern
    async ({}, use) => {
      const site = await openFaultSite();
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
});

/**
 * The fault matrix: the built element with the real SDK and real WebRTC, through everything the simulator can do wrong.
 * The rows are in `faults/`. `FAULT=ice-lost,end-later` runs these alone.
 */
import { faults } from '../../simulator/index.js';
import { demanded, openLane, runFault, type Outcome } from '../support/fault-run.js';
import { expect, test } from '../support/fault-test.js';
import { matrix } from './faults/table.js';

/** Pages at a time. */
const LANES = 4;

// Ten pages at once would trace more than they do.
test.use({ trace: 'off' });

const asked = process.env['FAULT']?.split(',');

test('every fault has a row, and every row a fault', () => {
  expect([...matrix.keys()].sort()).toEqual(faults.map(({ name }) => name).sort());
});

for (const place of new Set(faults.map(({ where }) => where)))
  test(`faults of the ${place}`, async ({ browser, site }) => {
    test.setTimeout(180_000);
    const names = faults
      .filter(({ name, where }) => where === place && matrix.has(name))
      .map(({ name }) => name);
    const waiting = names.filter((name) => !asked || asked.includes(name));
    const outcomes = new Map<string, Outcome>();
    const lane = async (): Promise<void> => {
      const page = await openLane(browser);
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        outcomes.set(name, await runFault(page, site, name, matrix.get(name)!));
      }
      await page.context().close();
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    for (const [name, outcome] of outcomes) expect.soft(outcome, name).toEqual(demanded(matrix.get(name)!));
  });

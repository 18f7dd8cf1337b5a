/** A random life of the element, judged by the ledger alone: every session is closed within two seconds of its end. */
import { expect, test } from '../support/demo-server.js';
import { ledger } from '../support/demo-page.js';

/** Milliseconds that a session may outlive its end. */
const LIMIT = 2_000;
const STEPS = 150;
/** Milliseconds after which no further step is begun. */
const LONG_ENOUGH = 60_000;

/** Mulberry32: small, and the same everywhere. */
const randomFrom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

const DEEDS = [
  'start',
  'start',
  'start',
  'stop',
  'move',
  'remove',
  'append',
  'navigate',
  'wait',
  'wait',
] as const;
type Deed = (typeof DEEDS)[number];

/** What ends a session, whatever it was doing. */
const ENDS: ReadonlySet<Deed> = new Set(['stop', 'remove', 'navigate']);

interface Done {
  readonly deed: Deed;
  readonly from: number;
  readonly to: number;
}

test('a random life leaves no session behind', { tag: '@alone' }, async ({ page }) => {
  test.setTimeout(150_000);
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  console.log(`SEED=${seed} repeats this life.`);
  const random = randomFrom(seed);
  const visit = async (): Promise<void> => {
    await page.goto('/');
    await page.waitForFunction(() => customElements.get('anam-persona'));
    // Kept here while it is out of the document.
    await page.evaluate(() => Object.assign(globalThis, { kept: document.querySelector('anam-persona') }));
  };
  const act = (deed: Deed, pause: number): Promise<void> =>
    page.evaluate(
      async ([what, milliseconds]) => {
        const { kept } = globalThis as unknown as {
          kept: HTMLElement & { start(): Promise<void>; stop(): Promise<void> };
        };
        const later = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));
        if (what === 'start') void kept.start().catch(() => undefined);
        if (what === 'stop') await kept.stop();
        if (what === 'append' && !kept.isConnected) document.body.append(kept);
        if (what === 'move' && kept.isConnected) document.body.prepend(kept);
        if (what === 'remove') {
          kept.remove();
          await later(50);
        }
        if (what === 'wait') await later(milliseconds);
      },
      [deed, pause] as const,
    );

  await visit();
  const known = new Set((await ledger(page)).map(({ sessionId }) => sessionId));
  const life: Done[] = [];
  const begun = Date.now();
  for (let step = 0; step < STEPS && Date.now() - begun < LONG_ENOUGH; step += 1) {
    const deed = DEEDS[Math.floor(random() * DEEDS.length)]!;
    const pause = Math.floor(random() * 1500);
    const from = Date.now();
    if (deed === 'navigate') await visit();
    else await act(deed, pause);
    life.push({ deed, from, to: Date.now() });
  }
  const from = Date.now();
  await page.goto('about:blank');
  life.push({ deed: 'navigate', from, to: Date.now() });

  const mine = async () => (await ledger(page)).filter(({ sessionId }) => !known.has(sessionId));
  const stillOpen = async (): Promise<number> =>
    (await mine()).filter(({ streamingSince, closedAt }) => streamingSince && !closedAt).length;
  await expect.poll(stillOpen, { message: `SEED=${seed}`, timeout: LIMIT }).toBe(0);

  const late = (await mine())
    .filter(({ streamingSince }) => streamingSince)
    .map(({ sessionId, createdAt, closedAt, endReason }) => {
      const start = life.filter(({ deed, from }) => deed === 'start' && from <= Date.parse(createdAt)).at(-1);
      const end = life.find(({ deed, from }) => ENDS.has(deed) && from >= (start?.from ?? 0));
      const overdue = Date.parse(closedAt ?? '') - (end?.to ?? 0);
      return { sessionId, endReason, end: end?.deed, overdue };
    })
    .filter(({ overdue, endReason }) => !(overdue <= LIMIT) || endReason === 'abandoned');
  expect(late, `SEED=${seed}: ${life.map(({ deed }) => deed).join(' ')}`).toEqual([]);
  const sessions = (await mine()).length;
  expect(sessions, 'a life in which nothing happened proves nothing').toBeGreaterThan(0);
  console.log(`${life.length} steps, ${sessions} sessions, ${Date.now() - begun} ms`);
});

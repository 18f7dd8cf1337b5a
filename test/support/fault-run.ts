/** Drives the real element through one fault and reports how it behaved, in the words of the row. */
import type { Browser, Page } from '@playwright/test';
import { faults } from '../../simulator/index.js';
import { wayOf, type Row } from '../e2e/faults/row.js';
import { recorded, startRecorded, whenStates, type Recorded } from './fault-recorder.js';
import type { FaultSite } from './fault-site.js';
import { pageCounts, watchPage } from './page-watch.js';

/** Milliseconds for the longest way: three requests of the SDK, each given up after 10 seconds. */
const PATIENCE = 45_000;
/** Milliseconds that a session may outlive its end on a busy machine. */
const SOON = 10_000;
/** Ends that the service found out by itself: nobody told it, and it billed until then. */
const BY_CHANCE = new Set(['abandoned', 'connection-lost', 'never-connected']);

export interface Outcome {
  /** The fault did strike: a row that takes no notice of it proves nothing otherwise. */
  struck: boolean;
  state: string;
  way: string[];
  errors: string[];
  texts: string[];
  missing: string[];
  unwanted: string[];
  answered: boolean;
  rejected: string[];
  tokens: number;
  sessions: number;
  /** Told beginnings without a told end. */
  unended: number;
  orphans: string[];
  connections: number;
  tracks: number;
  /** Script of the other side ran. */
  pwned: boolean;
}

/** What the row demands, in the shape of an outcome. */
export const demanded = (row: Row): Outcome => {
  const way = wayOf(row);
  const error = row.state === 'failed' ? [row.error] : [];
  return {
    struck: row.struck ?? row.strikes !== 'none',
    state: row.state,
    way: [...way],
    errors: [...(row.errors ?? error)],
    texts: [
      ...new Set([
        ...(row.reads ?? []),
        ...(way.includes('reconnecting') ? ['reconnecting'] : []),
        ...(row.state === 'live' ? [] : [row.text]),
      ]),
    ],
    missing: [],
    unwanted: [],
    answered: row.state === 'live' && row.answers !== false,
    rejected: row.rejects ? [row.rejects] : [],
    tokens: row.tokens ?? 1,
    sessions: row.sessions ?? 1,
    unended: 0,
    orphans: [],
    connections: 0,
    tracks: 0,
    pwned: false,
  };
};

/** Milliseconds from the beginning of the conversation until the fault has struck and passed. */
const struckAfter = (fault: string): number => {
  const effects = faults.find(({ name }) => name === fault)?.effects ?? [];
  const times = effects.map((effect) => {
    const after = 'when' in effect && effect.when.moment === 'live' ? (effect.when.after ?? 0) : 0;
    const delay = effect.on === 'ready' ? (effect.delay ?? 0) : 0;
    return after + delay + ('milliseconds' in effect ? (effect.milliseconds ?? 0) : 0);
  });
  return Math.max(0, ...times);
};

/** A page that can go through one fault after the other. */
export const openLane = async (browser: Browser): Promise<Page> => {
  const context = await browser.newContext({ permissions: ['microphone'] });
  const page = await context.newPage();
  await watchPage(page);
  return page;
};

export const runFault = async (page: Page, site: FaultSite, fault: string, row: Row): Promise<Outcome> => {
  await page.goto(site.url);
  const tokenUrl = await site.open(fault, row.strikes ?? 'each');
  await startRecorded(page, {
    'token-url': tokenUrl,
    reconnect: `${row.reconnect ?? 0}`,
    'connect-timeout': `${row.connectTimeout ?? 20}`,
    // It is open all the same; the browser's artificial one beeps, which would interrupt the answers.
    'mic-muted': '',
  });
  const answered = await follow(page, fault, row);
  const news = await recorded(page);
  if (row.state === 'live') {
    await call(page, 'stop');
    await whenStates(page, ['ended'], SOON).catch(() => undefined);
  }
  return judge(page, site, fault, row, { news, answered });
};

/** Waits until everything has happened that the row speaks of. Returns whether the persona answered. */
const follow = async (page: Page, fault: string, row: Row): Promise<boolean> => {
  const way = wayOf(row);
  const reached = (state: string): Promise<void> =>
    whenStates(page, [state], PATIENCE).catch(() => undefined);
  if (row.then === 'try-again') {
    await reached('failed');
    await page.getByRole('button', { name: 'Try again' }).click();
  }
  if (way.includes('live')) {
    await reached('live');
    if (row.then === 'talk') await call(page, 'talk', 'Once upon a time');
    if (row.then === 'say-hello') await call(page, 'sendUserMessage', 'Hello');
  }
  if (row.state !== 'live') {
    await reached(row.state);
    // The face of a failure is loaded when it is needed.
    await page.waitForFunction(
      () => {
        const { texts } = (globalThis as unknown as { seen: Recorded }).seen;
        return texts.some((key) => /^(error|ended)/.test(key));
      },
      undefined,
      { polling: 50, timeout: 5000 },
    ).catch(() => undefined); // prettier-ignore
    return false;
  }
  // Not a sleep for luck: the fault's own time table runs on the same machine, and ours starts later.
  await page.waitForTimeout(struckAfter(fault) + 300);
  await wholeWay(page, way);
  if (row.channel === 'closed') await channelCloses(page);
  const answered = await isAnswered(page, row.answers === false ? 2000 : 30_000);
  if (row.rejects) await isRejected(page);
  await whenStates(page, ['live'], SOON).catch(() => undefined);
  return answered;
};

/** Waits until the states are those of the row, apart from what the machine has added. */
const wholeWay = async (page: Page, way: readonly string[]): Promise<void> => {
  const until = Date.now() + PATIENCE;
  while (calm(await recorded(page), way).states.join() !== way.join() && Date.now() < until)
    await page.waitForTimeout(50);
};

/** Waits until a call of the page was rejected: while the conversation goes on, not only at its end. */
const isRejected = async (page: Page): Promise<void> => {
  await page.waitForFunction(
    () => (globalThis as unknown as { seen: Recorded }).seen.rejections.length > 0,
    undefined,
    { polling: 50, timeout: SOON },
  ).catch(() => undefined); // prettier-ignore
};

/** Resolves when the SDK's data channel is no longer open; it has no public sign of that. */
const channelCloses = async (page: Page): Promise<void> => {
  await page.waitForFunction(
    () => {
      const { client } = document.querySelector('anam-persona') as unknown as {
        client: { streamingClient: { dataChannel: RTCDataChannel | null } } | null;
      };
      return client?.streamingClient.dataChannel?.readyState !== 'open';
    },
    undefined,
    { polling: 50, timeout: PATIENCE },
  );
};

/** Says hello, and waits for what the persona says after it. */
const isAnswered = async (page: Page, timeout: number): Promise<boolean> => {
  await call(page, 'sendUserMessage', 'Hello');
  return page
    .waitForFunction(
      () => {
        const { messages } = document.querySelector('anam-persona') as unknown as {
          messages: { role: string; content: string }[];
        };
        return messages.some(({ content }) => content.includes('Hello to you'));
      },
      undefined,
      { polling: 50, timeout },
    )
    .then(
      () => true,
      () => false,
    );
};

/** Calls a method of the element. Not awaited: a message may wait for its channel until the end. */
const call = (page: Page, method: string, ...args: string[]): Promise<void> =>
  page.locator('anam-persona').evaluate(
    (node, [name, words]) => {
      const methods = node as unknown as Record<string, (...args: string[]) => Promise<void>>;
      const { rejections } = (globalThis as unknown as { seen: Recorded }).seen;
      methods[name]?.call(node, ...words).catch((error: unknown) => {
        rejections.push((error as { code?: string }).code ?? String(error));
      });
    },
    [method, args] as const,
  );

const judge = async (
  page: Page,
  site: FaultSite,
  fault: string,
  row: Row,
  { news, answered }: { news: Recorded; answered: boolean },
): Promise<Outcome> => {
  const end = await recorded(page);
  const isTold = (wanted: string): boolean => end.told.some((told) => told === wanted || told.startsWith(`${wanted}:`)); // prettier-ignore
  const count = (wanted: string): number => end.told.filter((told) => told.startsWith(wanted)).length;
  const wanted = [...(row.told ?? []), ...(row.state === 'ended' ? [`anam-session-end:${row.reason}`] : [])];
  const orphansNow = (): string[] =>
    site
      .sessions(fault)
      .map(({ closedAt, endReason }) => (closedAt ? `${endReason}` : 'open'))
      .filter((ending) => ending === 'open' || BY_CHANCE.has(ending));
  const until = Date.now() + SOON;
  while (Date.now() < until && orphansNow().includes('open')) await page.waitForTimeout(50);
  const { connections, tracks } = await pageCounts(page);
  const { states, texts } = calm(news, wayOf(row));
  return {
    struck: site.struck(fault) > 0,
    state: news.states.at(-1) ?? 'idle',
    way: states,
    errors: end.errors,
    texts,
    missing: wanted.filter((event) => !isTold(event)),
    unwanted: (row.untold ?? []).filter(isTold),
    answered,
    rejected: row.rejects ? news.rejections : end.rejections,
    tokens: site.tokens(fault),
    sessions: site.sessions(fault).length,
    unended: count('anam-session-start') - count('anam-session-end'),
    orphans: orphansNow(),
    connections,
    tracks,
    pwned: await page.evaluate(() => 'pwned' in globalThis),
  };
};

/**
 * A busy machine may hold a picture back for two seconds, and the element then says so. What the row does not speak
 * of, or does not speak of so often, is not the fault's doing.
 */
const calm = ({ states, texts }: Recorded, way: readonly string[]): Pick<Recorded, 'states' | 'texts'> => {
  const times = (all: readonly string[]): number => all.filter((state) => state === 'reconnecting').length;
  const calmed = [...states];
  for (let more = times(states) - times(way); more > 0; more -= 1) {
    const at = calmed.indexOf('reconnecting');
    calmed.splice(at, calmed[at + 1] === 'live' ? 2 : 1);
  }
  return {
    states: calmed,
    texts: way.includes('reconnecting') ? texts : texts.filter((key) => key !== 'reconnecting'),
  };
};

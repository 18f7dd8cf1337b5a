/** The demo page as the end-to-end tests see it: its element, its events, what its video and sound do, and the ledger. */
import type { Page } from '@playwright/test';

export interface LedgerEntry {
  sessionId: string;
  clientLabel: string | null;
  createdAt: string;
  streamingSince: string | null;
  closedAt: string | null;
  billedSeconds: number;
  endReason: string | null;
  receivedAudio: boolean;
  messages: { role: string; content: string }[];
}

export const ledger = async (page: Page): Promise<LedgerEntry[]> => {
  const answer = await page.request.get('/_simulator/sessions');
  return ((await answer.json()) as { sessions: LedgerEntry[] }).sessions;
};

/** Sessions that were opened and not closed: after a test there are none. */
export const openSessions = async (page: Page): Promise<string[]> =>
  (await ledger(page)).filter(({ streamingSince, closedAt }) => streamingSince && !closedAt).map(({ sessionId }) => sessionId); // prettier-ignore

/** How a session has ended; `open` while it has not. */
export const endOf = async (page: Page, sessionId: string): Promise<string> => {
  const entry = (await ledger(page)).find((one) => one.sessionId === sessionId);
  return entry?.closedAt ? `${entry.endReason}` : 'open';
};

/** The ends that the service was told of. Of the others it learns by itself, seconds later. */
export const TOLD_ENDS = /^(client|stopped)$/;

/** What the page's element is now. */
export const persona = (page: Page) => {
  const element = page.locator('anam-persona');
  const property = <Value>(name: string): Promise<Value> =>
    element.evaluate((node, key) => (node as unknown as Record<string, unknown>)[key] as never, name);
  return {
    element,
    property,
    state: () => property<string>('state'),
    call: (method: string, ...args: string[]): Promise<void> =>
      element.evaluate(
        async (node, [name, words]) => {
          const methods = node as unknown as Record<string, (...args: string[]) => Promise<void>>;
          await methods[name]?.call(node, ...words);
        },
        [method, args] as const,
      ),
    messages: () => property<{ role: string; content: string; interrupted: boolean }[]>('messages'),
  };
};

/** Frames that the element's video has presented since this was first asked; Firefox counts none of a call itself. */
export const framesShown = (page: Page): Promise<number> =>
  page.locator('anam-persona').evaluate((node) => {
    const video = node.shadowRoot?.querySelector('video') as
      (HTMLVideoElement & { framesShown?: number }) | null;
    if (!video) return 0;
    if (video.framesShown === undefined) {
      const count = (): void => {
        video.framesShown = (video.framesShown ?? -1) + 1;
        video.requestVideoFrameCallback(count);
      };
      count();
    }
    return video.framesShown ?? 0;
  });

/** The loudest the persona gets within the time, as a root mean square from 0 to 1. */
export const loudness = (page: Page, milliseconds: number): Promise<number> =>
  page.locator('anam-persona').evaluate(async (node, time) => {
    const media = (node as unknown as { mediaStream: MediaStream | null }).mediaStream;
    if (!media) return 0;
    const context = new AudioContext();
    await context.resume();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(media).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    const until = performance.now() + time;
    while (performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      analyser.getFloatTimeDomainData(samples);
      loudest = Math.max(
        loudest,
        Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length),
      );
    }
    await context.close();
    return loudest;
  }, milliseconds);

/** Owns the operator's emergency brake: ending every running session of a label. */
import { ALWAYS_ASK } from './breaker.js';
import { ANAM_API_URL } from './options.js';
import { readApiKey, readBaseUrl, readLabel } from './options-checks.js';
import { listSessions, LOOKS, stopSession } from './sessions.js';
import { createUpstream } from './upstream.js';

/** What to stop, and with which key. */
export interface StopLabelOptions {
  apiKey: string;
  apiBaseUrl?: string | undefined;
  /** The `clientLabel` of the endpoint whose sessions are meant. Other labels that merely begin like it are left alone. */
  label: string;
  /** Count, but stop nothing. */
  dryRun?: boolean | undefined;
  fetch?: typeof fetch | undefined;
}

/** How many sessions were found running, and how many of them were stopped. */
export interface StopLabelResult {
  running: number;
  stopped: number;
}

/**
 * Stops every running session of a label.
 *
 * @throws Error when the label is none, Problem when the list cannot be read to its end: what was found is stopped then.
 */
export async function stopLabel(options: StopLabelOptions): Promise<StopLabelResult> {
  // Without a label every session of the account would be meant, those of other programs too.
  const label = readLabel('label', options.label);
  const upstream = createUpstream({
    apiKey: readApiKey(options.apiKey),
    apiBaseUrl: readBaseUrl(options.apiBaseUrl ?? ANAM_API_URL),
    timeouts: { connect: 3000, answer: 15_000, total: 20_000 },
    fetch: options.fetch ?? fetch,
    breaker: ALWAYS_ASK,
    now: Date.now,
  });
  const running: string[] = [];
  const list = async (): Promise<void> => {
    for await (const { id, clientLabel, ended } of listSessions(upstream, label)) {
      if (!ended && (clientLabel === label || clientLabel.startsWith(`${label}/`))) running.push(id);
    }
  };
  const [listed] = await Promise.allSettled([list()]);
  let stopped = 0;
  let left = options.dryRun ? [] : running;
  for (const milliseconds of LOOKS) {
    if (left.length === 0) break;
    if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
    const unreached: string[] = [];
    for (const id of left) {
      // One that cannot be stopped must not keep the others running.
      const over = await stopSession(upstream, id).catch(() => undefined);
      if (over) stopped += 1;
      // Anam knows no engine of it yet, and may in a moment.
      else if (over === false) unreached.push(id);
    }
    left = unreached;
  }
  if (listed.status === 'rejected') throw listed.reason;
  return { running: running.length, stopped };
}

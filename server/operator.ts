/** Owns the operator's emergency brake: ending every running session of a label. */
import { ANAM_API_URL, readApiKey, readBaseUrl } from './options.js';
import { listSessions, stopSession } from './sessions.js';
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

/** Stops every running session of a label. @throws Problem when the list cannot be read. */
export async function stopLabel(options: StopLabelOptions): Promise<StopLabelResult> {
  const upstream = createUpstream({
    apiKey: readApiKey(options.apiKey),
    apiBaseUrl: readBaseUrl(options.apiBaseUrl ?? ANAM_API_URL),
    timeouts: { answer: 15_000, total: 20_000 },
    fetch: options.fetch ?? fetch,
    breaker: { failures: Number.POSITIVE_INFINITY },
    now: Date.now,
  });
  const running: string[] = [];
  for await (const { id, clientLabel, ended } of listSessions(upstream, options.label)) {
    if (!ended && (clientLabel === options.label || clientLabel.startsWith(`${options.label}/`)))
      running.push(id);
  }
  let stopped = 0;
  if (options.dryRun) return { running: running.length, stopped };
  for (const id of running) {
    // One that cannot be stopped must not keep the others running.
    await stopSession(upstream, id).then(
      () => (stopped += 1),
      () => undefined,
    );
  }
  return { running: running.length, stopped };
}

/** Owns the stop endpoint: who holds the handle of a mint may end what was opened with its token, and nothing else. */
import { isObject, readJson } from './body.js';
import type { Limits } from './limits.js';
import type { Settings } from './options.js';
import { Problem } from './problems.js';
import { LOOKS, readPage, readSession, stopSession, type SessionRecord } from './sessions.js';
import type { Signer, StopHandle } from './signing.js';
import type { Upstream } from './upstream.js';

/** `text/plain` is what `navigator.sendBeacon` sends without a preflight, which a closing page has no time for. */
const TYPES = ['application/json', 'text/plain'];

/** What one look has found. */
interface Found {
  sessions: SessionRecord[];
  /** Whether that is all there can be; when not, it is looked again. */
  whole: boolean;
}

/**
 * Makes the function that answers `POST …/stop`. Asking again is harmless, and answered alike until the limit of stops
 * per mint. It goes on when the caller is gone: a closing page does not wait.
 */
export function createStop(settings: Settings, upstream: Upstream, signer: Signer, limits: Limits) {
  return async (request: Request): Promise<Response> => {
    const { handle, sessionId } = await readBody(request);
    const { mint, client } = await readHandle(handle, signer, settings.now());
    await limits.countStop(mint);
    const label = `${settings.clientLabel}/${mint}`;
    await stopAll(() => (sessionId === undefined ? findMint(label) : findOne(sessionId, label)));
    // Also where nothing was found: a start that was refused or given up must not keep a visitor out. Whoever keeps the
    // token all the same is bounded by the limits per minute and day, as places never bound kept tokens.
    await limits.release(mint, client);
    return new Response(null, { status: 204 });
  };

  /**
   * Finds the session a page knows, and any other of its mint: where the answer to an allocation was lost, the SDK
   * asks again, and knows the second one only. A list that cannot be read does not keep the known one running.
   */
  async function findOne(id: string, label: string): Promise<Found> {
    const session = await readSession(upstream, id);
    if (session && session.clientLabel !== label) throw new ForeignSession();
    const listed = await listMint(label).catch(() => undefined);
    const others = (listed ?? []).filter((other) => other.id !== id);
    return { sessions: session ? [session, ...others] : others, whole: session !== undefined && !!listed };
  }

  /** For a page that does not know its session. */
  async function findMint(label: string): Promise<Found> {
    const sessions = await listMint(label);
    return { sessions, whole: sessions.length > 0 };
  }

  /** A mint has one session or very few, so one page of the list tells. */
  async function listMint(label: string): Promise<SessionRecord[]> {
    return (await readPage(upstream, label)).filter(({ clientLabel }) => clientLabel === label);
  }

  /**
   * Stops what is found, now or a little later: what has not reached an engine cannot be found or stopped yet, and
   * Anam may fail once. Stopping twice does no harm.
   * @throws Problem when no look was answered, or when something runs that could not be stopped
   */
  async function stopAll(find: () => Promise<Found>): Promise<void> {
    let running = false;
    const failures: unknown[] = [];
    for (const milliseconds of LOOKS) {
      if (milliseconds > 0) await settings.wait(milliseconds);
      try {
        const { sessions, whole } = await find();
        running = sessions.some(({ ended }) => !ended);
        const over = await Promise.all(
          sessions.map(async ({ id, ended }) => ended || (await stopSession(upstream, id))),
        );
        running = false;
        if (whole && over.every(Boolean)) return;
      } catch (error) {
        if (error instanceof ForeignSession) throw error;
        failures.push(error);
      }
    }
    if (running || failures.length === LOOKS.length) throw failures.at(-1);
  }
}

class ForeignSession extends Problem {
  constructor() {
    super('unauthorized', 'The handle does not belong to this session.');
  }
}

async function readBody(request: Request): Promise<{ handle: string; sessionId: string | undefined }> {
  const body = await readJson(request, TYPES);
  if (isObject(body) && Object.keys(body).every((key) => key === 'handle' || key === 'sessionId')) {
    const { handle, sessionId } = body as { handle?: unknown; sessionId?: unknown };
    if (typeof handle === 'string' && (sessionId === undefined || isSessionId(sessionId)))
      return { handle, sessionId };
  }
  throw new Problem(
    'bad-request',
    'The body must hold "handle" (from the answer to the mint), may hold "sessionId", and nothing else.',
  );
}

function isSessionId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,128}$/.test(value);
}

async function readHandle(handle: string, signer: Signer, now: number): Promise<StopHandle> {
  const mint = await signer.readHandle(handle, now);
  if (mint) return mint;
  throw new Problem('unauthorized', 'The handle is not from this endpoint, or it has expired.');
}

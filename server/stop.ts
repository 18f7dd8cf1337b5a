/** Owns the stop endpoint: who holds the handle of a mint may end the session of that mint, and no other. */
import { isObject, readJson } from './body.js';
import type { Limits } from './limits.js';
import type { Settings } from './options.js';
import { Problem } from './problems.js';
import { readSession, stopSession } from './sessions.js';
import type { Signer, StopHandle } from './signing.js';
import type { Upstream } from './upstream.js';

/** `text/plain` is what `navigator.sendBeacon` sends without a preflight, which a closing page has no time for. */
const TYPES = ['application/json', 'text/plain'];

/** Makes the function that answers `POST …/stop`. It answers 204 however often it is asked. */
export function createStop(settings: Settings, upstream: Upstream, signer: Signer, limits: Limits) {
  return async (request: Request): Promise<Response> => {
    const { handle, sessionId } = await readBody(request);
    const mint = await readHandle(handle, signer, settings.now());
    await limits.countStop(mint.mint);
    const session = await readSession(upstream, sessionId);
    // Unknown to Anam: it never reached an engine, so nothing runs. Its place stays taken, for its token may still be used.
    if (!session) return done();
    if (session.clientLabel !== `${settings.clientLabel}/${mint.mint}`) {
      throw new Problem('unauthorized', 'The handle does not belong to this session.');
    }
    if (!session.ended) await stopSession(upstream, sessionId);
    await limits.release(mint.mint, mint.client);
    return done();
  };
}

async function readBody(request: Request): Promise<{ handle: string; sessionId: string }> {
  const body = await readJson(request, TYPES);
  if (isObject(body) && Object.keys(body).every((key) => key === 'handle' || key === 'sessionId')) {
    const { handle, sessionId } = body as { handle?: unknown; sessionId?: unknown };
    if (typeof handle === 'string' && typeof sessionId === 'string' && /^[\w-]{1,128}$/.test(sessionId)) {
      return { handle, sessionId };
    }
  }
  throw new Problem(
    'bad-request',
    'The body must hold "handle" (from the answer to the mint) and "sessionId", and nothing else.',
  );
}

async function readHandle(handle: string, signer: Signer, now: number): Promise<StopHandle> {
  const mint = await signer.readHandle(handle, now);
  if (mint) return mint;
  throw new Problem('unauthorized', 'The handle is not from this endpoint, or it has expired.');
}

function done(): Response {
  return new Response(null, { status: 204 });
}

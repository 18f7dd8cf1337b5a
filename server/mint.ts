/** Owns minting: from what a page asked for to a session token, through Anam. */
import { isObject, readMintBody } from './body.js';
import { DEFAULT_SESSION_SECONDS, type Configuration } from './configurations.js';
import type { Admission, Limits } from './limits.js';
import type { LogRecord } from './log.js';
import type { Settings } from './options.js';
import { Problem } from './problems.js';
import type { Signer } from './signing.js';
import { readToken, TOKEN_SECONDS } from './token.js';
import { refusal, type Upstream } from './upstream.js';
import { readVariables, withVariables, type Variables } from './variables.js';

/** Seconds added to a session's length for connecting and for clocks that differ. */
const SLACK_SECONDS = 60;

/** The answer to a mint. */
export interface TokenResponse {
  /** Anam's JWT: for one session, now. */
  sessionToken: string;
  /** ISO 8601. */
  expiresAt: string;
  /** How the page tells that its session is over: `POST` `{ handle, sessionId? }` to `url`, relative to the token URL. */
  stop: { url: string; handle: string };
  /** Where the SDK should go, when it is not Anam's own address. */
  apiBaseUrl?: string;
}

/** What minting needs beside the settings. */
interface MintParts {
  upstream: Upstream;
  signer: Signer;
  limits: Limits;
}

/** Makes the function that answers a request that was let in; `client` is the caller's hash. */
export function createMint(settings: Settings, { upstream, signer, limits }: MintParts) {
  return async (request: Request, client: string, record: Partial<LogRecord>): Promise<Response> => {
    const body = await readMintBody(request);
    const { name, configuration } = choose(settings.configurations, body.persona);
    record.persona = name;
    const variables = readVariables(configuration.variables, body.variables ?? {});
    const mint = crypto.randomUUID();
    const seconds = configuration.persona.maxSessionLengthSeconds ?? DEFAULT_SESSION_SECONDS;
    const admission = await limits.admit(mint, client, seconds + SLACK_SECONDS);
    const token = await askForToken(
      upstreamBody(configuration, variables, `${settings.clientLabel}/${mint}`),
      request.signal,
      admission,
    );
    const expires = Math.ceil(settings.now() / 1000) + TOKEN_SECONDS + seconds + SLACK_SECONDS;
    const response: TokenResponse = {
      sessionToken: token.sessionToken,
      expiresAt: token.expiresAt.toISOString(),
      stop: {
        url: settings.stopUrl ?? stopUrl(request),
        handle: await signer.signHandle({ mint, client, expires }),
      },
      ...(settings.exposedApiBaseUrl === undefined ? {} : { apiBaseUrl: settings.exposedApiBaseUrl }),
    };
    return Response.json(response);
  };

  async function askForToken(body: object, signal: AbortSignal, admission: Admission) {
    try {
      const answer = await upstream({ method: 'POST', path: '/v1/auth/session-token', body, signal });
      if (answer.status !== 200) throw refusal(answer);
      const token = readToken(
        isObject(answer.json) ? answer.json['sessionToken'] : undefined,
        settings.now(),
      );
      if (token) return token;
      throw new Problem('upstream-error', 'The persona service answered without a usable session token.', {
        reason: 'no JWT-shaped sessionToken in the answer',
      });
    } catch (error) {
      const nothingMinted = error instanceof Problem && error.extras.nothingMinted;
      await (nothingMinted ? admission.cancel() : admission.release());
      throw error;
    }
  }
}

/** A path, not an address with a host: the host a server sees behind a proxy is not the one pages use. */
function stopUrl(request: Request): string {
  return `${new URL(request.url).pathname.replace(/(?<!\/)\/+$/, '')}/stop`;
}

function choose(
  configurations: ReadonlyMap<string, Configuration>,
  wanted: string | undefined,
): { name: string; configuration: Configuration } {
  const name = wanted ?? (configurations.size === 1 ? [...configurations.keys()][0] : 'default') ?? 'default';
  const configuration = configurations.get(name);
  if (configuration) return { name, configuration };
  throw wanted === undefined
    ? new Problem('bad-request', 'This endpoint has several personas: name one in "persona".')
    : new Problem(
        'unknown-persona',
        'No configuration has this name: add it to the configurations of the token endpoint.',
      );
}

function upstreamBody(
  { persona, recording, video }: Configuration,
  variables: Variables,
  clientLabel: string,
): object {
  return {
    clientLabel,
    personaConfig: withVariables(persona, variables),
    sessionOptions: {
      // Anam records unless it is told not to.
      sessionReplay: { enableSessionReplay: recording ?? false },
      ...(video?.quality === undefined ? {} : { videoQuality: video.quality }),
      ...(video?.width === undefined ? {} : { videoWidth: video.width, videoHeight: video.height }),
    },
  };
}

/** The simulator that the test runner has started, with a hand of the test on it. */
import { sdkClients } from '../../../src/sdk/index.js';
import type { Service, TicketKind } from '../../contract/client-contract.js';

const UNKNOWN_ID = '00000000-0000-0000-0000-000000000000';
/** Does not greet: what is heard was asked for. */
const QUIET = {
  name: 'Quiet',
  avatarId: 'an-avatar',
  voiceId: 'a-voice',
  llmId: 'an-llm',
  systemPrompt: 'Be brief.',
  skipGreeting: true,
};

interface Simulator {
  readonly url: string;
  readonly apiKey: string;
}

interface LedgerEntry {
  readonly sessionId: string;
  readonly clientLabel: string | null;
  readonly closedAt: string | null;
  readonly endReason: string | null;
  readonly receivedAudio: boolean;
}

export const simulator = async (): Promise<Simulator> =>
  (await (await fetch('/__simulator.json')).json()) as Simulator;

const post = async (url: string, body: object, headers: Record<string, string> = {}): Promise<unknown> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
};

export const mint = async (body: object = {}, query = ''): Promise<{ token: string; apiBaseUrl: string }> => {
  const { url, apiKey } = await simulator();
  const headers = { authorization: `Bearer ${apiKey}` };
  const request = { personaConfig: QUIET, ...body };
  const { sessionToken } = (await post(`${url}/v1/auth/session-token${query}`, request, headers)) as {
    sessionToken: string;
  };
  return { token: sessionToken, apiBaseUrl: url };
};

/** A hand on one session. */
export const control = async (sessionId: string, action: string, body: object = {}): Promise<void> => {
  const { url } = await simulator();
  await post(`${url}/_simulator/sessions/${sessionId}/${action}`, body);
};

/** The ledger's entries with this label. */
export const ledger = async (label: string): Promise<readonly LedgerEntry[]> => {
  const { url } = await simulator();
  const { sessions } = (await (await fetch(`${url}/_simulator/sessions`)).json()) as {
    sessions: LedgerEntry[];
  };
  return sessions.filter(({ clientLabel }) => clientLabel === label);
};

/** A tone, or silence, as from a microphone that cannot be refused. */
export const makeVoice = (loudness = 1): MediaStream => {
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context);
  const destination = context.createMediaStreamDestination();
  oscillator.connect(new GainNode(context, { gain: loudness })).connect(destination);
  oscillator.start();
  const [track] = destination.stream.getAudioTracks();
  const stop = track!.stop.bind(track);
  track!.stop = () => {
    stop();
    void context.close();
  };
  return destination.stream;
};

const FAULTS: Partial<Record<TicketKind, string>> = {
  'unreachable': '?fault=socket-refused',
  'short-lived': '?fault=socket-lost-for-good',
}; // prettier-ignore

/** Every test has a label of its own in the ledger that all tests share. */
export const simulatedService = (): Promise<Service> => {
  const label = crypto.randomUUID();
  return Promise.resolve({
    clients: sdkClients(),
    ticket: (kind = 'good') =>
      mint(
        {
          clientLabel: label,
          ...(kind === 'unknown-avatar' ? { personaConfig: { personaId: UNKNOWN_ID } } : {}),
        },
        FAULTS[kind],
      ),
    voice: () => makeVoice(0),
    openSessions: async () =>
      (await ledger(label)).filter(({ closedAt }) => closedAt === null).map(({ sessionId }) => sessionId),
    end: (sessionId, reason) => control(sessionId, 'end', { reason }),
    warn: (sessionId, message) => control(sessionId, 'warning', { message }),
    // Chromium notices after 5 to 8 seconds, and heals by itself what is over by then.
    disturb: (sessionId) => control(sessionId, 'drop-network', { milliseconds: 8_500 }),
    callTool: (sessionId, name) =>
      control(sessionId, 'tool-call', { type: 'client', name, afterwards: 'The tool says {result}.' }),
  });
};

/** Waits, by asking, until something is so. The test's own limit ends the wait. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
};

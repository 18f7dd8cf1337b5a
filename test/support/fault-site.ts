/** A site for the fault matrix: an empty page, the built element, and per fault a token endpoint whose sessions go wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTokenHandler, toNodeListener } from '../../server/index.js';
import { personas, startSimulator, type LedgerSession, type Simulator } from '../../simulator/index.js';

/** Which sessions a fault strikes: each, the first alone, none, or, from outside, those of a simulator of its own. */
export type Strikes = 'each' | 'first' | 'simulator' | 'none';

export interface FaultSite {
  readonly url: string;
  /** Opens the token endpoint of a fault and returns its path. */
  open(fault: string, strikes: Strikes): Promise<string>;
  /** How many tokens were asked for. */
  tokens(fault: string): number;
  /** How often the page told the endpoint that its session is over. */
  stops(fault: string): number;
  sessions(fault: string): LedgerSession[];
  /** How often the fault has struck. */
  struck(fault: string): number;
  close(): Promise<void>;
}

interface Endpoint {
  readonly simulator: Simulator;
  readonly listener: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  tokens: number;
  stops: number;
}

const PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Faults</title><link rel="icon" href="data:,"><script type="module" src="/cdn/anam-persona.js"></script><body></body></html>'; // prettier-ignore

/**
 * A small picture and plain sound: many sessions run at once, and none is looked at. A session whose page says
 * nothing stays open for longer than a test waits for its end.
 */
const simulate = (fault?: string): Promise<Simulator> =>
  startSimulator({
    concurrency: 100,
    signallingGraceSeconds: 60,
    videoWidth: 160,
    videoHeight: 120,
    audioCodec: 'pcmu',
    ...(fault ? { fault } : {}),
  });

/** Read once, so that a build that runs meanwhile changes nothing. */
const readElement = (): Map<string, string> => {
  const folder = new URL('../../cdn/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return new Map(names.map((name) => [`/cdn/${name}`, readFileSync(new URL(name, folder), 'utf8')]));
};

export const openFaultSite = async (): Promise<FaultSite> => {
  const files = readElement();
  const common = await simulate();
  const simulators = [common];
  const endpoints = new Map<string, Endpoint>();

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, kind, name = '', last] = pathname.split('/');
    const endpoint = kind === 'token' ? endpoints.get(name) : undefined;
    if (endpoint) {
      if (last === 'stop') endpoint.stops += 1;
      else endpoint.tokens += 1;
      void endpoint.listener(request, response);
      return;
    }
    const script = files.get(pathname);
    // Also lets the page into the back/forward cache.
    response.setHeader('cache-control', 'max-age=600');
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.writeHead(script === undefined && pathname !== '/' ? 404 : 200).end(script ?? PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const endpointOf = (fault: string): Endpoint => {
    const endpoint = endpoints.get(fault);
    if (endpoint) return endpoint;
    throw new Error(`The endpoint of "${fault}" was not opened.`);
  };

  return {
    url: `http://127.0.0.1:${port}`,
    async open(fault, strikes) {
      const simulator = strikes === 'simulator' ? await simulate(fault) : common;
      if (simulator !== common) simulators.push(simulator);
      let minted = 0;
      const strikesNow = (path: string): boolean =>
        path.endsWith('/session-token') && (strikes === 'each' || (strikes === 'first' && minted++ === 0));
      const handler = createTokenHandler({
        apiKey: simulator.apiKey,
        apiBaseUrl: simulator.url,
        exposeApiBaseUrl: true,
        limits: false,
        log: false,
        breaker: false,
        clientLabel: fault,
        persona: { personaId: personas[0]!.id },
        timeouts: { answer: 5000, total: 6000 },
        fetch: (input, init) => {
          const url = new URL(input instanceof Request ? input.url : input);
          if (strikesNow(url.pathname)) url.searchParams.set('fault', fault);
          return fetch(url, init);
        },
      });
      endpoints.set(fault, { simulator, listener: toNodeListener(handler), tokens: 0, stops: 0 });
      return `/token/${fault}`;
    },
    tokens: (fault) => endpointOf(fault).tokens,
    stops: (fault) => endpointOf(fault).stops,
    sessions: (fault) =>
      endpointOf(fault)
        .simulator.ledger()
        .sessions.filter(({ clientLabel }) => clientLabel?.startsWith(`${fault}/`)),
    struck: (fault) => endpointOf(fault).simulator.faults.struck()[fault] ?? 0,
    async close() {
      await Promise.all(simulators.map((simulator) => simulator.close()));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

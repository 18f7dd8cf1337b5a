/** The public door of the simulator: a local stand-in for Anam that speaks its protocol. It is not Anam. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { ActiveFault } from './faults/active.js';
import type { FaultRequest } from './faults/fault.js';
import type { LedgerSnapshot } from './ledger.js';
import type { MissingPart } from './media/parts.js';
import { completeOptions, type SimulatorOptions } from './options.js';
import { SIGNALLING_ENDPOINT, Simulation } from './simulation.js';
import { addControlRoutes } from './transport/control.js';
import { Router } from './transport/http.js';
import { frontPage } from './transport/page.js';
import { addPlatformRoutes } from './transport/rest.js';
import { openWebSockets, serveSignalling } from './transport/signalling.js';

export type { ActiveFault } from './faults/active.js';
export type { Fault, FaultRequest, Place } from './faults/fault.js';
export { faults } from './faults/table.js';
export type { LedgerMessage, LedgerSession, LedgerSnapshot } from './ledger.js';
export type { MissingPart } from './media/parts.js';
export type { ClientConfigSpelling, IceServer, SimulatorOptions } from './options.js';
export { UNKNOWN_ID, personas, type Persona } from './scenes/personas.js';

/** Milliseconds clients have to answer the closing of their sockets. */
const CLOSE_PATIENCE = 500;

/** A running simulator. */
export interface Simulator {
  /** Base URL, such as `http://127.0.0.1:49152`; hand it to the SDK as `api.baseUrl`. */
  readonly url: string;
  /** What `POST /v1/auth/session-token` wants as bearer. */
  readonly apiKey: string;
  /** Switches faults on and off; they strike every session, live ones too. */
  readonly faults: {
    /** Throws a RangeError on names and parameters that do not exist. */
    apply(faults: FaultRequest | readonly FaultRequest[]): void;
    clear(): void;
    list(): ActiveFault[];
    /** How often each fault has struck so far, whether applied here or with a token; `clear` does not touch it. */
    struck(): Record<string, number>;
  };
  /** Optional packages that are not installed, how to install each, and what is missing without it. */
  readonly missing: readonly MissingPart[];
  /** All sessions so far; the same data as `GET /_simulator/sessions`. */
  ledger(): LedgerSnapshot;
  /** Ends every session and frees every handle. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Starts a simulator; any number can run in one process.
 * Rejects when `werift` or `ws` is not installed, when the port is taken, and on options that cannot work.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const complete = completeOptions(options);
  const sockets = await openWebSockets();
  const simulation = await Simulation.open(complete);
  const router = new Router();
  addPlatformRoutes(router, simulation);
  addControlRoutes(router, simulation);
  router.on('GET', '/', () => ({
    status: 200,
    text: frontPage(simulation),
    contentType: 'text/html; charset=utf-8',
  }));
  const server = createServer((request, response) => void router.serve(request, response));
  const connections = trackConnections(server);
  serveSignalling(server, sockets, SIGNALLING_ENDPOINT, (sessionId) => simulation.session(sessionId));
  try {
    await listen(server, complete);
  } catch (error) {
    await simulation.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  simulation.host = `${reachableHost(complete.host)}:${port}`;
  let closing: Promise<void> | undefined;
  return {
    url: `http://${simulation.host}`,
    apiKey: simulation.apiKey,
    faults: {
      apply: (requests) => void simulation.faults.apply(requests),
      clear: () => simulation.faults.clear(),
      list: () => simulation.faults.list(),
      struck: () => simulation.tally.snapshot(),
    },
    missing: simulation.missing,
    ledger: () => simulation.ledger.snapshot(Date.now()),
    close: () => (closing ??= closeAll(server, connections, simulation)),
  };
}

function listen(server: Server, { port, host }: Required<SimulatorOptions>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new Error(`Port ${port} on ${host} is taken: choose another, or 0 for a free one.`, {
              cause: error,
            })
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}

/** Every TCP connection of the server, upgraded ones too, which it does not close by itself. */
function trackConnections(server: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return connections;
}

/** First nothing new comes in, then what is open ends, then what does not end is broken. */
async function closeAll(
  server: Server,
  connections: ReadonlySet<Socket>,
  simulation: Simulation,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await simulation.close();
  server.closeAllConnections();
  await Promise.race([closed, wait(CLOSE_PATIENCE, undefined, { ref: false })]);
  for (const socket of connections) socket.destroy();
  await closed;
}

/** How this machine reaches a server that listens on this address. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

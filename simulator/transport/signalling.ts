/** The signalling WebSocket: finds the session by `session_id`, passes messages both ways. */

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import { urlOf } from './http.js';
import type { Socket } from './line.js';
import type { Session } from './session.js';

/** Milliseconds a client has to answer the closing of its socket. */
const CLOSE_PATIENCE = 2000;

/** Loads ws, or says what to install. */
export async function openWebSockets(): Promise<WebSocketServer> {
  try {
    const { WebSocketServer } = await import('ws');
    return new WebSocketServer({ noServer: true, maxPayload: 4 * 1024 * 1024 });
  } catch (cause) {
    throw new Error('The simulator needs the package "ws": npm install --save-dev ws@8', { cause });
  }
}

/** Serves upgrades whose path ends in the signalling endpoint. */
export function serveSignalling(
  server: Server,
  sockets: WebSocketServer,
  endpoint: string,
  find: (sessionId: string) => Session | undefined,
): void {
  server.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    // A peer that hangs up meanwhile is no reason to end.
    duplex.on('error', () => duplex.destroy());
    try {
      const session = find(urlOf(request)?.searchParams.get('session_id') ?? '');
      const refusal = refusalOf(request, session, endpoint);
      if (!session || refusal !== undefined) refuse(duplex, refusal ?? 401);
      else sockets.handleUpgrade(request, duplex, head, (socket) => connect(socket, session));
    } catch {
      duplex.destroy();
    }
  });
}

function refusalOf(
  request: IncomingMessage,
  session: Session | undefined,
  endpoint: string,
): number | undefined {
  const url = urlOf(request);
  if (!url) return 400;
  if (!session || session.closed) return 401;
  return url.pathname.endsWith(endpoint) ? session.faults.refusal() : 404;
}

function connect(socket: WebSocket, session: Session): void {
  let muted = false;
  const own: Socket = {
    get open() {
      return socket.readyState === socket.OPEN;
    },
    send: (text) => {
      if (!muted) socket.send(text);
    },
    close: (code, reason) => {
      socket.close(code, reason);
      const patience = setTimeout(() => socket.terminate(), CLOSE_PATIENCE).unref();
      socket.once('close', () => clearTimeout(patience));
    },
    terminate: () => socket.terminate(),
    mute: () => {
      muted = true;
    },
  };
  socket.on('message', (data) => {
    const message = muted || !session.line.holds(own) ? undefined : parse((data as Buffer).toString());
    if (message) session.receive(message.actionType, message.payload);
  });
  socket.on('close', () => session.detach(own));
  socket.on('error', () => socket.terminate());
  session.attach(own);
}

/** Answers an upgrade with a plain HTTP status. A client that keeps its half open is not waited for. */
function refuse(duplex: Duplex, status: number): void {
  duplex.once('finish', () => duplex.destroy());
  duplex.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function parse(text: string): { actionType: string; payload: unknown } | undefined {
  try {
    const message = JSON.parse(text) as { actionType?: unknown; payload?: unknown } | null;
    if (typeof message?.actionType !== 'string') return undefined;
    return { actionType: message.actionType, payload: message.payload };
  } catch {
    return undefined;
  }
}

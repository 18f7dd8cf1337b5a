/** Owns a real redis-server for one test file, on a free port of the loopback, kept in memory only. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

export interface TestRedis {
  url: string;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Stops it from answering while its connections stay open. */
  hang(): void;
  resume(): void;
}

const running = new Set<ChildProcess>();

/** Ends every redis-server that a failed test left behind; one that runs keeps the test process alive. */
export function killLeftovers(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts redis-server. Fails with a sentence that says what to install where there is none. */
export async function startRedis(port?: number): Promise<TestRedis> {
  const taken = port ?? (await freePort());
  const child = spawn('redis-server', [
    '--port',
    `${taken}`,
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
  ]);
  const failed = once(child, 'error').then(([error]) => {
    throw new Error(
      'These tests need redis-server: install it, on Debian by `apt-get install redis-server`.',
      {
        cause: error,
      },
    );
  });
  running.add(child);
  const exited = once(child, 'exit').then(() => running.delete(child));
  let printed = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Ready to accept connections')) resolve();
    });
  });
  await Promise.race([
    ready,
    failed,
    exited.then(() => {
      throw new Error(`redis-server ended: ${printed}`);
    }),
  ]);
  return {
    url: `redis://127.0.0.1:${taken}`,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    hang: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

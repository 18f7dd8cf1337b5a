/** Owns the command line of the token endpoint: words in, exit code out. */
import { parseArgs } from 'node:util';
import { ENVIRONMENT, loadConfiguration, loadKey } from './config.js';
import { stopLabel } from './operator.js';
import { createTokenServer } from './serve.js';

/** How long a load balancer is given to see that no more requests are wanted. */
const DRAIN_SECONDS = 3;

const HELP = {
  serve: `Usage: anam-persona serve [--port <n>] [--host <address>] [--file <configurations.json>]

Starts the token endpoint. It is configured by environment variables:

${Object.entries(ENVIRONMENT)
  .map(([name, meaning]) => `  ${name.padEnd(26)}${meaning}`)
  .join('\n')}

--port, --host and --file are stronger than PORT, HOST and ANAM_PERSONA_FILE.

GET /healthz answers 200 while it lives, GET /readyz 200 while it takes requests.
It logs one JSON line per request to standard output, health checks excepted; its address goes to standard error.
SIGTERM ends it gracefully: /readyz answers 503 for ${DRAIN_SECONDS} seconds, then requests in flight finish. Ctrl-C leaves those seconds out.
`,
  stop: `Usage: anam-persona stop [--label <label>] [--dry-run]

Ends every running session of a label at Anam. The label is CLIENT_LABEL, or anam-persona when that is not set or empty.
It takes ANAM_API_KEY (or ANAM_API_KEY_FILE) and ANAM_API_URL from the environment. --dry-run only counts.
`,
};

/**
 * Runs one command. `argv` is what follows the program's name: `['serve', '--port', '8787']`.
 *
 * @returns the exit code: 0, 1 for a failure, 2 for words that are not understood.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  if (command === undefined || command === '--help' || command === 'help' || rest.includes('--help')) {
    process.stdout.write(
      command === 'stop' ? HELP.stop : command === 'serve' ? HELP.serve : `${HELP.serve}\n${HELP.stop}`,
    );
    return 0;
  }
  try {
    if (command === 'serve') return await runServer(rest);
    if (command === 'stop') return await runStop(rest);
    throw new UsageError(`There is no command "${command}".`);
  } catch (error) {
    const usage = error instanceof UsageError || isParseError(error);
    process.stderr.write(`[anam-persona] ${error instanceof Error ? error.message : 'It failed.'}\n`);
    if (usage) process.stderr.write('Run it with --help to see what it takes.\n');
    return usage ? 2 : 1;
  }
}

class UsageError extends Error {}

function isParseError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

async function runServer(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { port: { type: 'string' }, host: { type: 'string' }, file: { type: 'string' } },
  });
  const env = {
    ...process.env,
    PORT: values.port ?? process.env['PORT'],
    HOST: values.host ?? process.env['HOST'],
  };
  const options = await loadConfiguration(env, values.file);
  const server = createTokenServer({
    ...options,
    log: (record) => process.stdout.write(`${JSON.stringify(record)}\n`),
  });
  // Whoever read the log is gone: that ends the log, and not the endpoint.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const { url } = await server.listen();
  // Standard output is the log, and nothing but it.
  process.stderr.write(`[anam-persona] The token endpoint answers at ${url}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => void server.close().then(resolve));
    process.once('SIGTERM', () => void server.close(DRAIN_SECONDS).then(resolve));
  });
  return 0;
}

async function runStop(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { label: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  });
  const { running, stopped } = await stopLabel({
    apiKey: await loadKey(process.env),
    apiBaseUrl: fromEnvironment('ANAM_API_URL'),
    label: values.label ?? fromEnvironment('CLIENT_LABEL') ?? 'anam-persona',
    dryRun: values['dry-run'],
  });
  const verb = values['dry-run'] ? 'would be stopped' : 'stopped';
  process.stdout.write(`${values['dry-run'] ? running : stopped} of ${running} running sessions ${verb}.\n`);
  return values['dry-run'] || stopped === running ? 0 : 1;
}

/** A variable that is empty is not set: that is how many a container passes on what it was not given. */
function fromEnvironment(name: keyof typeof ENVIRONMENT): string | undefined {
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}

/** The command `anam-persona simulate`: reads the words, starts a simulator, says where it is, ends on Ctrl-C. */

import { parseArgs } from 'node:util';
import { startSimulator } from './index.js';
import type { ClientConfigSpelling, SimulatorOptions } from './options.js';

const HELP = `Usage: anam-persona simulate [options]

A local stand-in for Anam, for development and tests without a key. It is not Anam: faces are drawn,
voices are synthetic, nothing is understood and nothing is billed.

  --port <number>         port to listen on (default: PORT, else 8788; 0 takes a free one)
  --host <address>        address to listen on (default: HOST, else 127.0.0.1; others can reach anything else)
  --api-key <text>        the key that session-token wants (default: a random one, printed)
  --persona <name|id>     the persona for every configuration that names no persona of the simulator
  --fault <name>          a fault from the start; may be given several times (list: GET /_simulator/faults)
  --concurrency <number>  sessions at the same time (default 10)
  --advertise <address>   address that media is sent from; stock Firefox needs one of this machine's own
                          addresses here, because it never talks to 127.0.0.1
  --engine-path           engineHost carries a path, as for some engines of the platform
  --client-config <name>  spelling of the timing keys in clientConfig: both (default), sdk or service
  --strict-ids            ids that are not the simulator's own get 404 at engine/session
  --ignore-stored-length  maxSessionLengthSeconds does nothing beside a personaId
  --help                  this text`;

/** Runs the command; `argv` may begin with the word `simulate`. Resolves with the exit code after Ctrl-C. */
export async function run(argv: readonly string[]): Promise<number> {
  let options: SimulatorOptions | undefined;
  try {
    options = readOptions(argv[0] === 'simulate' ? argv.slice(1) : [...argv]);
    if (!options) {
      console.log(HELP);
      return 0;
    }
    return await serve(options);
  } catch (error) {
    console.error(`anam-persona simulate: ${error instanceof Error ? error.message : String(error)}`);
    return options ? 1 : 2;
  }
}

/** The options the words ask for; undefined when they ask for help. Throws on words it does not know. */
export function readOptions(words: string[]): SimulatorOptions | undefined {
  const { values } = parseArgs({
    args: words,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'api-key': { type: 'string' },
      persona: { type: 'string' },
      fault: { type: 'string', multiple: true },
      concurrency: { type: 'string' },
      advertise: { type: 'string' },
      'engine-path': { type: 'boolean' },
      'client-config': { type: 'string' },
      'strict-ids': { type: 'boolean' },
      'ignore-stored-length': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  return {
    port: number('--port', values.port ?? process.env['PORT'] ?? '8788'),
    host: values.host ?? process.env['HOST'] ?? '127.0.0.1',
    ...(values['api-key'] ? { apiKey: values['api-key'] } : {}),
    ...(values.persona ? { persona: values.persona } : {}),
    ...(values.fault ? { fault: values.fault } : {}),
    ...(values.concurrency ? { concurrency: number('--concurrency', values.concurrency) } : {}),
    ...(values.advertise ? { advertise: values.advertise } : {}),
    ...(values['engine-path'] ? { engineHostPath: true } : {}),
    // An unknown word is refused with the other options.
    ...(values['client-config']
      ? { clientConfigSpelling: values['client-config'] as ClientConfigSpelling }
      : {}),
    ...(values['strict-ids'] ? { strictIds: true } : {}),
    ...(values['ignore-stored-length'] ? { ignoreStoredLength: true } : {}),
  };
}

async function serve(options: SimulatorOptions): Promise<number> {
  const simulator = await startSimulator(options);
  console.log('anam-persona simulator: a stand-in for Anam on this machine. Nothing is billed.');
  console.log(`  url      ${simulator.url}`);
  console.log(`  api key  ${simulator.apiKey}`);
  for (const { package: name, without, install } of simulator.missing) {
    console.log(`  missing  ${name}: ${without}. To have it: ${install}`);
  }
  if (options.host && !['127.0.0.1', 'localhost', '::1'].includes(options.host)) {
    console.log(`  note     listening on ${options.host}: others on the network can reach it`);
  }
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await simulator.close();
  return 0;
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new Error(`${name} wants a number, not "${text}".`);
  return value;
}

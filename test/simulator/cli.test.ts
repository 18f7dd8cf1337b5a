import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readOptions, run } from '../../simulator/cli.js';

describe('the words of the command line', () => {
  it('become options', () => {
    assert.deepEqual(
      readOptions([
        '--port',
        '0',
        '--fault',
        'ice-lost',
        '--fault',
        'warning:after=5',
        '--persona',
        'Bram',
        '--concurrency',
        '3',
        '--client-config',
        'sdk',
        '--strict-ids',
        '--ignore-stored-length',
      ]),
      {
        port: 0,
        host: '127.0.0.1',
        persona: 'Bram',
        fault: ['ice-lost', 'warning:after=5'],
        concurrency: 3,
        clientConfigSpelling: 'sdk',
        strictIds: true,
        ignoreStoredLength: true,
      },
    );
  });

  it('ask for help', () => {
    assert.equal(readOptions(['--help']), undefined);
  });

  for (const [words, message] of [
    [['--frob'], /--frob/],
    [['--port', 'eighty'], /--port wants a number, not "eighty"/],
  ] as const) {
    it(`${words.join(' ')} is refused`, () => {
      assert.throws(() => readOptions([...words]), message);
    });
  }

  it('that make no sense end with code 2, a start that fails with code 1', async (test) => {
    const told = test.mock.method(console, 'error', () => undefined);
    assert.equal(await run(['simulate', '--frob']), 2);
    assert.equal(await run(['simulate', '--port', '0', '--fault', 'nonsense']), 1);
    assert.match(String(told.mock.calls.at(-1)?.arguments[0]), /no fault "nonsense"/);
  });
});

it('serves until it is told to stop', async () => {
  const cli = fileURLToPath(new URL('../../simulator/cli.ts', import.meta.url));
  const script = `import(${JSON.stringify(cli)}).then(async ({ run }) => { process.exitCode = await run(['simulate', '--port', '0']); })`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (part: Buffer) => {
      output += part.toString();
      if (output.includes('api key')) resolve();
    });
  });
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';
  assert.equal((await fetch(`${url}/_simulator/personas`)).status, 200);
  child.kill('SIGINT');
  assert.equal(await ended, 0);
});

/** Makes the optional packages impossible to find. */
const HOOKS = `export async function resolve(name, context, next) {
  if (/^(@napi-rs.canvas|opusscript|@echogarden)/.test(name)) throw new Error('Not installed');
  return next(name, context);
}`;

it('tells of every optional part that is missing, and how to install it', async () => {
  const cli = fileURLToPath(new URL('../../simulator/cli.ts', import.meta.url));
  const parts = fileURLToPath(new URL('../../simulator/media/parts.ts', import.meta.url));
  const hooks = `data:text/javascript,${encodeURIComponent(HOOKS)}`;
  const script = `import { register } from 'node:module';
    register(${JSON.stringify(hooks)});
    const { missingParts } = await import(${JSON.stringify(parts)});
    if (missingParts({ picture: true, audio: true, voice: true }).length > 0) throw new Error('Too many');
    const { run } = await import(${JSON.stringify(cli)});
    process.exitCode = await run(['simulate', '--port', '0']);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  let output = '';
  const missing = (): string[] => output.split('\n').filter((line) => line.includes('missing'));
  await new Promise<void>((resolve) => {
    // Fewer lines than wanted are told below.
    const limit = setTimeout(resolve, 60_000);
    const enough = (): void => {
      clearTimeout(limit);
      resolve();
    };
    child.stdout.on('data', (part: Buffer) => {
      output += part.toString();
      if (output.endsWith('\n') && missing().length >= 3) enough();
    });
    child.once('close', enough);
  });
  child.kill('SIGINT');
  await closed;
  assert.deepEqual(
    missing().map((line) => /npm install --save-dev (\S+)@[\d.]+$/.exec(line)?.[1]),
    ['@napi-rs/canvas', 'opusscript', '@echogarden/espeak-ng-emscripten'],
  );
});

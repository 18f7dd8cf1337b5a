/** Runs commands for the scripts of this folder; plain Node, for it must work before anything is installed. */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a command with our output, or with `hear` for what it says; resolves with its exit code. */
export const run = (command, args, { env, quiet = false, hear } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', hear ? 'pipe' : quiet ? 'ignore' : 'inherit', hear ? 'pipe' : 'inherit'],
      shell: process.platform === 'win32',
    });
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    // Not "exit": what it said last may still be on its way.
    child.once('close', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });

/** True when the command exists and ends well. */
export const works = (command, args = ['--version']) =>
  spawnSync(command, args, { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0;

/** Ends this process with a sentence. */
export const fail = (sentence) => {
  console.error(`\n${sentence}`);
  process.exit(1);
};

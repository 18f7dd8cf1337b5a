/**
 * Sound devices for browsers on machines without one: Firefox's AudioContext never resumes where there is none. The
 * microphone hears nothing.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { works } from './run.mjs';

/**
 * Starts a private PulseAudio with a null sink where the machine has no sound server of its own.
 * Resolves with the environment to give to a browser, and how to end it.
 */
export const startSound = async () => {
  if (process.platform !== 'linux' || process.env['PULSE_SERVER'] || !works('pulseaudio'))
    return { env: {}, stop: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'sound-'));
  const socket = join(folder, 'pulse/native');
  const child = spawn(
    'pulseaudio',
    [
      '-n',
      '--exit-idle-time=-1',
      '--daemonize=no',
      '--load=module-native-protocol-unix',
      '--load=module-null-sink',
      '--load=module-null-source',
    ],
    { env: { ...process.env, XDG_RUNTIME_DIR: folder }, stdio: 'ignore' },
  );
  const stop = () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', stop);
  for (let tries = 0; tries < 100 && !existsSync(socket); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  if (!existsSync(socket)) throw new Error('PulseAudio did not start.');
  return { env: { PULSE_SERVER: `unix:${socket}`, XDG_RUNTIME_DIR: folder }, stop };
};

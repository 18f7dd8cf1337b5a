/**
 * Runs inside the browser, beside an unmodified SDK: starts a session with a microphone made of a tone, and keeps
 * everything the SDK tells. It is handed to the page as a script, so it imports nothing but types.
 */

import type { Run } from './harness.js';

const context = new AudioContext();
const microphone = context.createMediaStreamDestination();
const gain = context.createGain();
gain.gain.value = 0;
const tone = context.createOscillator();
tone.connect(gain).connect(microphone);
tone.start();

const run: Run = { events: [], outcome: 'not started', streams: [], tools: [] };
const video = document.createElement('video');
video.muted = true;
const analyser = context.createAnalyser();

function copy(value: unknown): unknown {
  if (value instanceof MediaStream) return { stream: value.id };
  try {
    return structuredClone(value);
  } catch {
    return String(value);
  }
}

async function start(token: unknown, baseUrl: string, microphoneOn = true): Promise<void> {
  try {
    const client = window.anam.createClient(token, { api: { baseUrl }, disableInputAudio: !microphoneOn });
    run.client = client;
    for (const name of Object.values(window.anam.AnamEvent)) {
      client.addListener(name, (...values) => run.events.push({ name, values: values.map(copy) }));
    }
    client.registerToolCallHandler?.('show_note', {
      onStart: (call) => {
        run.tools.push(call.arguments);
        return Promise.resolve('read by the visitor');
      },
    });
    run.outcome = 'pending';
    run.streams = await client.stream(microphoneOn ? microphone.stream : undefined);
    run.outcome = 'resolved';
    const merged = new MediaStream(run.streams.flatMap((stream) => stream?.getTracks() ?? []));
    video.srcObject = merged;
    void video.play();
    if (merged.getAudioTracks().length > 0) context.createMediaStreamSource(merged).connect(analyser);
  } catch (error) {
    const { message, code, statusCode, details } = error as Error & {
      code?: string;
      statusCode?: number;
      details?: { cause?: string };
    };
    run.outcome = 'rejected';
    run.error = {
      message,
      ...(code === undefined ? {} : { code }),
      ...(statusCode === undefined ? {} : { statusCode }),
      ...(details?.cause === undefined ? {} : { cause: details.cause }),
    };
  }
}

function loudness(): number {
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

window.harness = {
  run,
  start,
  frames: () => video.getVideoPlaybackQuality().totalVideoFrames,
  names: () => run.events.map(({ name }) => name),
  count: (name) => run.events.filter((event) => event.name === name).length,
  last: (name) => run.events.filter((event) => event.name === name).at(-1)?.values,
  speak: (on) => {
    gain.gain.value = on ? 0.5 : 0;
  },
  loudness,
  said: (role) =>
    run.events
      .filter(({ name }) => name === 'MESSAGE_STREAM_EVENT_RECEIVED')
      .map(({ values }) => values[0] as { role: string; content: string })
      .filter((piece) => piece.role === role)
      .map(({ content }) => content)
      .join(''),
};

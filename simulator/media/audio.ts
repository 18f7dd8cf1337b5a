/** Small arithmetic on 16-bit audio: loudness, level in decibels below overload, resampling. */

/** Samples per second of everything the persona says inside the simulator. */
export const SAMPLE_RATE = 48_000;
/** Milliseconds of audio in one RTP packet. */
export const FRAME_MILLISECONDS = 20;
/** Samples in one RTP packet. */
export const FRAME_SAMPLES = (SAMPLE_RATE * FRAME_MILLISECONDS) / 1000;

/** Root mean square of the samples, 0 (silent) to 1 (full scale). */
export function loudness(samples: Int16Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length) / 32768;
}

/** The level as RFC 6464 writes it: 0 is full scale, 127 is silence. */
export function levelOf(samples: Int16Array): number {
  const rms = loudness(samples);
  return rms === 0 ? 127 : Math.min(127, Math.max(0, Math.round(-20 * Math.log10(rms))));
}

/** Linear resampling; good enough for speech. */
export function resample(samples: Int16Array, from: number, to: number): Int16Array {
  if (from === to || samples.length === 0) return samples;
  const out = new Int16Array(Math.floor((samples.length * to) / from));
  const step = from / to;
  for (let i = 0; i < out.length; i++) {
    const position = i * step;
    const left = Math.floor(position);
    const a = samples[left] ?? 0;
    const b = samples[left + 1] ?? a;
    out[i] = a + (b - a) * (position - left);
  }
  return out;
}

/** `pcm_s16le` bytes, one or two channels, as mono samples at the simulator's rate. */
export function fromPcm(bytes: Buffer, sampleRate: number, channels: number): Int16Array {
  const count = Math.floor(bytes.length / 2 / channels);
  const mono = new Int16Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += bytes.readInt16LE((i * channels + c) * 2);
    mono[i] = sum / channels;
  }
  return resample(mono, sampleRate, SAMPLE_RATE);
}

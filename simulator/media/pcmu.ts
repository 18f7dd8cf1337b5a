/** G.711 µ-law, the audio codec every WebRTC client must know (RFC 7874): used where Opus is absent. */

const BIAS = 0x84;
const CLIP = 32635;

/** One 16-bit sample as a µ-law byte. */
export function encodeSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** One µ-law byte as a 16-bit sample. */
export function decodeSample(byte: number): number {
  const value = ~byte & 0xff;
  const magnitude = ((((value & 0x0f) << 3) + BIAS) << ((value >> 4) & 0x07)) - BIAS;
  return value & 0x80 ? -magnitude : magnitude;
}

/** Encodes 48 kHz samples as 8 kHz µ-law: six samples are averaged into one. */
export function encodePcmu(samples: Int16Array): Buffer {
  const out = Buffer.allocUnsafe(Math.floor(samples.length / 6));
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let j = 0; j < 6; j++) sum += samples[i * 6 + j] ?? 0;
    out[i] = encodeSample(Math.round(sum / 6));
  }
  return out;
}

/** Decodes µ-law bytes to samples at the same (8 kHz) rate. */
export function decodePcmu(bytes: Uint8Array): Int16Array {
  return Int16Array.from(bytes, decodeSample);
}

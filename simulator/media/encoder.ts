/** Encodes the persona's voice for the codec that was negotiated: Opus when its package is there, else µ-law. */

import type { AudioCodec } from '../transport/peer.js';
import { FRAME_SAMPLES } from './audio.js';
import { encodePcmu } from './pcmu.js';

/** An encoder of one session. */
export interface AudioEncoder {
  /** Ticks of the RTP clock in one packet. */
  readonly ticks: number;
  encode(samples: Int16Array | undefined): Buffer;
  close(): void;
}

interface OpusCodec {
  inPCM: Uint16Array;
  inPCMPointer: number;
  outPCM: Uint16Array;
  outPCMPointer: number;
  encode(pcm: Buffer, frameSize: number): Buffer;
  decode(packet: Buffer): Buffer;
  delete(): void;
}

type OpusConstructor = new (rate: 48000, channels: number, application: number) => OpusCodec;

/** Makes encoders and a decoder, as far as the installed packages go. */
export interface AudioCodecs {
  readonly opus: boolean;
  encoder(codec: AudioCodec): AudioEncoder;
  /** Decodes one Opus packet to samples. */
  decodeOpus?: (payload: Buffer) => Int16Array;
  close(): void;
}

const VOIP = 2048;
/** One Opus packet of silence, by its definition in RFC 6716. */
const OPUS_SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);
const PCMU_SILENCE = Buffer.alloc(FRAME_SAMPLES / 6, 0xff);

/** Looks for opusscript. */
export async function openCodecs(): Promise<AudioCodecs> {
  const Opus = await loadOpus();
  if (!Opus) return { opus: false, encoder: pcmuEncoder, close: () => undefined };
  const decoder = openOpus(Opus);
  return {
    opus: true,
    encoder: (codec) => (codec === 'opus' ? opusEncoder(openOpus(Opus)) : pcmuEncoder()),
    decodeOpus: (payload) => {
      const bytes = decoder.decode(payload);
      return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
    },
    close: () => decoder.delete(),
  };
}

/**
 * Opens a codec and mends its buffers: opusscript 0.1.1 uses a byte address as an index of 16-bit words, so with
 * several codecs open each would write into another's memory.
 */
function openOpus(Opus: OpusConstructor): OpusCodec {
  const codec = new Opus(48_000, 1, VOIP);
  codec.inPCM = new Uint16Array(codec.inPCM.buffer, codec.inPCMPointer, codec.inPCM.length >> 1);
  codec.outPCM = new Uint16Array(codec.outPCM.buffer, codec.outPCMPointer, codec.outPCM.length >> 1);
  return codec;
}

async function loadOpus(): Promise<OpusConstructor | undefined> {
  try {
    // The types of opusscript name an enum, so only the shape used here is declared.
    const packageName = 'opusscript';
    return ((await import(packageName)) as { default: OpusConstructor }).default;
  } catch {
    return undefined;
  }
}

function opusEncoder(codec: OpusCodec): AudioEncoder {
  return {
    ticks: FRAME_SAMPLES,
    encode: (samples) =>
      samples
        ? codec.encode(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength), FRAME_SAMPLES)
        : OPUS_SILENCE,
    close: () => codec.delete(),
  };
}

function pcmuEncoder(): AudioEncoder {
  return {
    ticks: FRAME_SAMPLES / 6,
    encode: (samples) => (samples ? encodePcmu(samples) : PCMU_SILENCE),
    close: () => undefined,
  };
}

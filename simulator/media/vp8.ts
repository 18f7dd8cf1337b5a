/**
 * Turns a lossy WebP picture into RTP payloads of one VP8 key frame.
 *
 * A lossy WebP file is a RIFF wrapper around exactly one VP8 key frame, so a picture encoder is all the
 * "video encoder" the simulator needs: no state, no key-frame requests, and frames can be cached and shared.
 */

const MAX_PAYLOAD = 1100;
const START_OF_PARTITION = 0x10;

/** The VP8 bit stream inside a lossy WebP file. Throws when the file holds no such chunk. */
export function vp8FromWebp(webp: Buffer): Buffer {
  if (webp.toString('latin1', 0, 4) !== 'RIFF' || webp.toString('latin1', 8, 12) !== 'WEBP') {
    throw new Error('This is not a WebP picture.');
  }
  let offset = 12;
  while (offset + 8 <= webp.length) {
    const name = webp.toString('latin1', offset, offset + 4);
    const size = webp.readUInt32LE(offset + 4);
    if (name === 'VP8 ') return webp.subarray(offset + 8, offset + 8 + size);
    offset += 8 + size + (size % 2);
  }
  throw new Error('This WebP picture is not lossy: it holds no VP8 frame.');
}

/** RTP payloads (RFC 7741, one-byte descriptor) of one frame, in order. */
export function packetizeVp8(frame: Buffer): Buffer[] {
  const payloads: Buffer[] = [];
  for (let offset = 0; offset < frame.length; offset += MAX_PAYLOAD) {
    const part = frame.subarray(offset, offset + MAX_PAYLOAD);
    const payload = Buffer.allocUnsafe(part.length + 1);
    payload[0] = offset === 0 ? START_OF_PARTITION : 0;
    part.copy(payload, 1);
    payloads.push(payload);
  }
  return payloads;
}

/** A few stored pictures, for machines where no canvas is installed: lips and blinks, one face. */

import type { Look, Pose } from './look.js';
import type { Frame, FrameSource } from './frames.js';
import { preparedPictures } from './prepared-pictures.js';
import { packetizeVp8, vp8FromWebp } from './vp8.js';

/** The key of a stored picture: mouth (0, 3, 6) and lids (0, 2). */
export function preparedKey(pose: Pose): string {
  if (pose.lids === 2) return '0,2';
  return `${pose.mouth <= 1 ? 0 : pose.mouth <= 4 ? 3 : 6},0`;
}

/** Shows the stored picture that is nearest. */
export class PreparedFrames implements FrameSource {
  readonly engine = 'prepared';
  #frames = new Map<string, Frame>();

  constructor() {
    for (const [key, base64] of Object.entries(preparedPictures)) {
      this.#frames.set(key, packetizeVp8(vp8FromWebp(Buffer.from(base64, 'base64'))));
    }
  }

  /** What is stored has one size. */
  ofSize(): FrameSource {
    return this;
  }

  first(look: Look, pose: Pose): Promise<Frame> {
    return Promise.resolve(this.get(look, pose) ?? []);
  }

  get(_look: Look, pose: Pose): Frame | undefined {
    return this.#frames.get(preparedKey(pose));
  }
}

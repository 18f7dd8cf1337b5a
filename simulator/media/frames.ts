/** Pictures as VP8 frames, drawn once per pose and shared by all sessions; prepared ones where no canvas is. */

import { drawFace } from './face.js';
import { poseKey, type Look, type Pose } from './look.js';
import { packetizeVp8, vp8FromWebp } from './vp8.js';

/** RTP payloads of one picture. */
export type Frame = readonly Buffer[];

/** Gives the picture of a pose without ever making the clock wait. */
export interface FrameSource {
  /** `canvas` draws; `prepared` shows one of a few stored pictures. */
  readonly engine: 'canvas' | 'prepared';
  /** The same in another size, where pictures can be drawn. */
  ofSize(size: FrameSize): FrameSource;
  /** The first picture; resolves when it is ready to be sent. */
  first(look: Look, pose: Pose): Promise<Frame>;
  /** The picture of this pose if it is ready; asks for it otherwise and gives undefined. */
  get(look: Look, pose: Pose): Frame | undefined;
}

/** Picture size in pixels. */
export interface FrameSize {
  width: number;
  height: number;
}

const QUALITY = 82;
const CACHED_FRAMES = 1200;

type CanvasModule = typeof import('@napi-rs/canvas');

/** The best picture maker that is installed. */
export async function openFrames(size: FrameSize): Promise<FrameSource> {
  const canvas = await loadCanvas();
  if (canvas) return new DrawnFrames(canvas, size);
  const { PreparedFrames } = await import('./prepared.js');
  return new PreparedFrames();
}

async function loadCanvas(): Promise<CanvasModule | undefined> {
  try {
    return await import('@napi-rs/canvas');
  } catch {
    return undefined;
  }
}

class DrawnFrames implements FrameSource {
  readonly engine = 'canvas';
  #module: CanvasModule;
  #size: FrameSize;
  #frames = new Map<string, Frame | Promise<Frame>>();
  #drawing = 0;
  /** By width and height, this one among them. */
  #siblings: Map<string, DrawnFrames>;

  constructor(module: CanvasModule, size: FrameSize, siblings = new Map<string, DrawnFrames>()) {
    this.#module = module;
    this.#size = size;
    this.#siblings = siblings.set(sizeKey(size), this);
  }

  ofSize(size: FrameSize): FrameSource {
    return this.#siblings.get(sizeKey(size)) ?? new DrawnFrames(this.#module, size, this.#siblings);
  }

  async first(look: Look, pose: Pose): Promise<Frame> {
    return this.#frames.get(this.#key(look, pose)) ?? this.#draw(look, pose);
  }

  get(look: Look, pose: Pose): Frame | undefined {
    const known = this.#frames.get(this.#key(look, pose));
    if (known && !(known instanceof Promise)) return known;
    // Encoding runs on other threads; two at a time leave the machine room for its browser.
    if (!known && this.#drawing < 2) this.#draw(look, pose).catch(() => undefined);
    return undefined;
  }

  #key(look: Look, pose: Pose): string {
    return `${look.hairStyle}${look.skin}${look.shirt}|${poseKey(pose)}`;
  }

  #draw(look: Look, pose: Pose): Promise<Frame> {
    const key = this.#key(look, pose);
    this.#drawing++;
    const frame = this.#encode(look, pose).then((payloads) => {
      this.#frames.set(key, payloads);
      const oldest = this.#frames.keys().next().value;
      if (this.#frames.size > CACHED_FRAMES && oldest !== undefined) this.#frames.delete(oldest);
      return payloads;
    });
    this.#frames.set(key, frame);
    return frame
      .catch((error: unknown) => {
        this.#frames.delete(key);
        throw error;
      })
      .finally(() => this.#drawing--);
  }

  async #encode(look: Look, pose: Pose): Promise<Frame> {
    const { width, height } = this.#size;
    const canvas = this.#module.createCanvas(width, height);
    drawFace(canvas.getContext('2d'), look, pose, width, height);
    return packetizeVp8(vp8FromWebp(await canvas.encode('webp', QUALITY)));
  }
}

function sizeKey({ width, height }: FrameSize): string {
  return `${width}x${height}`;
}

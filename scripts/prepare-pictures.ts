/**
 * Writes `simulator/media/prepared-pictures.ts`: the few pictures the simulator shows where no canvas is installed.
 * Run it after the drawing of the face has changed: `node --import tsx scripts/prepare-pictures.ts`.
 */

import { writeFileSync } from 'node:fs';
import { createCanvas } from '@napi-rs/canvas';
import { drawFace } from '../simulator/media/face.js';
import { preparedKey } from '../simulator/media/prepared.js';
import { personas } from '../simulator/scenes/personas.js';

const WIDTH = 320;
const HEIGHT = 240;
const QUALITY = 70;

const look = personas[0]?.look;
if (!look) throw new Error('There must be at least one persona.');

const poses = [
  { mouth: 0, lids: 0 },
  { mouth: 3, lids: 0 },
  { mouth: 6, lids: 0 },
  { mouth: 0, lids: 2 },
].map((part) => ({ gaze: 0, tilt: 0, brows: 0, smile: part.mouth === 0 ? 1 : 0, ...part }));

const lines = poses.map((pose) => {
  const canvas = createCanvas(WIDTH, HEIGHT);
  drawFace(canvas.getContext('2d'), look, pose, WIDTH, HEIGHT);
  return `  '${preparedKey(pose)}':\n    '${canvas.encodeSync('webp', QUALITY).toString('base64')}',`;
});

const text = `/** Written by scripts/prepare-pictures.ts: ${WIDTH}x${HEIGHT} WebP pictures in base64, by pose. */

export const preparedPictures: Readonly<Record<string, string>> = {
${lines.join('\n')}
};
`;
writeFileSync(new URL('../simulator/media/prepared-pictures.ts', import.meta.url), text);

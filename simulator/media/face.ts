/** Draws a persona's head and shoulders on a canvas. Plain shapes on purpose: nobody should take it for a person. */

import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Look, Pose } from './look.js';

/** Width and height the drawing is designed for; other sizes scale it. */
export const DESIGN = { width: 480, height: 360 };

/** Paints one picture over the whole canvas. */
export function drawFace(ctx: SKRSContext2D, look: Look, pose: Pose, width: number, height: number): void {
  ctx.save();
  const scale = Math.max(width / DESIGN.width, height / DESIGN.height);
  ctx.translate(width / 2, height / 2);
  ctx.scale(scale, scale);
  ctx.translate(-DESIGN.width / 2, -DESIGN.height / 2);
  drawBackground(ctx, look);
  drawBody(ctx, look, pose);
  ctx.save();
  ctx.translate(240, 250);
  ctx.rotate((pose.tilt * 1.5 * Math.PI) / 180);
  ctx.translate(-240, -250);
  drawHairBehind(ctx, look);
  drawHead(ctx, look);
  drawEyes(ctx, look, pose);
  drawNose(ctx, look);
  drawMouth(ctx, pose);
  drawHairFront(ctx, look);
  if (look.glasses) drawGlasses(ctx);
  ctx.restore();
  drawBadge(ctx);
  ctx.restore();
}

function drawBackground(ctx: SKRSContext2D, { background: [inner, outer] }: Look): void {
  const light = ctx.createRadialGradient(190, 110, 30, 240, 180, 380);
  light.addColorStop(0, inner);
  light.addColorStop(1, outer);
  ctx.fillStyle = light;
  ctx.fillRect(-240, -240, 960, 840);
  ctx.fillStyle = 'rgba(255,255,255,0.07)';
  circle(ctx, 405, 70, 92);
  circle(ctx, 62, 268, 64);
}

function drawBody(ctx: SKRSContext2D, look: Look, pose: Pose): void {
  ctx.save();
  ctx.translate(pose.tilt * 0.8, 0);
  ctx.fillStyle = look.shirt;
  ctx.beginPath();
  ctx.moveTo(60, 420);
  ctx.bezierCurveTo(66, 322, 130, 303, 196, 290);
  ctx.lineTo(284, 290);
  ctx.bezierCurveTo(350, 303, 414, 322, 420, 420);
  ctx.closePath();
  ctx.fill();
  ctx.fillStyle = look.shade;
  rounded(ctx, 206, 232, 68, 78, 30);
  ctx.fillStyle = look.collar;
  ctx.beginPath();
  ctx.moveTo(194, 288);
  ctx.quadraticCurveTo(240, 345, 286, 288);
  ctx.lineTo(300, 296);
  ctx.quadraticCurveTo(240, 374, 180, 296);
  ctx.closePath();
  ctx.fill();
  ctx.restore();
}

function drawHairBehind(ctx: SKRSContext2D, { hair, hairStyle }: Look): void {
  ctx.fillStyle = hair;
  if (hairStyle === 'bob') {
    ctx.beginPath();
    ctx.moveTo(148, 160);
    ctx.bezierCurveTo(130, 20, 350, 20, 332, 160);
    ctx.bezierCurveTo(346, 220, 344, 262, 318, 280);
    ctx.lineTo(162, 280);
    ctx.bezierCurveTo(136, 262, 134, 220, 148, 160);
    ctx.fill();
  } else if (hairStyle === 'curls') {
    const curls = [
      [160, 130, 40],
      [150, 180, 38],
      [162, 226, 32],
      [320, 130, 40],
      [330, 180, 38],
      [318, 226, 32],
      [190, 86, 44],
      [240, 68, 48],
      [290, 86, 44],
    ] as const;
    for (const [x, y, radius] of curls) circle(ctx, x, y, radius);
  } else if (hairStyle === 'bun') {
    circle(ctx, 240, 46, 34);
    ellipse(ctx, 240, 140, 94, 92);
  } else {
    ellipse(ctx, 240, 134, 90, 84);
  }
}

function drawHead(ctx: SKRSContext2D, { skin, shade }: Look): void {
  ctx.fillStyle = shade;
  ellipse(ctx, 157, 182, 15, 22);
  ellipse(ctx, 323, 182, 15, 22);
  ctx.fillStyle = skin;
  ctx.beginPath();
  ctx.moveTo(158, 158);
  ctx.bezierCurveTo(156, 62, 324, 62, 322, 158);
  ctx.bezierCurveTo(322, 232, 290, 274, 240, 274);
  ctx.bezierCurveTo(190, 274, 158, 232, 158, 158);
  ctx.fill();
  ctx.fillStyle = 'rgba(232,106,96,0.20)';
  ellipse(ctx, 187, 212, 20, 13);
  ellipse(ctx, 293, 212, 20, 13);
}

function drawEyes(ctx: SKRSContext2D, look: Look, pose: Pose): void {
  for (const side of [-1, 1]) {
    const x = 240 + side * 38;
    const open = [1, 0.5, 0][pose.lids] ?? 1;
    ctx.strokeStyle = look.hair;
    ctx.lineCap = 'round';
    ctx.lineWidth = 6;
    ctx.beginPath();
    ctx.moveTo(x - 19, 143 - pose.brows * 6 + (side < 0 ? 1 : -1) * (pose.brows < 0 ? 0 : 1));
    ctx.quadraticCurveTo(x, 133 - pose.brows * 7, x + 19, 143 - pose.brows * 6);
    ctx.stroke();
    if (open > 0) {
      ctx.save();
      ctx.beginPath();
      ctx.ellipse(x, 173, 17, 15 * open, 0, 0, Math.PI * 2);
      ctx.clip();
      ctx.fillStyle = '#fff';
      ctx.fillRect(x - 20, 150, 40, 44);
      ctx.fillStyle = look.eyes;
      circle(ctx, x + pose.gaze * 5, 173, 10.5);
      ctx.fillStyle = '#1c1c24';
      circle(ctx, x + pose.gaze * 5, 173, 5.4);
      ctx.fillStyle = 'rgba(255,255,255,0.95)';
      circle(ctx, x + pose.gaze * 5 + 3.5, 169, 2.8);
      ctx.restore();
    }
    ctx.strokeStyle = '#2b2130';
    ctx.lineWidth = 3.4;
    ctx.beginPath();
    if (open > 0) ctx.ellipse(x, 173, 17.5, 15.5 * open, 0, Math.PI * 1.06, Math.PI * 1.94);
    else ctx.ellipse(x, 171, 17, 6, 0, Math.PI * 0.08, Math.PI * 0.92);
    ctx.stroke();
  }
}

function drawNose(ctx: SKRSContext2D, { shade }: Look): void {
  ctx.strokeStyle = shade;
  ctx.lineWidth = 4;
  ctx.lineCap = 'round';
  ctx.beginPath();
  ctx.moveTo(240, 178);
  ctx.quadraticCurveTo(252, 204, 236, 207);
  ctx.stroke();
}

function drawMouth(ctx: SKRSContext2D, pose: Pose): void {
  const open = pose.mouth / 8;
  const half = 27 + pose.smile * 4 - open * 3;
  const corner = 230 - pose.smile * 4;
  const lips = (): void => {
    ctx.beginPath();
    ctx.moveTo(240 - half, corner);
    ctx.quadraticCurveTo(240, 231 - open * 12 + pose.smile * 8, 240 + half, corner);
    ctx.quadraticCurveTo(240, 233 + open * 50 + pose.smile * 9, 240 - half, corner);
    ctx.closePath();
  };
  if (pose.mouth > 0) {
    ctx.save();
    lips();
    ctx.fillStyle = '#6d1f2b';
    ctx.fill();
    ctx.clip();
    ctx.fillStyle = '#fdfaf6';
    ctx.fillRect(240 - half, 214, half * 2, 13 + open * 2);
    ctx.fillStyle = '#e0707a';
    ellipse(ctx, 240, 238 + open * 18, half * 0.6, 4 + open * 7);
    ctx.restore();
  }
  lips();
  ctx.strokeStyle = '#b4494f';
  ctx.lineWidth = 4;
  ctx.lineJoin = 'round';
  ctx.stroke();
}

function drawHairFront(ctx: SKRSContext2D, { hair, hairStyle }: Look): void {
  ctx.fillStyle = hair;
  ctx.beginPath();
  if (hairStyle === 'short') {
    ctx.moveTo(154, 152);
    ctx.bezierCurveTo(150, 40, 330, 40, 326, 152);
    ctx.bezierCurveTo(318, 116, 296, 104, 262, 106);
    ctx.bezierCurveTo(222, 108, 180, 98, 154, 152);
  } else if (hairStyle === 'bun') {
    ctx.moveTo(152, 160);
    ctx.bezierCurveTo(146, 44, 334, 44, 328, 160);
    ctx.bezierCurveTo(316, 108, 280, 96, 240, 96);
    ctx.bezierCurveTo(200, 96, 164, 108, 152, 160);
  } else {
    ctx.moveTo(152, 176);
    ctx.bezierCurveTo(142, 40, 338, 40, 328, 176);
    ctx.bezierCurveTo(322, 128, 300, 108, 276, 98);
    ctx.bezierCurveTo(250, 126, 182, 118, 152, 176);
  }
  ctx.fill();
}

function drawGlasses(ctx: SKRSContext2D): void {
  ctx.strokeStyle = '#38303c';
  ctx.lineWidth = 4.5;
  for (const x of [202, 278]) {
    ctx.beginPath();
    ctx.roundRect(x - 28, 149, 56, 48, 20);
    ctx.stroke();
  }
  ctx.beginPath();
  ctx.moveTo(230, 168);
  ctx.quadraticCurveTo(240, 162, 250, 168);
  ctx.stroke();
}

/** Whoever sees the picture is told what it is. */
function drawBadge(ctx: SKRSContext2D): void {
  ctx.fillStyle = 'rgba(20,20,32,0.42)';
  rounded(ctx, 14, 326, 82, 21, 10.5);
  ctx.fillStyle = 'rgba(255,255,255,0.95)';
  ctx.font = '600 12px sans-serif';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText('SIMULATOR', 55, 337);
}

function circle(ctx: SKRSContext2D, x: number, y: number, radius: number): void {
  ellipse(ctx, x, y, radius, radius);
}

function ellipse(ctx: SKRSContext2D, x: number, y: number, width: number, height: number): void {
  ctx.beginPath();
  ctx.ellipse(x, y, width, height, 0, 0, Math.PI * 2);
  ctx.fill();
}

function rounded(
  ctx: SKRSContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, radius);
  ctx.fill();
}

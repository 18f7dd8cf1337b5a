/** What a face looks like and what it does in one picture, as data. */

/** What a persona looks like; colours in CSS notation. */
export interface Look {
  skin: string;
  shade: string;
  hair: string;
  hairStyle: 'bob' | 'short' | 'curls' | 'bun';
  eyes: string;
  shirt: string;
  collar: string;
  background: readonly [string, string];
  glasses?: boolean;
}

/** One picture, quantised so that pictures can be cached. */
export interface Pose {
  /** Mouth opening, 0 closed to 8 wide. */
  mouth: number;
  /** Eyelids, 0 open, 1 half, 2 closed. */
  lids: number;
  /** Direction of the eyes, -1 left to 1 right. */
  gaze: number;
  /** Tilt of the head, -2 to 2. */
  tilt: number;
  /** Brows: -1 drawn together, 0 at rest, 1 raised. */
  brows: number;
  /** Corners of the mouth: -1 down, 0 at rest, 1 smile. */
  smile: number;
}

/** A name for the cache. */
export function poseKey(pose: Pose): string {
  return [pose.mouth, pose.lids, pose.gaze, pose.tilt, pose.brows, pose.smile].join(',');
}

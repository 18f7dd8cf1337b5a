/** Owns the ways into every face of the element, by what really leads there. */
import { AFTER, BEFORE } from './faces-around.js';
import { FLOATING } from './faces-floating.js';
import { LIVE } from './faces-live.js';
import type { Way } from './face-ways.js';
import { personaFixture, type Persona } from './persona-fixture.js';

export { refused, withMicrophone } from './face-ways.js';

export const FACES: Readonly<Record<string, Way>> = { ...BEFORE, ...LIVE, ...AFTER, ...FLOATING };

/** An element that shows this face. Animations are over. */
export async function face(name: string, attributes = ''): Promise<Persona> {
  const way = FACES[name];
  if (!way) throw new Error(`No face "${name}"`);
  const persona = await personaFixture(`persona-name="Cara" ${way.attributes ?? ''} ${attributes}`);
  await way.go?.(persona);
  await persona.element.updateComplete;
  const root = persona.element.shadowRoot!;
  for (const animation of root.getAnimations()) {
    if (animation.effect?.getComputedTiming().iterations !== Infinity) animation.finish();
  }
  return persona;
}

/** One accent is enough: what is written on it can be read, whatever it is, and buttons keep their picture under the mouse. */
import { expect } from '@open-wc/testing';
import { emulateMedia, sendMouse } from '@web/test-runner-commands';
import { personaFixture } from '../support/persona-fixture.js';

const ACCENTS = [
  '#5648d9',
  '#ff0000',
  '#e50914',
  '#ff6600',
  '#f59e0b',
  '#ffcc00',
  '#84cc16',
  '#16a34a',
  '#0f766e',
  '#06b6d4',
  '#1877f2',
  '#0a66c2',
  '#6366f1',
  '#d946ef',
  '#ec4899',
  '#808080',
  '#767676',
  '#000',
  '#fff',
  'rebeccapurple',
  'color(display-p3 0 0.6 0.9)',
];

/** Any CSS colour as the screen shows it, 0..1 in linear light. */
const linear = (color: string): number[] => {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data]
    .slice(0, 3)
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
};

const luminance = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = linear(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

describe('text on the accent', () => {
  for (const accent of ACCENTS) {
    it(`can be read on ${accent}`, async () => {
      const persona = await personaFixture();
      persona.element.style.setProperty('--anam-accent', accent);
      const { color, backgroundColor } = getComputedStyle(persona.find('.start')!);
      expect(contrast(color, backgroundColor), `${color} on ${backgroundColor}`).to.be.at.least(4.5);
    });
  }

  it('is the page’s where the page says one', async () => {
    const persona = await personaFixture();
    persona.element.style.setProperty('--anam-on-accent', 'rgb(1, 2, 3)');
    expect(getComputedStyle(persona.find('.start')!).color).to.equal('rgb(1, 2, 3)');
  });
});

describe('the send button under the mouse', () => {
  after(() => emulateMedia({ colorScheme: 'light' }));

  for (const scheme of ['light', 'dark'] as const) {
    for (const transcript of ['', 'transcript']) {
      it(`keeps its picture, ${scheme} ${transcript}`, async () => {
        await emulateMedia({ colorScheme: scheme });
        const persona = await personaFixture(`text-input ${transcript}`, ({ style }) => {
          style.colorScheme = 'light dark';
          style.inlineSize = '700px';
        });
        await persona.start();
        const send = persona.button('Send');
        const { left, top, width, height } = send.getBoundingClientRect();
        const position: [number, number] = [Math.round(left + width / 2), Math.round(top + height / 2)];
        await sendMouse({ type: 'move', position: [1, 1] });
        await sendMouse({ type: 'move', position });
        await persona.until(() => send.matches(':hover'), 'the mouse');
        await Promise.all(send.getAnimations().map((animation) => animation.finished));
        const { color, backgroundColor } = getComputedStyle(send);
        expect(contrast(color, backgroundColor)).to.be.at.least(4.5);
        await sendMouse({ type: 'move', position: [1, 1] });
      });
    }
  }
});

/** A voice without words: pitch pulses through vowel formants, one syllable after another. Needs no package. */

import { SAMPLE_RATE } from './audio.js';
import { wordsOf, type Clip, type VoiceSettings } from './voice.js';

/** First and second formant of the vowels, in hertz. */
const VOWELS: Record<string, readonly [number, number]> = {
  a: [800, 1200],
  e: [500, 1900],
  i: [300, 2300],
  o: [480, 850],
  u: [330, 900],
  y: [300, 2000],
};

const SYLLABLE_MILLISECONDS = 150;
const PAUSE_MILLISECONDS = 45;
const SENTENCE_PAUSE_MILLISECONDS = 250;

/** Speaks the rhythm and melody of the text. */
export function mumble(text: string, settings: VoiceSettings): Clip {
  const speed = 165 / settings.rate;
  const base = 85 + settings.pitch * 1.6;
  const words: Clip['words'] = [];
  const pieces: { hertz: number; formants: readonly [number, number] | undefined; milliseconds: number }[] =
    [];
  let at = 0;
  const push = (piece: (typeof pieces)[number]): void => {
    pieces.push(piece);
    at += piece.milliseconds;
  };
  for (const word of wordsOf(text)) {
    words.push({ text: word.text, at });
    const syllables = word.word.toLowerCase().match(/[aeiouy]+/g) ?? ['e'];
    syllables.forEach((syllable, index) => {
      const formants = VOWELS[syllable.charAt(0)] ?? [500, 1500];
      const fall = /[.!]$/.test(word.word) ? 0.85 : word.word.endsWith('?') ? 1.25 : 1;
      const lift = 1 + 0.06 * Math.sin(words.length * 1.7 + index);
      push({ hertz: base * fall * lift, formants, milliseconds: SYLLABLE_MILLISECONDS * speed });
    });
    const pause = /[.!?,;:]$/.test(word.word) ? SENTENCE_PAUSE_MILLISECONDS : PAUSE_MILLISECONDS;
    push({ hertz: base, formants: undefined, milliseconds: pause * speed });
  }
  const samples = new Int16Array(Math.ceil((at * SAMPLE_RATE) / 1000));
  let offset = 0;
  for (const piece of pieces) {
    const length = Math.floor((piece.milliseconds * SAMPLE_RATE) / 1000);
    if (piece.formants) sing(samples.subarray(offset, offset + length), piece.hertz, piece.formants);
    offset += length;
  }
  return { samples, words };
}

/** Fills the samples with one syllable: harmonics, each as loud as the formants let it through. */
function sing(samples: Int16Array, hertz: number, [first, second]: readonly [number, number]): void {
  const harmonics: { step: number; gain: number }[] = [];
  for (let n = 1; n * hertz < 3500; n++) {
    const frequency = n * hertz;
    const through = (formant: number, width: number): number =>
      1 / (1 + ((frequency - formant) / width) ** 2);
    const gain = (through(first, 130) + 0.5 * through(second, 200) + 0.03) / Math.sqrt(n);
    harmonics.push({ step: (2 * Math.PI * frequency) / SAMPLE_RATE, gain });
  }
  const total = harmonics.reduce((sum, { gain }) => sum + gain, 0);
  for (let i = 0; i < samples.length; i++) {
    const envelope = Math.min(1, (i / samples.length) * 6, (1 - i / samples.length) * 4);
    let value = 0;
    for (const { step, gain } of harmonics) value += gain * Math.sin(step * i);
    samples[i] = (value / total) * envelope * 16_000;
  }
}

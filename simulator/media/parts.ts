/** The optional packages that make the simulator nicer, and what it is like without them. */

/** An optional package that is not installed. */
export interface MissingPart {
  package: string;
  /** The command that installs it. */
  install: string;
  /** What the simulator does without it, in words. */
  without: string;
}

const PARTS = {
  picture: { package: '@napi-rs/canvas', version: '1', without: 'one stored face instead of drawn ones' },
  audio: { package: 'opusscript', version: '0.1', without: 'sound in telephone quality' },
  voice: {
    package: '@echogarden/espeak-ng-emscripten',
    version: '0.3',
    without: 'a voice that has a melody and no words',
  },
} as const;

/** The parts that are missing, by what has been found of the others. */
export function missingParts(found: Readonly<Record<keyof typeof PARTS, boolean>>): MissingPart[] {
  return (Object.keys(PARTS) as (keyof typeof PARTS)[])
    .filter((part) => !found[part])
    .map((part) => {
      const { package: name, version, without } = PARTS[part];
      return { package: name, install: `npm install --save-dev ${name}@${version}`, without };
    });
}

/** Whether the package of the voice can be found; it is not loaded before somebody speaks. */
export function hasVoice(): boolean {
  try {
    return import.meta.resolve(PARTS.voice.package) !== '';
  } catch {
    return false;
  }
}

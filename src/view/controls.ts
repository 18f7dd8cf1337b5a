/** Owns the bar of buttons under a live picture. */
import { html, nothing, type TemplateResult } from 'lit';
import { isMicUnusable, isSilent, type Actions, type Face } from './face.js';
import { icons } from './icons.js';

interface ButtonFacts {
  readonly part: string;
  readonly label: string;
  readonly icon: TemplateResult;
  readonly act: () => void;
  /** Folds into the menu in small boxes. */
  readonly folds?: boolean;
  /** Does nothing for now. It keeps the focus, which a button that is disabled would lose. */
  readonly disabled?: boolean;
  readonly look?: 'on' | 'off' | 'end';
}

/** Round, with its name as label and tooltip. A button whose name changes has no pressed state: both would be said twice. */
const button = (facts: ButtonFacts): TemplateResult => html`
  <button
    part="button ${facts.part}"
    class="round ${facts.part} ${facts.look ?? ''} ${facts.folds ? 'folds' : ''}"
    aria-label=${facts.label}
    title=${facts.label}
    aria-disabled=${facts.disabled ? 'true' : nothing}
    @click=${facts.disabled ? nothing : facts.act}
  >
    ${facts.icon}
  </button>
`;

const mic = (face: Face, actions: Actions): TemplateResult => {
  const unusable = isMicUnusable(face);
  const off = unusable || face.micMuted || face.micState !== 'granted';
  return button({
    part: 'mic-button',
    label: face.say(face.micState !== 'granted' ? 'allowMic' : face.micMuted ? 'unmuteMic' : 'muteMic'),
    icon: off ? icons.micOff : icons.mic,
    act: actions.toggleMic,
    ...(off ? { look: 'off' as const } : {}),
  });
};

const sound = (face: Face, actions: Actions): TemplateResult => {
  const off = isSilent(face);
  return button({
    part: 'sound-button',
    label: face.say(off ? 'unmuteSound' : 'muteSound'),
    icon: off ? icons.soundOff : icons.sound,
    act: actions.toggleSound,
    folds: true,
    ...(off ? { look: 'off' as const } : {}),
  });
};

const captions = (face: Face, actions: Actions): TemplateResult =>
  button({
    part: 'captions-button',
    label: face.say(face.captions ? 'hideCaptions' : 'showCaptions'),
    icon: icons.captions,
    act: actions.toggleCaptions,
    folds: true,
    ...(face.captions ? { look: 'on' as const } : {}),
  });

const interrupt = (face: Face, actions: Actions): TemplateResult =>
  button({
    part: 'interrupt-button',
    label: face.say('interrupt'),
    icon: icons.interrupt,
    act: actions.interrupt,
    // Always in its place, so that the others do not move under the finger.
    disabled: !face.personaSpeaking,
  });

const transcript = (face: Face, actions: Actions): TemplateResult =>
  button({
    part: 'transcript-button',
    label: face.say(face.transcript ? 'hideTranscript' : 'showTranscript'),
    icon: icons.transcript,
    act: actions.toggleTranscript,
    folds: true,
    ...(face.transcript ? { look: 'on' as const } : {}),
  });

const more = (face: Face, actions: Actions): TemplateResult => html`
  <button
    part="button more-button"
    class="round more-button"
    aria-label=${face.say('more')}
    title=${face.say('more')}
    aria-haspopup="dialog"
    aria-expanded=${face.menuOpen ? 'true' : 'false'}
    @click=${actions.toggleMenu}
  >
    ${icons.more}
  </button>
`;

const end = (face: Face, actions: Actions): TemplateResult =>
  button({
    part: 'end-button',
    label: face.say('end'),
    icon: icons.end,
    act: actions.stop,
    look: 'end',
  });

export const controls = (face: Face, actions: Actions): TemplateResult => html`
  <div class="controls" part="controls" role="group" aria-label=${face.say('controls')}>
    ${face.voice ? mic(face, actions) : nothing} ${sound(face, actions)} ${captions(face, actions)}
    ${transcript(face, actions)} ${interrupt(face, actions)} ${more(face, actions)}
    <slot name="controls"></slot>
    ${end(face, actions)}
  </div>
`;

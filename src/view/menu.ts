/** Owns the menu behind "More options": everything that has no place in the bar, and what small boxes fold away. It may lie over the rest, so what must not be missed is in it. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { extrasIcons } from './extras.icons.js';
import { isSilent, type Actions, type Face } from './face.js';
import { icons } from './icons.js';
import { warning } from './notices.js';

const row = (label: string, icon: TemplateResult, act: () => void, kind = ''): TemplateResult => html`
  <button part="button menu-item" class="row ${kind}" @click=${act}>${icon}<span>${label}</span></button>
`;

const picker = (
  face: Face,
  label: string,
  devices: readonly MediaDeviceInfo[],
  chosen: string,
  choose: (id: string) => void,
): TemplateResult => html`
  <label class="pick">
    <span>${label}</span>
    <select @change=${(event: Event) => choose((event.currentTarget as HTMLSelectElement).value)}>
      <option value="" .selected=${chosen === ''}>${face.say('systemDefault')}</option>
      ${devices
        .filter(({ deviceId }) => deviceId !== 'default' && deviceId !== 'communications')
        .map(
          ({ deviceId, label: name }, index) => html`
            <option value=${deviceId} .selected=${deviceId === chosen}>
              ${name || `${label} ${index + 1}`}
            </option>
          `,
        )}
    </select>
  </label>
`;

const volume = (face: Face, actions: Actions): TemplateResult | typeof nothing =>
  face.can.setVolume
    ? html`
        <label class="pick">
          <span>${face.say('volume')}</span>
          <input
            type="range"
            min="0"
            max="1"
            step="0.05"
            .value=${live(String(face.volume))}
            @input=${(event: Event) => actions.setVolume((event.currentTarget as HTMLInputElement).valueAsNumber)}
            @change=${actions.keepVolume}
          />
        </label>
      `
    : nothing;

const microphones = (face: Face, actions: Actions): TemplateResult | typeof nothing =>
  face.voice && face.micState === 'granted'
    ? html`
        ${picker(face, face.say('microphone'), face.devices.inputs, face.inputDevice, actions.setInput)}
        <div class="level" aria-hidden="true"><i></i></div>
      `
    : nothing;

const speakers = (face: Face, actions: Actions): TemplateResult | typeof nothing =>
  face.can.chooseSpeaker && face.devices.outputs.length > 0
    ? picker(face, face.say('speaker'), face.devices.outputs, face.outputDevice, actions.setOutput)
    : nothing;

export const menu = (face: Face, actions: Actions): TemplateResult => html`
  <div class="menu" part="menu" role="dialog" tabindex="-1" aria-label=${face.say('more')}>
    <header role="none">
      <h2>${face.say('more')}</h2>
      <button
        part="button"
        class="round"
        aria-label=${face.say('close')}
        title=${face.say('close')}
        @click=${actions.toggleMenu}
      >
        ${extrasIcons.close}
      </button>
    </header>
    ${warning(face, actions)}
    ${face.notice ? html`<p class="told">${face.say(face.notice.key)}</p>` : nothing}
    ${row(face.say(isSilent(face) ? 'unmuteSound' : 'muteSound'), isSilent(face) ? icons.soundOff : icons.sound, actions.toggleSound, 'folded sound-button')}
    ${row(face.say(face.captions ? 'hideCaptions' : 'showCaptions'), icons.captions, actions.toggleCaptions, 'folded')}
    ${row(face.say(face.transcript ? 'hideTranscript' : 'showTranscript'), icons.transcript, actions.toggleTranscript)}
    ${volume(face, actions)} ${microphones(face, actions)} ${speakers(face, actions)}
    ${face.can.pictureInPicture ? row(face.say('pictureInPicture'), extrasIcons.popOut, actions.popOut) : nothing}
    ${face.can.fullscreen ? row(face.say(face.isFullscreen ? 'exitFullscreen' : 'fullscreen'), extrasIcons.fullscreen, actions.fullscreen) : nothing}
    ${face.messages.length > 0 ? row(face.say('save'), extrasIcons.save, actions.save) : nothing}
  </div>
`;

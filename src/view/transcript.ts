/** Owns the conversation as text: beside the picture, and as a file. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { PersonaMessage } from '../session/events.js';
import { stateText } from './announcement.js';
import { composer } from './composer.js';
import { extrasIcons } from './extras.icons.js';
import { inWords, isRunning, type Actions, type Face } from './face.js';
import { icons } from './icons.js';
import { notice, unlock, warning } from './notices.js';

const speaker = (face: Face, { role }: PersonaMessage): string =>
  role === 'user' ? face.say('you') : face.speaker;

/** One line for each message, as it is copied and saved. */
export const asText = (face: Face): string =>
  face.messages
    .map((message) => {
      const cut = message.interrupted ? ` [${face.say('interrupted')}]` : '';
      return `[${face.clock(message.time)}] ${speaker(face, message)}: ${message.content}${cut}`;
    })
    .join('\n');

const entry = (face: Face, message: PersonaMessage): TemplateResult => html`
  <li class=${message.role} part="message">
    <p class="who">
      <span>${speaker(face, message)}</span>
      <time datetime=${new Date(message.time).toISOString()}>${face.clock(message.time)}</time>
    </p>
    <p class="said" dir="auto">${message.content}</p>
    ${message.interrupted ? html`<p class="cut">${face.say('interrupted')}</p>` : nothing}
  </li>
`;

const tool = (label: string, icon: TemplateResult, act: () => void, place = ''): TemplateResult => html`
  <button part="button" class="round ${place}" aria-label=${label} title=${label} @click=${act}>
    ${icon}
  </button>
`;

const again = (face: Face, actions: Actions): TemplateResult | typeof nothing => {
  if (isRunning(face) || face.state === 'ending' || face.error?.retryable === false) return nothing;
  return html`
    <button part="button start-button" class="start small" @click=${actions.start}>
      ${face.say(face.state === 'failed' ? 'retry' : 'startAgain')}
    </button>
  `;
};

/** Where the transcript lies over the stage: what must not be missed of it meanwhile. */
const strip = (face: Face, actions: Actions): TemplateResult => {
  const state = stateText(face);
  return html`
    <div class="strip">
      ${state ? html`<p part="status">${inWords(face, state)}</p>` : nothing} ${notice(face)}
      ${warning(face, actions)} ${unlock(face, actions)} ${again(face, actions)}
    </div>
  `;
};

/** In a reversed column the end is where scrolling begins, so the log follows by itself until the reader scrolls. */
const watchScroll = (event: Event): void => {
  const log = event.currentTarget as HTMLElement;
  log.parentElement?.classList.toggle('behind', log.scrollTop < -48);
};

const toLatest = (event: Event): void => {
  (event.currentTarget as HTMLElement).parentElement?.querySelector('.log')?.scrollTo({ top: 0 });
};

export const transcript = (face: Face, actions: Actions): TemplateResult => html`
  <section class="conversation" part="transcript" aria-label=${face.say('transcript')}>
    <header>
      <h2>${face.say('transcript')}</h2>
      ${
        face.messages.length > 0
          ? html`${tool(face.say('copy'), extrasIcons.copy, actions.copy, 'spared')}${tool(face.say('save'), extrasIcons.save, actions.save, 'spared')}`
          : nothing
      }
      ${isRunning(face) ? tool(face.say('end'), icons.end, actions.stop, 'covering end') : nothing}
      ${tool(face.say('hideTranscript'), extrasIcons.close, actions.toggleTranscript)}
    </header>
    ${strip(face, actions)}
    <div class="log-box">
      <div
        class="log"
        role="log"
        aria-live="off"
        tabindex="0"
        aria-label=${face.say('transcript')}
        @scroll=${watchScroll}
      >
        ${
          face.messages.length > 0
            ? html`<ol>
                ${repeat(
                  face.messages,
                  ({ key }) => key,
                  (message) => entry(face, message),
                )}
              </ol>`
            : html`<p class="empty">${face.say('transcriptEmpty')}</p>`
        }
      </div>
      <button part="button" class="latest" @click=${toLatest}>${face.say('latest')}</button>
    </div>
    ${face.textInput ? composer(face, actions) : nothing}
  </section>
`;

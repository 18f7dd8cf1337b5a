/** An interface of the page for an element that has none: it reads properties, listens to events and calls methods. */
import { facts } from './site.js';

const persona = document.getElementById('persona');
const part = Object.fromEntries(
  ['call', 'state', 'time', 'bubbles', 'alert', 'type', 'words', 'toggle', 'mic', 'hush', 'hear', 'stay'].map(
    (id) => [id, document.getElementById(id)],
  ),
);

/** How this page calls whom it talks to. */
const name = () => persona.personaName || 'the persona';
const capital = (text) => text[0].toUpperCase() + text.slice(1);

const STATES = {
  idle: 'Not connected',
  authorizing: 'Calling…',
  connecting: 'Calling…',
  reconnecting: 'The line is bad. One moment…',
  ending: 'Hanging up…',
  ended: 'Call ended',
  failed: 'The call did not work',
};
const isOver = (state) => ['idle', 'ended', 'failed'].includes(state);

/** The end that was announced, while it can be put off. */
let warning = null;

const bubble = ({ role, content, interrupted }) => {
  const line = document.createElement('li');
  line.className = role;
  line.dir = 'auto';
  line.textContent = interrupted ? `${content} —` : content;
  return line;
};

const render = () => {
  const { state, personaSpeaking, userSpeaking, micState, micMuted, soundBlocked, messages } = persona;
  const live = state === 'live';
  part.call.dataset.state = state;
  part.call.classList.toggle('speaking', personaSpeaking);
  const doing = userSpeaking ? 'hears you' : personaSpeaking ? 'speaks' : 'is listening';
  const text = live ? capital(`${name()} ${doing}`) : STATES[state];
  if (part.state.textContent !== text) part.state.textContent = text;
  part.toggle.textContent = isOver(state) ? `Call ${name()}` : 'Hang up';
  part.toggle.classList.toggle('danger', !isOver(state));
  const heard = micState === 'granted';
  part.mic.disabled = !live || micState === 'asking';
  part.mic.textContent = live && !heard ? 'Use my microphone' : 'Mute me';
  // A button that asks has no state of its own.
  if (heard || !live) part.mic.setAttribute('aria-pressed', String(micMuted));
  else part.mic.removeAttribute('aria-pressed');
  // It keeps the focus of whoever pressed it.
  part.hush.setAttribute('aria-disabled', String(!personaSpeaking));
  part.hear.hidden = !(live && soundBlocked);
  part.stay.hidden = !(live && warning);
  part.bubbles.replaceChildren(...messages.filter(({ content }) => content).map(bubble));
  part.bubbles.scrollTop = part.bubbles.scrollHeight;
};

const clock = () => {
  const seconds = Math.floor(persona.duration);
  part.time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

await customElements.whenDefined('anam-persona');
for (const name of [
  'anam-state-change',
  'anam-message',
  'anam-message-chunk',
  'anam-speech-start',
  'anam-speech-end',
  'anam-mic-change',
  'anam-sound-change',
]) {
  persona.addEventListener(name, render);
}
persona.addEventListener('anam-error', ({ code, message }) => {
  part.alert.textContent = code.startsWith('mic-')
    ? capital(`${name()} cannot hear you. Write instead.`)
    : message;
});
/** The end is off. */
const goOn = () => {
  if (!warning) return;
  warning = null;
  part.alert.textContent = '';
  render();
};
persona.addEventListener('anam-end-warning', (event) => {
  warning = event;
  part.alert.textContent = `This call ends in ${Math.ceil(event.secondsLeft)} seconds.`;
  render();
});
// Who speaks or writes is there: the element counts the quiet anew.
for (const name of ['anam-speech-start', 'anam-message']) {
  persona.addEventListener(name, () => warning?.reason === 'idle' && goOn());
}
setInterval(clock, 500);

part.toggle.addEventListener('click', () => {
  part.alert.textContent = '';
  warning = null;
  const done = isOver(persona.state) ? persona.start() : persona.stop();
  done.catch(() => undefined);
});
part.mic.addEventListener('click', () => {
  if (persona.micState === 'granted') persona.micMuted = !persona.micMuted;
  else persona.requestMicrophone();
});
part.stay.addEventListener('click', () => {
  warning?.extend();
  goOn();
});
part.hush.addEventListener('click', () => {
  if (persona.personaSpeaking) persona.interrupt().catch(() => undefined);
});
part.hear.addEventListener('click', () => persona.startAudio());
part.type.addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = part.words.value.trim();
  if (!text) return;
  part.words.value = '';
  if (isOver(persona.state)) persona.start().catch(() => undefined);
  await persona.sendUserMessage(text).catch(() => (part.words.value = text));
});
facts.then(render);

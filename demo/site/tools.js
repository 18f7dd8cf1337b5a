/** Three tools of this page, and what they do to it. */
import './site.js';

const persona = document.getElementById('persona');
const room = document.getElementById('room');
const booking = document.getElementById('booking');
const calls = document.getElementById('calls');
const result = document.getElementById('result');

const THEMES = ['plum', 'forest', 'ember'];
const ROOMS = {
  garden: ['The garden room', 'Ground floor, a door to the roses, and shade in the afternoon.'],
  attic: ['The attic room', 'Under the roof, with a desk at the window and a view of all the chimneys.'],
};

const setColours = ({ theme } = {}) => {
  const { dataset } = document.documentElement;
  if (theme !== undefined && !THEMES.includes(theme)) {
    throw new Error(`There is no theme “${theme}”; there are ${THEMES.join(', ')}.`);
  }
  // Asked for what is there already, the next one is what was meant.
  const at = THEMES.indexOf(dataset.theme);
  dataset.theme = theme && theme !== dataset.theme ? theme : THEMES[(at + 1) % THEMES.length];
  return `The page is dressed in ${dataset.theme} now.`;
};

const showCard = ({ room: name = 'garden' } = {}) => {
  const known = ROOMS[name];
  if (!known) throw new Error(`There is no room “${name}”.`);
  const [title, text] = known;
  const picture = document.createElement('div');
  picture.className = `room-picture ${name}`;
  const heading = document.createElement('h2');
  heading.textContent = title;
  const words = document.createElement('p');
  words.textContent = text;
  room.replaceChildren(picture, heading, words);
  return `The card of ${title.toLowerCase()} is shown.`;
};

const fillForm = (fields = {}) => {
  const filled = [];
  for (const [name, value] of Object.entries(fields)) {
    const field = booking.elements.namedItem(name);
    if (!field || !('value' in field)) continue;
    field.value = String(value);
    filled.push(name);
  }
  if (filled.length === 0) throw new Error('None of these fields is in the form.');
  return `I filled in ${filled.join(', ')}. Look it over before you book.`;
};

await customElements.whenDefined('anam-persona');
persona.registerTool('set_colours', setColours);
persona.registerTool('show_card', showCard);
persona.registerTool('fill_form', fillForm);

const log = (label, detail) => {
  const line = document.createElement('li');
  const name = document.createElement('b');
  name.textContent = label;
  const words = document.createElement('span');
  words.textContent = detail;
  line.append(name, words);
  calls.prepend(line);
};
persona.addEventListener('anam-tool-call', (event) => log(event.name, JSON.stringify(event.arguments)));
persona.addEventListener('anam-tool-result', (event) =>
  log(`${event.name}: ${event.status}`, String(event.result ?? event.error ?? '')),
);

for (const button of document.querySelectorAll('[data-ask]')) {
  button.addEventListener('click', async () => {
    result.textContent = '';
    try {
      if (!['authorizing', 'connecting', 'live'].includes(persona.state)) {
        persona.start().catch(() => undefined);
      }
      await persona.sendUserMessage(button.dataset.ask);
    } catch (error) {
      result.textContent = error.message;
    }
  });
}

booking.addEventListener('submit', (event) => {
  event.preventDefault();
  document.getElementById('booked').textContent = 'This is a demo: nothing was booked.';
});

/** The demo page around the element: shows its events, tries its methods, and prints the HTML. */
import { facts } from './site.js';

const persona = document.getElementById('persona');
const events = document.getElementById('events');
const result = document.getElementById('result');

// Who is there

const personas = document.getElementById('personas');
facts.then(({ names }) => {
  personas.append(...names.map(choice));
  personas.hidden = names.length < 2;
});

/** The page names a configuration of the token endpoint; who that is, only the server knows. */
const choice = (name) => {
  const label = document.createElement('label');
  const radio = document.createElement('input');
  radio.type = 'radio';
  radio.name = 'persona';
  radio.value = name;
  radio.checked = name === persona.getAttribute('persona-name');
  label.append(radio, ` ${name}`);
  return label;
};

personas.addEventListener('change', async ({ target }) => {
  await persona.stop();
  persona.setAttribute('persona-name', target.value);
  persona.setAttribute('token-params', JSON.stringify({ persona: target.value.toLowerCase() }));
});

// What the page hears

const NAMES = [
  'anam-before-start',
  'anam-state-change',
  'anam-session-start',
  'anam-session-end',
  'anam-error',
  'anam-message',
  'anam-speech-start',
  'anam-speech-end',
  'anam-interrupt',
  'anam-tool-call',
  'anam-tool-result',
  'anam-mic-change',
  'anam-sound-change',
  'anam-end-warning',
  'anam-warning',
  'anam-milestone',
];

/** The event's own fields, which live on its class as getters or on itself. */
const fields = (event) => {
  const own = Object.entries(event).filter(([name]) => name !== 'isTrusted');
  return own
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .filter((text) => !text.endsWith('undefined'))
    .join(', ');
};

const started = performance.now();
for (const name of NAMES) {
  persona.addEventListener(name, (event) => {
    const line = document.createElement('li');
    const time = document.createElement('time');
    time.textContent = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    const label = document.createElement('b');
    label.textContent = name;
    const detail = document.createElement('span');
    detail.textContent = fields(event);
    line.append(time, label, detail);
    events.prepend(line);
    while (events.childElementCount > 200) events.lastElementChild.remove();
  });
}
document.getElementById('clear-log').addEventListener('click', () => events.replaceChildren());

// What the page can say

/** Words one after the other, as a language model streams them. */
const wordByWord = (text) => {
  const words = text.split(/(?<=\s)/);
  return new ReadableStream({
    async pull(controller) {
      const word = words.shift();
      if (word === undefined) return controller.close();
      await new Promise((resolve) => setTimeout(resolve, 90));
      controller.enqueue(word);
    },
  });
};

const METHODS = {
  talk: ({ text }) => persona.talk(text),
  talkStream: ({ text }) => wordByWord(text).pipeTo(persona.talkStream()),
  sendUserMessage: ({ text }) => persona.sendUserMessage(text),
  addContext: ({ text }) => persona.addContext(text),
  interrupt: () => persona.interrupt(),
  tool: ({ text }) => persona.sendUserMessage(text),
  session: (_fields, button) => (button.value === 'stop' ? persona.stop() : persona.start()),
};

document.getElementById('methods').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const name = form.dataset.method;
  result.textContent = '';
  try {
    await METHODS[name](Object.fromEntries(new FormData(form)), event.submitter);
  } catch (error) {
    result.textContent =
      error.code === 'not-live'
        ? 'Start the persona first: click the button in the picture.'
        : `${error.code ?? error.name}: ${error.message}`;
  }
});

await customElements.whenDefined('anam-persona');
persona.registerTool('show_note', ({ text = 'A note without words' } = {}) => {
  result.textContent = `The persona left a note: “${text}”`;
  return 'The note is on the page.';
});

// The HTML that did it

const html = document.getElementById('html');
const switches = document.getElementById('switches');

const print = () => {
  const attributes = [...persona.attributes]
    .filter(({ name }) => !['id', 'class', 'style', 'data-state'].includes(name))
    .map(({ name, value }) => (value === '' ? name : `${name}="${value}"`));
  html.textContent = [
    `<script type="module" src="${new URL('/cdn/anam-persona.js', location.href).href}"></` + 'script>',
    '',
    '<anam-persona',
    ...attributes.map((attribute) => `  ${attribute}`),
    '></anam-persona>',
  ].join('\n');
  for (const box of switches.querySelectorAll('input')) box.checked = persona.hasAttribute(box.value);
};

switches.addEventListener('change', ({ target }) => persona.toggleAttribute(target.value, target.checked));
new MutationObserver(print).observe(persona, { attributes: true });
print();

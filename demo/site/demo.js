/** The demo page around the element: shows its events, tries its methods, and prints the HTML. */
import { facts, written } from './site.js';

const persona = document.getElementById('persona');
const events = document.getElementById('events');
const result = document.getElementById('result');

// Who is there

const personas = document.getElementById('personas');
facts.then(({ choices, simulator }) => {
  const chosen = simulator
    ? persona.getAttribute('persona-name').toLowerCase()
    : persona.tokenParams?.persona;
  personas.append(...choices.map((each) => choice(each, each.persona === (chosen ?? 'default'))));
  personas.hidden = choices.length < 2;
});

/** The page names a configuration of the token endpoint; who that is, only the server knows. */
const choice = ({ label, persona: name }, checked) => {
  const line = document.createElement('label');
  const radio = document.createElement('input');
  radio.type = 'radio';
  radio.name = 'persona';
  radio.value = name;
  radio.checked = checked;
  line.append(radio, ` ${label}`);
  return line;
};

personas.addEventListener('change', async ({ target }) => {
  await persona.stop();
  // The name of a configuration is the name of a persona only where it is the simulator's.
  const { simulator, choices } = await facts;
  const { label } = choices.find((each) => each.persona === target.value);
  if (simulator) persona.setAttribute('persona-name', label);
  persona.setAttribute('token-params', JSON.stringify({ persona: target.value }));
});

// What the page hears

const NAMES = [
  'anam-before-start',
  'anam-state-change',
  'anam-session-start',
  'anam-session-end',
  'anam-error',
  'anam-message',
  'anam-message-chunk',
  'anam-speech-start',
  'anam-speech-end',
  'anam-interrupt',
  'anam-tool-call',
  'anam-tool-result',
  'anam-mic-change',
  'anam-sound-change',
  'anam-end-warning',
  'anam-warning',
  'anam-reasoning',
  'anam-cue-applied',
  'anam-persona-updated',
  'anam-open',
  'anam-close',
  'anam-milestone',
];

const FRAGMENTS = new Set(['anam-message-chunk', 'anam-reasoning']);

const shown = (value) => {
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** The event's own fields, which live on its class as getters or on itself. */
const fields = (event) => {
  const own = Object.entries(event).filter(([name]) => name !== 'isTrusted');
  return own
    .filter(([, value]) => typeof value !== 'function')
    .map(([name, value]) => `${name}: ${shown(value)}`)
    .filter((text) => !text.endsWith('undefined'))
    .join(', ');
};

const started = performance.now();
/** The line of the message or thought that is still coming in, by event: its fragments share it. */
const growing = new Map();

for (const name of NAMES) {
  persona.addEventListener(name, (event) => {
    const fragments = growing.get(name);
    if (fragments?.id === event.id && fragments?.line.isConnected) {
      fragments.count += 1;
      fragments.detail.textContent = `${fields(event)} (fragment ${fragments.count})`;
      return;
    }
    const line = document.createElement('li');
    const time = document.createElement('time');
    time.textContent = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    const label = document.createElement('b');
    label.textContent = name;
    const detail = document.createElement('span');
    detail.textContent = fields(event);
    line.append(time, label, detail);
    if (FRAGMENTS.has(name)) growing.set(name, { id: event.id, line, detail, count: 1 });
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
  // The answer stands where the press was.
  form.append(result);
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
  return 'the note is on the page';
});

// The HTML that did it

const html = document.getElementById('html');
const switches = document.getElementById('switches');

const print = () => {
  const attributes = [...persona.attributes]
    .filter(({ name }) => !['id', 'class', 'style', 'data-state'].includes(name))
    .map(written);
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

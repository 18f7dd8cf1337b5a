/** Every switch makes a new element, lets the simulator (or, where it must, the page) bring the state about, and watches. */
import { PLAYS } from './states-browser.js';
import { failureGroups } from './states-failures.js';
import { GROUPS } from './states-list.js';
import { facts, written } from './site.js';

const part = (id) => document.getElementById(id);
const stage = part('stage');
const mark = part('shown-mark');
const path = part('path');

/** Ends what the last switch began. */
let leave = () => undefined;

const addressOf = ({ tokenUrl, faults = [] }) => {
  if (tokenUrl !== undefined) return tokenUrl;
  const query = faults.map((fault) => `fault=${encodeURIComponent(fault)}`).join('&');
  return query ? `/api/session-token?${query}` : '/api/session-token';
};

const create = (item) => {
  const persona = document.createElement('anam-persona');
  const address = addressOf(item);
  if (address !== null) persona.setAttribute('token-url', address);
  persona.setAttribute('persona-name', 'Ada');
  for (const [name, value] of Object.entries(item.set ?? {})) persona.setAttribute(name, value);
  return persona;
};

/** The element as HTML, for the reader. */
const print = (persona) => {
  const lines = [...persona.attributes].map((attribute) => `  ${written(attribute)}`);
  return ['<anam-persona', ...lines, '></anam-persona>'].join('\n');
};

const step = (text) => {
  const line = document.createElement('li');
  line.textContent = text;
  path.append(line);
};

const EVENTS = ['anam-end-warning', 'anam-interrupt', 'anam-warning'];

/** Calls `changed` whenever something may have come about; returns how to stop. */
const watch = (persona, seen, changed) => {
  const watching = new AbortController();
  const { signal } = watching;
  persona.addEventListener(
    'anam-state-change',
    ({ state, previousState, reason }) => {
      seen.add(`state:${previousState}→${state}`);
      if (reason) seen.add(`reason:${reason}`);
      step(reason && state !== 'ending' ? `${state} (${reason})` : state);
      changed();
    },
    { signal },
  );
  persona.addEventListener(
    'anam-error',
    ({ code, message }) => {
      step(code);
      part('shown-error').textContent = `${code}: ${message}`;
      changed();
    },
    { signal },
  );
  for (const name of EVENTS) {
    persona.addEventListener(name, () => (seen.add(name), step(name), changed()), { signal });
  }
  for (const name of [
    'anam-mic-change',
    'anam-sound-change',
    'anam-speech-start',
    'anam-message',
    'anam-milestone',
  ]) {
    persona.addEventListener(name, changed, { signal });
  }
  return () => watching.abort();
};

const show = async (item, button) => {
  leave();
  const persona = create(item);
  const seen = new Set();
  const undo = [];
  const play = (name) => undo.push(PLAYS[name](persona));
  const changed = () => {
    // Another switch may have been pressed meanwhile.
    if (persona !== stage.firstElementChild || !item.shows(persona, seen)) return;
    button.dataset.reached = '';
    mark.textContent = item.code ? `Reached: failed with ${item.code}` : 'Reached';
  };
  undo.push(watch(persona, seen, changed));
  leave = () => {
    for (const each of undo.splice(0)) each();
  };
  for (const each of document.querySelectorAll('.switch'))
    each.setAttribute('aria-pressed', String(each === button));
  path.replaceChildren();
  mark.textContent = '';
  part('shown-title').textContent = item.title;
  part('shown-note').textContent = item.note ?? '';
  part('shown-error').textContent = '';
  part('html').textContent = print(persona);
  stage.replaceChildren(persona);
  if (item.play) play(item.play);
  if (item.start === false) return changed();
  const control = async (verb, body) => {
    const answer = await fetch(`/_simulator/sessions/${persona.sessionId}/${verb}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!answer.ok) console.error(`[demo] The simulator refused: ${await answer.text()}`);
  };
  // Failures are what many of the switches are for; they are shown.
  const started = persona.start().catch(() => undefined);
  changed();
  await started;
  if (item.then && persona.isConnected && persona.state === 'live')
    await item.then(persona, { control, play });
  changed();
};

const chip = (item) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'switch';
  button.id = `switch-${item.id}`;
  button.textContent = item.title;
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    stage.scrollIntoView({ block: 'nearest' });
    show(item, button).catch((error) => console.error('[demo] The switch did not work.', error));
  });
  return button;
};

const section = ({ title, items }, index) => {
  const box = document.createElement('section');
  const heading = document.createElement('h2');
  heading.id = `group-${index}`;
  heading.textContent = title;
  box.setAttribute('aria-labelledby', heading.id);
  const chips = document.createElement('div');
  chips.className = 'chips';
  chips.append(...items.map(chip));
  box.append(heading, chips);
  return box;
};

const { simulator } = await facts;
if (simulator) {
  const { faults } = await (await fetch('/_simulator/faults')).json();
  part('switchboard').append(...[...GROUPS, ...failureGroups(faults)].map(section));
  part('switch-idle').click();
}

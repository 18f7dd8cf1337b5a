/** What every page of the gallery shares: who answers, and what a page cannot show without it. */

/** An attribute as HTML, for the reader to copy. */
export const written = ({ name, value }) => {
  if (value === '') return name;
  return value.includes('"') ? `${name}='${value}'` : `${name}="${value}"`;
};

/** Resolves with what the demo's server says about itself. */
export const facts = fetch('/api/demo')
  .then((response) => response.json())
  .catch((error) => {
    console.error('[demo] The demo server does not answer.', error);
    return { simulator: false, configurations: [], choices: [] };
  });

/** Why this page cannot do its job here, or nothing. */
const obstacle = ({ needs }, { simulator, configurations }) => {
  if (!needs || simulator) return '';
  if (needs === 'simulator') {
    return 'This page breaks the service on purpose, so it needs the simulator. Start the demo without ANAM_API_KEY to see it.';
  }
  if (configurations.includes(needs)) return '';
  return `This page asks the token endpoint for a configuration named “${needs}”, and there is none. Add it to the file in ANAM_PERSONA_FILE, or start the demo without ANAM_API_KEY.`;
};

/** The names in the pages are those of the simulator's personas; Anam's have their own. */
const introduce = ({ simulator, configurations }) => {
  if (simulator) return;
  // Where none is called "default", the endpoint wants one to be named.
  const [first] = configurations.includes('default') ? [] : configurations;
  for (const persona of document.querySelectorAll('anam-persona')) {
    persona.removeAttribute('persona-name');
    if (first && !persona.hasAttribute('token-params'))
      persona.setAttribute('token-params', JSON.stringify({ persona: first }));
  }
};

const describe = (known) => {
  const service = document.getElementById('service');
  service.textContent = known.simulator
    ? 'Simulator on this machine, not Anam'
    : 'Anam, billed by the second';
  service.hidden = false;
  const why = obstacle(document.body.dataset, known);
  if (!why) return;
  const notice = document.createElement('p');
  notice.className = 'obstacle';
  notice.setAttribute('role', 'status');
  notice.textContent = why;
  document.querySelector('main').prepend(notice);
  for (const part of document.querySelectorAll('[data-needed]')) part.inert = true;
};
void facts.then(introduce);
void facts.then(describe);

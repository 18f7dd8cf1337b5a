/** The switches of this page: corner, parts, language and direction. The elements themselves are in the HTML. */
import { facts } from './site.js';

// Floating in a corner

const corners = document.getElementById('corners');
const parts = document.getElementById('floating-parts');
const place = document.getElementById('floating-place');

const floating = document.createElement('anam-persona');
floating.setAttribute('layout', 'floating');
floating.setAttribute('token-url', '/api/session-token');
facts.then(({ simulator }) => simulator && floating.setAttribute('persona-name', 'Ada'));

const takeParts = () => {
  for (const box of parts.querySelectorAll('input')) floating.toggleAttribute(box.value, box.checked);
};

corners.addEventListener('change', ({ target }) => {
  if (!target.value) {
    floating.remove();
    return;
  }
  floating.setAttribute('position', target.value);
  if (!floating.isConnected) place.append(floating);
});
parts.addEventListener('change', takeParts);
takeParts();

// Languages

const languages = document.getElementById('languages');
const language = document.getElementById('language');
const rtl = document.getElementById('rtl');

const turn = () => {
  languages.lang = language.value;
  languages.dir = rtl.checked ? 'rtl' : 'ltr';
};
language.addEventListener('change', () => {
  rtl.checked = language.value === 'ar';
  turn();
});
rtl.addEventListener('change', turn);

/** A language model of the page, played by a script: it listens to the conversation and writes every answer. */
import './site.js';

const persona = document.getElementById('persona');
const state = document.getElementById('model-state');
const writing = document.getElementById('writing');
const stop = document.getElementById('abort');
const result = document.getElementById('result');

const ANSWERS = [
  [
    /\bsea\b/i,
    'The sea is never quite the same twice. In the morning it is grey and patient. At noon it throws light about as if it cost nothing. In the evening it takes all of it back, very slowly, and by night there is only the sound. You may stop me at any time; the sea would not mind.',
  ],
  [
    /\b(can|do|help)\b/i,
    'I am a short script in this page. I write one word after the other, as a language model does, and each word goes straight to the persona. Ask about the sea to hear a longer answer, and stop me in the middle of it.',
  ],
];
const OTHERWISE =
  'A real model would now think about that. I only know about the sea, and about what I can do. Ask for one of them.';

/** Words as a model streams them: small pieces, some pauses, until the reader cancels. */
const answer = (question) => {
  const [, text] = ANSWERS.find(([words]) => words.test(question)) ?? [undefined, OTHERWISE];
  const words = text.split(/(?<=\s)/);
  return new ReadableStream({
    async pull(controller) {
      const word = words.shift();
      if (word === undefined) return controller.close();
      await new Promise((resolve) => setTimeout(resolve, 60 + 60 * (words.length % 3)));
      writing.textContent += word;
      controller.enqueue(word);
    },
  });
};

/** A question that was typed before the persona was there is answered when it is. */
const live = async () => {
  while (persona.state !== 'live') {
    await new Promise((resolve) => persona.addEventListener('anam-state-change', resolve, { once: true }));
  }
};

const WRITTEN = 'Written. The persona speaks what is left.';

let abort = new AbortController();
let writes = false;

/** The button stays where it is and keeps the focus, also while there is nothing to stop. */
const canStop = (can) => {
  writes = can;
  stop.setAttribute('aria-disabled', String(!can));
};

persona.addEventListener('anam-message', async ({ role, content }) => {
  if (role !== 'user') return;
  abort.abort();
  const own = new AbortController();
  abort = own;
  writing.textContent = '';
  state.textContent = `Answering “${content}”`;
  canStop(true);
  await live();
  if (own.signal.aborted) return;
  try {
    await answer(content).pipeTo(persona.talkStream(), { signal: own.signal });
    state.textContent = WRITTEN;
  } catch (error) {
    // Whoever interrupts the persona stops the model as well: the pipe breaks, and nobody would hear the rest.
    const stopped = error.name === 'AbortError';
    if (own === abort) state.textContent = stopped ? 'Stopped, and the persona with it.' : error.message;
  } finally {
    if (own === abort) canStop(false);
  }
});

persona.addEventListener('anam-state-change', (event) => {
  if (event.state === 'live' && !writes) state.textContent = 'Waiting for a question.';
  if (event.state !== 'ended' && event.state !== 'failed') return;
  abort.abort();
  canStop(false);
  state.textContent = 'Start the conversation, then ask something.';
});
stop.addEventListener('click', () => {
  if (writes) abort.abort();
});
persona.addEventListener('anam-speech-end', ({ role }) => {
  if (role === 'persona' && state.textContent === WRITTEN) state.textContent = 'Waiting for a question.';
});

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

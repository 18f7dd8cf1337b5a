/**
 * The demo's stand-in for Anam: the named configurations of the token endpoint, faults by query
 * (`/api/session-token?fault=engine-402`), and the control calls that the gallery and the tests make.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { startSimulator } from 'anam-persona/simulator';

/** Described here, whole, instead of being kept at Anam: these need tools or an answering page. */
const DESCRIBED = {
  /** Says nothing by itself, so that a page can show the persona at rest. */
  quiet: { name: 'Ada', avatarId: 'avatar-d', skipGreeting: true },
  /** All answers come from the page. */
  'own-llm': {
    name: 'Bram',
    avatarId: 'avatar-a',
    llmId: 'CUSTOMER_CLIENT_V1',
    initialMessage: 'Hello. I have no language model. This page writes my answers while you watch.',
  },
  tools: {
    name: 'Chiara',
    avatarId: 'avatar-b',
    initialMessage:
      'Hi! This page gave me three tools. Ask for other colours, for a card, or for help with the form.',
    tools: [
      {
        type: 'client',
        name: 'set_colours',
        description: 'Changes the colours of the page.',
        parameters: {
          type: 'object',
          properties: { theme: { type: 'string', enum: ['plum', 'forest', 'ember'] } },
        },
      },
      {
        type: 'client',
        name: 'show_card',
        description: 'Shows a card about one of the rooms.',
        parameters: { type: 'object', properties: { room: { type: 'string', enum: ['garden', 'attic'] } } },
      },
      {
        type: 'client',
        name: 'fill_form',
        description: 'Fills in the fields of the booking form.',
        parameters: {
          type: 'object',
          properties: {
            room: { type: 'string', default: 'garden' },
            nights: { type: 'integer', default: 3 },
            note: { type: 'string', default: 'A quiet table for breakfast, please.' },
          },
        },
      },
    ],
  },
};

/** Starts a simulator on a free port of this machine; `options` are for `createTokenHandler`. */
export const startDemoSimulator = async () => {
  const simulator = await startSimulator({ videoWidth: 720, videoHeight: 480 });
  const answer = await fetch(`${simulator.url}/_simulator/personas`);
  const { personas } = await answer.json();
  const configurations = Object.fromEntries(
    personas.map(({ id, name }) => [name.toLowerCase(), { persona: { personaId: id } }]),
  );
  const [first] = personas;
  configurations.default = { persona: { personaId: first.id } };
  for (const [name, persona] of Object.entries(DESCRIBED)) {
    configurations[name] = { persona: { voiceId: 'any-voice', ...persona } };
  }

  /** The faults of the request that is being served. */
  const faults = new AsyncLocalStorage();
  const options = {
    apiKey: simulator.apiKey,
    apiBaseUrl: simulator.url,
    exposeApiBaseUrl: true,
    // The simulator bills nobody, and the gallery makes it fail on purpose.
    limits: false,
    log: false,
    breaker: false,
    configurations,
    fetch: (input, init) => {
      const url = new URL(input);
      for (const fault of faults.getStore() ?? []) url.searchParams.append('fault', fault);
      return fetch(url, init);
    },
  };

  /** Serves a token request with the faults of its query. */
  const withFaults = (url, serve) => faults.run(url.searchParams.getAll('fault'), serve);

  /** Hands a call of this site's own pages to the simulator's control interface. */
  const control = async (request, response, url) => {
    const site = request.headers['sec-fetch-site'];
    if (site && site !== 'same-origin' && site !== 'none') return response.writeHead(403).end();
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method } = request;
    const answered = await fetch(`${simulator.url}${url.pathname}`, {
      method,
      ...(method === 'GET' ? {} : { body: Buffer.concat(chunks) }),
    });
    const type = answered.headers.get('content-type') ?? 'application/json';
    response.writeHead(answered.status, { 'content-type': type }).end(await answered.text());
  };

  const choices = personas.map(({ name }) => ({ label: name, persona: name.toLowerCase() }));
  return { simulator, options, choices, withFaults, control };
};

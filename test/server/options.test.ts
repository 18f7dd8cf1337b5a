import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenHandler, type LogRecord, type TokenHandlerOptions } from '../../server/index.js';
import { API_KEY, options } from './support/endpoint.js';

/** Wrong options on purpose: the types would catch most, but configurations also come from JSON files. */
const create = (changes: object) => () =>
  createTokenHandler(options(changes as Partial<TokenHandlerOptions>));
const described = { avatarId: 'a', voiceId: 'v', systemPrompt: 'p' };
const persona = (extra: object) => ({ configurations: { cara: { persona: { ...described, ...extra } } } });

const REFUSED: [name: string, changes: object, message: RegExp][] = [
  ['no key', { apiKey: undefined }, /apiKey is missing.*ANAM_API_KEY/],
  ['an empty key', { apiKey: ' ' }, /apiKey is missing/],
  ['a placeholder', { apiKey: 'your-api-key-here' }, /placeholder/],
  ['a shell variable that was not filled in', { apiKey: '${ANAM_API_KEY}' }, /placeholder/],
  ['a key with a line break', { apiKey: `${API_KEY}\n` }, /line break/],
  [
    'a session token as key',
    { apiKey: `eyJ${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(20)}` },
    /session token/,
  ],
  ['plain http to the world', { apiBaseUrl: 'http://api.example' }, /https/],
  ['a user in the address', { apiBaseUrl: 'https://u:p@api.example' }, /apiBaseUrl takes no/],
  ['no address at all', { apiBaseUrl: 'api.example' }, /apiBaseUrl/],
  ['no persona', { persona: undefined, configurations: {} }, /configurations is missing/],
  ['both', { persona: described, configurations: { a: { persona: described } } }, /not both/],
  [
    'a bad name',
    { configurations: { 'a b': { persona: described } } },
    /configurations\.a b: a configuration's name/,
  ],
  [
    'no persona inside',
    { configurations: { cara: { personaId: 'x' } } },
    /configurations\.cara\.persona is missing/,
  ],
  ['a field nobody knows', persona({ promt: 'x' }), /configurations\.cara\.persona\.promt is not a field/],
  [
    'a field of another type',
    persona({ voiceId: 7 }),
    /configurations\.cara\.persona\.voiceId must be string/,
  ],
  ['a missing field', { configurations: { cara: { persona: { voiceId: 'v' } } } }, /cara\.persona\.avatarId/],
  [
    'a language that is none',
    persona({ languageCode: 'english' }),
    /languageCode must be two lower-case letters/,
  ],
  [
    'a sensitivity out of range',
    persona({ voiceDetectionOptions: { endOfSpeechSensitivity: 2 } }),
    /voiceDetectionOptions\.endOfSpeechSensitivity must be between 0 and 1/,
  ],
  [
    'a tool of no type',
    persona({ tools: [{ type: 'page', name: 'x' }] }),
    /tools\.0\.type must be client, server or system/,
  ],
  [
    'two styles',
    persona({ directorNotes: { presetStyle: 'warm', customStylePrompt: 'x' } }),
    /presetStyle or customStylePrompt/,
  ],
  [
    'too short a session',
    persona({ maxSessionLengthSeconds: 1 }),
    /maxSessionLengthSeconds must be at least 10/,
  ],
  [
    'variables without a prompt',
    { configurations: { cara: { persona: { personaId: 'x' }, variables: { a: { type: 'string' } } } } },
    /cara\.variables need a persona with a systemPrompt/,
  ],
  [
    'a variable of no type',
    { configurations: { cara: { persona: described, variables: { a: { type: 'date' } } } } },
    /cara\.variables\.a\.type must be/,
  ],
  [
    'half a picture size',
    { configurations: { cara: { persona: described, video: { width: 1 } } } },
    /width and height together/,
  ],
  ['a bad label', { clientLabel: 'a b' }, /clientLabel/],
  ['an option nobody knows', { alowedOrigins: [] }, /^alowedOrigins is not an option\. There are apiKey, /],
  ['a limit nobody knows', { limits: { perDay: 1 } }, /^limits\.perDay is not an option/],
  ['limits that are none', { limits: true }, /^limits must be an object/],
  ['a time nobody knows', { timeouts: { read: 1 } }, /^timeouts\.read is not an option/],
  ['no time to connect', { timeouts: { connect: -1 } }, /timeouts\.connect/],
  ['origins that are no list', { allowedOrigins: 'https://a.example' }, /^allowedOrigins must be a list/],
  ['an origin that is no text', { allowedOrigins: [7] }, /^allowedOrigins: "7" is not an origin/],
  ['a breaker nobody knows', { breaker: { after: 3 } }, /^breaker\.after is not an option/],
  ['half a failure', { breaker: { failures: 0.5 } }, /^breaker\.failures must be a whole number/],
  ['no failure', { breaker: { failures: 0 } }, /^breaker\.failures must be a number above 0/],
  ['a circuit that never closes', { breaker: { openSeconds: -1 } }, /^breaker\.openSeconds/],
  ['a stop address that is none', { stopUrl: 'stop' }, /^stopUrl must be a path/],
  ['a stop address on a foreign host', { stopUrl: '//evil.example/stop' }, /^stopUrl must be a path/],
  ['a stop address that is a script', { stopUrl: 'javascript:alert(1)' }, /^stopUrl must be a path/],
  [
    'an endpoint-wide length of nothing',
    { maxSessionLengthSeconds: 1 },
    /^maxSessionLengthSeconds must be at least 10/,
  ],
  [
    'a length over a day',
    { maxSessionLengthSeconds: 90_000 },
    /^maxSessionLengthSeconds must be at most 86400/,
  ],
  ['half a second', { maxSessionLengthSeconds: 10.5 }, /^maxSessionLengthSeconds must be a whole number/],
  ['a log that is no function', { log: 'stdout' }, /^log must be a function/],
  ['a hook that is no function', { authorize: true }, /^authorize must be a function/],
  ['no time at all', { timeouts: { total: 0 } }, /timeouts\.total/],
];

for (const [name, changes, message] of REFUSED) {
  test(`creation refuses ${name}`, () => {
    assert.throws(create(changes), (error: Error) => {
      assert.match(error.message, message);
      assert.ok(!error.message.includes(API_KEY));
      return true;
    });
  });
}

test('creation takes every field that Anam knows', () => {
  const whole = {
    ...described,
    name: 'Cara',
    llmId: 'l',
    avatarModel: 'cara-4',
    skipGreeting: true,
    uninterruptibleGreeting: false,
    initialMessage: 'Hello',
    languageCode: 'en',
    voiceDetectionOptions: { endOfSpeechSensitivity: 0.5, silenceBeforeSessionEndSeconds: 60 },
    voiceGenerationOptions: { speed: 1 },
    directorNotes: { presetStyle: 'warm' as const, expressivity: 1 },
    tools: [{ type: 'client' as const, name: 'open', description: 'd', parameters: { type: 'object' } }],
    toolIds: ['t'],
    maxSessionLengthSeconds: 120,
  };
  assert.doesNotThrow(create({ persona: whole }));
  assert.doesNotThrow(create({ apiBaseUrl: 'http://[::1]:9/' }));
  for (const stopUrl of ['/a/stop', 'https://shop.example/stop?site=1'])
    assert.doesNotThrow(create({ stopUrl }));
});

test('personas kept at Anam, whose length Anam may not take from us, are named once; described ones are not', () => {
  const records: LogRecord[] = [];
  const configurations = {
    cara: { persona: { personaId: 'x' } },
    guide: { persona: described },
    host: { persona: { personaId: 'y', maxSessionLengthSeconds: 60 } },
  };
  create({ configurations, log: (record: LogRecord) => records.push(record) })();
  assert.deepEqual(
    records.map(({ level, event }) => [level, event]),
    [['warn', 'notice']],
  );
  assert.match(String(records[0]!.message), /maxSessionLengthSeconds.*\(configurations: cara, host\)/);
  records.length = 0;
  create({ persona: described, log: (record: LogRecord) => records.push(record) })();
  assert.deepEqual(records, []);
});

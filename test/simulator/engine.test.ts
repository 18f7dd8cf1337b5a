import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  GREETING_PATIENCE,
  TALK_STREAM_LIMIT,
  THINKING,
  TOOL_TIMEOUT,
  type EngineEffect,
  type EngineInput,
} from '../../simulator/engine/state.js';
import { EngineDriver, recorded, sent, signalled, spoken } from './support/engine.js';

describe('the beginning', () => {
  it('is ready with its media', () => {
    const driver = new EngineDriver();
    assert.equal(signalled(driver.give({ type: 'connected' }), 'sessionready').length, 1);
    assert.equal(driver.state.phase, 'live');
  });

  it('greets when the data channel is open, or after a while without it', () => {
    const driver = new EngineDriver();
    driver.give({ type: 'channel-open' });
    assert.match(spoken(driver.give({ type: 'connected' })), /I am Ada/);
    const alone = new EngineDriver();
    assert.equal(spoken(alone.give({ type: 'connected' })), '');
    assert.match(spoken(alone.wait(GREETING_PATIENCE)), /I am Ada/);
    assert.equal(spoken(alone.give({ type: 'channel-open' })), '');
  });

  it('is not repeated by an ICE restart', () => {
    const driver = EngineDriver.live();
    assert.deepEqual(driver.give({ type: 'connected' }), []);
  });

  it('greets', () => {
    const driver = new EngineDriver();
    driver.give({ type: 'connected' });
    assert.match(spoken(driver.give({ type: 'channel-open' })), /I am Ada/);
  });

  for (const [title, config, said] of [
    ['skips the greeting when told', { skipGreeting: true }, ''],
    ['greets with the initial message', { initialMessage: 'Welcome back.' }, 'Welcome back.'],
    ['leaves the greeting to the page with the client-side LLM', { llmId: 'CUSTOMER_CLIENT_V1' }, ''],
    ['reads brainType as llmId', { brainType: 'CUSTOMER_CLIENT_V1' }, ''],
  ] as const) {
    it(title, () => {
      const driver = new EngineDriver(config);
      driver.give({ type: 'connected' });
      assert.equal(spoken(driver.give({ type: 'channel-open' })), said);
    });
  }

  it('cannot be interrupted while an uninterruptible greeting is spoken', () => {
    const driver = new EngineDriver({ uninterruptibleGreeting: true });
    driver.give({ type: 'connected' });
    driver.give({ type: 'channel-open' });
    assert.deepEqual(driver.message('interrupt'), []);
    assert.equal(driver.state.talk?.kind, 'greeting');
  });
});

describe('an uninterruptible greeting', () => {
  const greeting = 'Please hear me out.';
  const chunk = (content: string, end = false): EngineInput => ({
    type: 'signal',
    actionType: 'talkstream',
    payload: { content, startOfSpeech: false, endOfSpeech: end, correlationId: 'c-1' },
  });
  const greeted = (): EngineDriver => {
    const driver = new EngineDriver({ uninterruptibleGreeting: true, initialMessage: greeting });
    driver.give({ type: 'connected' });
    driver.give({ type: 'channel-open' });
    return driver;
  };
  const said = (effects: readonly EngineEffect[]): string =>
    sent(effects, 'speechText')
      .filter(({ role }) => role === 'persona')
      .map(({ content }) => content)
      .join('');

  it('is heard to its end before the answer to what was typed meanwhile', () => {
    const driver = greeted();
    driver.message('speech', { content: 'Hello' });
    assert.equal(spoken(driver.wait(THINKING * 2)), '');
    assert.equal(said(driver.hearAll()), greeting);
    driver.wait(20);
    assert.equal(said(driver.hearAll()), 'Hello to you too! How can I pretend to help?');
  });

  it('comes before talk(), and before the pieces of a talk stream', () => {
    const driver = greeted();
    driver.give({ type: 'talk', content: 'First this.' });
    driver.give(chunk('Then '));
    driver.give(chunk('that.', true));
    assert.deepEqual(recorded(driver.effects), []);
    driver.hearAll();
    assert.deepEqual(recorded(driver.effects), [
      `persona: ${greeting}`,
      'persona: First this.',
      'persona: Then that.',
    ]);
    assert.ok(!sent(driver.effects, 'speechText').some(({ interrupted }) => interrupted));
  });

  it('comes before the words about a tool', () => {
    const driver = greeted();
    driver.give({
      type: 'action',
      action: { do: 'call-tool', type: 'server', name: 'look_up', afterwards: 'Found.' },
    });
    driver.wait(1000);
    assert.equal(said(driver.hearAll()), greeting);
    driver.wait(20);
    assert.equal(said(driver.hearAll()), 'Found.');
  });

  it('once over, an interruption also drops what was waiting behind what it cuts', () => {
    const driver = greeted();
    driver.give({ type: 'talk', content: 'First this.' });
    driver.give(chunk('Then that.', true));
    const [clipId = ''] = driver.state.talk?.clips ?? [];
    driver.give({ type: 'heard', clipId, words: greeting, ended: true });
    const effects = driver.message('interrupt');
    assert.deepEqual(signalled(effects, 'talkinputstreaminterrupted'), [{ correlationId: 'c-1' }]);
    assert.equal(spoken(effects), '');
    assert.equal(driver.state.talk, undefined);
  });
});

describe('captions', () => {
  for (const text of [
    'It costs 3.5 euros at example.com. Really!',
    'One.  Two spaces,\n\na new line\tand a tab…  ',
    '  It begins with white space.',
    'Look: 🙂 Nice. 🎉🎉 Bye.',
    '🙂',
    '...',
    'Wait... what?! "Yes." (No.) Maybe',
    'こんにちは。元気ですか。',
  ]) {
    it(`are the text that was sent: ${JSON.stringify(text)}`, () => {
      const driver = EngineDriver.live();
      driver.give({ type: 'talk', content: text });
      const pieces = sent(driver.hearAll(), 'speechText');
      assert.equal(pieces.map(({ content }) => content).join(''), text);
      assert.deepEqual(recorded(driver.effects), [`persona: ${text}`]);
      assert.equal(driver.state.talk, undefined);
    });
  }

  it('of a stream are the text of its pieces', () => {
    const driver = EngineDriver.live();
    const pieces = ['It is 3.', '5 euros. ', ' At', ' example.', 'com.\n', '\nOr', ' not. '];
    pieces.forEach((content, index) =>
      driver.give({
        type: 'signal',
        actionType: 'talkstream',
        payload: { content, endOfSpeech: index === pieces.length - 1, correlationId: 'c' },
      }),
    );
    const captions = sent(driver.hearAll(), 'speechText').map(({ content }) => content);
    assert.equal(captions.join(''), pieces.join(''));
  });

  it('are cut at the ends of sentences only', () => {
    const driver = EngineDriver.live();
    driver.give({ type: 'talk', content: 'It is 3.5 at example.com. Then "stop." And (go!) on' });
    assert.deepEqual(
      driver.effects.flatMap((effect) => (effect.type === 'speak' ? [effect.text] : [])),
      ['It is 3.5 at example.com.', ' Then "stop."', ' And (go!)', ' on'],
    );
  });
});

for (const content of ['', '   ', '\n']) {
  it(`talk(${JSON.stringify(content)}) says nothing and leaves the persona free`, () => {
    const driver = EngineDriver.live({ voiceDetectionOptions: { silenceBeforeSessionEndSeconds: 30 } });
    driver.give({ type: 'talk', content });
    assert.equal(driver.state.talk, undefined);
    assert.equal(signalled(driver.wait(30_000), 'endsession').length, 1);
  });
}

describe('typed messages', () => {
  it('are echoed at once and answered after a thought, under one message id', () => {
    const driver = EngineDriver.live();
    const echo = sent(driver.message('speech', { content: 'Hello' }), 'speechText');
    assert.deepEqual(
      echo.map(({ role, content, end_of_speech }) => [role, content, end_of_speech]),
      [['user', 'Hello', true]],
    );
    assert.equal(spoken(driver.wait(THINKING - 1)), '');
    assert.match(spoken(driver.wait(1)), /Hello to you too/);
    const pieces = sent(driver.hearAll(), 'speechText');
    assert.ok(pieces.length > 5);
    assert.ok(pieces.every(({ message_id }) => message_id === echo[0]?.['message_id']));
    assert.equal(
      pieces.map(({ content }) => content).join(''),
      'Hello to you too! How can I pretend to help?',
    );
    assert.deepEqual(
      pieces.map(({ content_index }) => content_index),
      pieces.map((_, index) => index),
    );
    assert.deepEqual(
      pieces.map(({ end_of_speech }) => end_of_speech),
      pieces.map((_, index) => index === pieces.length - 1),
    );
  });

  it('use the words that were typed', () => {
    const driver = EngineDriver.live();
    driver.message('speech', { content: 'Rhubarb' });
    assert.match(spoken(driver.wait(THINKING)), /Rhubarb/);
  });

  it('interrupt the persona', () => {
    const driver = EngineDriver.live();
    driver.give({ type: 'talk', content: 'A long speech about nothing.' });
    const effects = driver.message('speech', { content: 'Stop' });
    assert.equal(effects[0]?.type, 'hush');
    assert.equal(sent(effects, 'speechText')[0]?.['interrupted'], true);
  });

  it('get no answer with the client-side LLM', () => {
    const driver = EngineDriver.live({ llmId: 'CUSTOMER_CLIENT_V1' });
    assert.equal(sent(driver.message('speech', { content: 'Hello' }), 'speechText').length, 1);
    assert.deepEqual(driver.wait(60_000), []);
  });

  it('are recorded with what was heard of the answers', () => {
    const driver = EngineDriver.live();
    driver.message('speech', { content: 'Who are you?' });
    driver.wait(THINKING);
    driver.hearAll();
    assert.deepEqual(recorded(driver.effects).slice(0, 1), ['user: Who are you?']);
    assert.match(recorded(driver.effects)[1] ?? '', /^persona: I am Ada\. .*Nothing is billed\.$/);
  });

  it('that say goodbye end the session when the answer has been heard', () => {
    const driver = EngineDriver.live();
    driver.message('speech', { content: 'goodbye' });
    driver.wait(THINKING);
    assert.deepEqual(signalled(driver.effects, 'endsession'), []);
    driver.hearAll();
    assert.equal(signalled(driver.wait(20), 'endsession').length, 1);
    assert.deepEqual(driver.message('speech', { content: 'Hello?' }), []);
  });
});

describe('speech of the user', () => {
  it('silences the persona, is announced, and is answered', () => {
    const driver = EngineDriver.live();
    driver.give({ type: 'talk', content: 'Let me tell you.' });
    const started = driver.give({ type: 'voice-started' });
    const correlation = sent(started, 'userSpeechStarted')[0]?.['user_action_correlation_id'];
    assert.ok(started.some(({ type }) => type === 'hush'));
    const ended = driver.give({ type: 'voice-ended', seconds: 2.36 });
    assert.equal(sent(ended, 'userSpeechEnded')[0]?.['user_action_correlation_id'], correlation);
    assert.equal(sent(ended, 'speechText')[0]?.['content'], '(speech, 2.4 s)');
    assert.notEqual(spoken(driver.wait(THINKING)), '');
  });

  it('cancels an answer that was being thought about', () => {
    const driver = EngineDriver.live();
    driver.message('speech', { content: 'Hello' });
    driver.give({ type: 'voice-started' });
    assert.equal(spoken(driver.wait(THINKING * 2)), '');
  });
});

it('what the page wants said comes before an answer that has not begun', () => {
  const driver = EngineDriver.live();
  driver.message('speech', { content: 'Hello' });
  driver.give({ type: 'talk', content: 'Listen to me.' });
  assert.deepEqual(driver.wait(THINKING), []);
});

describe('interruption', () => {
  it('tells what had been heard and nothing more', () => {
    const driver = EngineDriver.live();
    driver.give({ type: 'talk', content: 'One two three four.' });
    const clipId = driver.state.talk?.clips[0] ?? '';
    driver.give({ type: 'heard', clipId, words: 'One two', ended: false });
    const effects = driver.message('interrupt');
    const [last] = sent(effects, 'speechText');
    assert.deepEqual([last?.['content'], last?.['end_of_speech'], last?.['interrupted']], ['', true, true]);
    assert.deepEqual(recorded(effects), ['persona: One two']);
    assert.deepEqual(driver.give({ type: 'heard', clipId, words: 'three', ended: false }), []);
  });

  it('of nothing does nothing', () => {
    assert.deepEqual(EngineDriver.live().message('interrupt'), []);
  });
});

describe('talk streams', () => {
  const chunk = (
    content: string,
    end = false,
    more = {},
  ): { type: 'signal'; actionType: string; payload: unknown } => ({
    type: 'signal',
    actionType: 'talkstream',
    payload: { content, startOfSpeech: false, endOfSpeech: end, correlationId: 'c-1', ...more },
  });

  it('are spoken sentence by sentence under one id, with the correlation of the page', () => {
    const driver = EngineDriver.live();
    assert.equal(spoken(driver.give(chunk('First sentence. And'))), 'First sentence. ');
    assert.equal(spoken(driver.give(chunk(' the second', true))), 'And the second');
    const pieces = sent(driver.hearAll(), 'speechText');
    assert.equal(new Set(pieces.map(({ message_id }) => message_id)).size, 1);
    assert.ok(pieces.every((piece) => piece['user_action_correlation_id'] === 'c-1'));
    assert.equal(pieces.at(-1)?.['end_of_speech'], true);
  });

  it('stay open until they are ended', () => {
    const driver = EngineDriver.live();
    driver.give(chunk('Wait for it. '));
    assert.ok(!sent(driver.hearAll(), 'speechText').some((piece) => piece['end_of_speech']));
    assert.equal(sent(driver.give(chunk('', true)), 'speechText')[0]?.['end_of_speech'], true);
  });

  it('are ended after 15 seconds without text; what comes later is ignored', () => {
    const driver = EngineDriver.live();
    driver.give(chunk('Half a sen'));
    assert.equal(spoken(driver.wait(TALK_STREAM_LIMIT - 1)), '');
    assert.equal(spoken(driver.wait(1)), 'Half a sen');
    driver.hearAll();
    assert.deepEqual(driver.give(chunk('tence.', true)), []);
  });

  it('that are interrupted are announced by their correlation', () => {
    const driver = EngineDriver.live();
    driver.give(chunk('Something long. '));
    assert.deepEqual(signalled(driver.message('interrupt'), 'talkinputstreaminterrupted'), [
      { correlationId: 'c-1' },
    ]);
  });

  it('carry the ids of their utterances', () => {
    const driver = EngineDriver.live();
    driver.give(chunk('Before.', false, { utteranceId: 'u-1' }));
    driver.give(chunk('After.', true, { utteranceId: 'u-2' }));
    const ids = sent(driver.hearAll(), 'speechText').map((piece) => piece['utterance_id']);
    assert.deepEqual(ids, ['u-1', 'u-2', undefined]);
  });
});

describe('tools', () => {
  it('of the page are called with example arguments, and their result is spoken', () => {
    const parameters = { properties: { colour: { enum: ['red'] }, size: { type: 'number' } } };
    const driver = EngineDriver.live({ tools: [{ type: 'client', name: 'paint', parameters }] });
    driver.message('speech', { content: 'Use the tool' });
    const [call] = sent(driver.wait(THINKING), 'toolCallStarted');
    assert.equal(call?.['tool_name'], 'paint');
    assert.deepEqual(call['arguments'], { colour: 'red', size: 1 });
    const effects = driver.message('tool_result', {
      tool_call_id: call['tool_call_id'],
      result: 'painted',
    });
    assert.match(spoken(effects), /painted/);
    assert.deepEqual(sent(effects, 'toolCallCompleted'), []);
  });

  it('that fail in the page are spoken of as errors', () => {
    const driver = EngineDriver.live();
    const [call] = sent(
      driver.give({ type: 'action', action: { do: 'call-tool', afterwards: '{result}' } }),
      'toolCallStarted',
    );
    assert.match(
      spoken(driver.message('tool_result', { tool_call_id: call?.['tool_call_id'], error: 'No paint' })),
      /No paint/,
    );
  });

  it('that are never answered fail after ten seconds, once', () => {
    const driver = EngineDriver.live();
    const [call] = sent(driver.give({ type: 'action', action: { do: 'call-tool' } }), 'toolCallStarted');
    assert.deepEqual(sent(driver.wait(TOOL_TIMEOUT - 1), 'toolCallFailed'), []);
    assert.equal(sent(driver.wait(1), 'toolCallFailed')[0]?.['tool_call_id'], call?.['tool_call_id']);
    assert.deepEqual(
      driver.message('tool_result', { tool_call_id: call?.['tool_call_id'], result: 'late' }),
      [],
    );
  });

  it('of the server complete by themselves', () => {
    const driver = EngineDriver.live();
    driver.give({ type: 'action', action: { do: 'call-tool', type: 'server', name: 'look_up' } });
    const [done] = sent(driver.wait(1000), 'toolCallCompleted');
    assert.equal(done?.['tool_name'], 'look_up');
    assert.deepEqual(done['documents_accessed'], []);
  });
});

describe('settings of a session', () => {
  it('end it when its time is up, after a warning', () => {
    const driver = EngineDriver.live({ maxSessionLengthSeconds: 60 });
    assert.equal(signalled(driver.wait(50_000), 'warning').length, 1);
    assert.equal(signalled(driver.wait(9_999), 'endsession').length, 0);
    assert.equal(signalled(driver.wait(1), 'endsession').length, 1);
    assert.equal(driver.effects.at(-1)?.type, 'end');
  });

  it('count its time from the first socket, whether or not media come', () => {
    const driver = new EngineDriver({ maxSessionLengthSeconds: 5 });
    driver.give({ type: 'opened' });
    assert.equal(signalled(driver.wait(4_999), 'endsession').length, 0);
    assert.equal(signalled(driver.wait(1), 'endsession').length, 1);
  });

  it('end it when the user is silent for too long', () => {
    const driver = EngineDriver.live({ voiceDetectionOptions: { silenceBeforeSessionEndSeconds: 30 } });
    assert.deepEqual(driver.wait(29_000), []);
    assert.equal(signalled(driver.wait(1000), 'endsession').length, 1);
  });

  it('let the persona speak when the user does not, once', () => {
    const driver = EngineDriver.live({ voiceDetectionOptions: { silenceBeforeSkipTurnSeconds: 5 } });
    driver.wait(5000);
    assert.match(spoken(driver.wait(THINKING)), /still there/);
    driver.hearAll();
    driver.wait(5000);
    assert.equal(spoken(driver.wait(5000)), '');
  });

  it('can be changed, and the change is reported by path', () => {
    const driver = EngineDriver.live({ languageCode: 'en' });
    const effects = driver.message('persona_config', {
      data: { languageCode: 'de', voiceDetectionOptions: { endOfSpeechSensitivity: 0.8 } },
    });
    assert.deepEqual(sent(effects, 'personaConfigUpdateApplied')[0]?.['changed_fields'], {
      languageCode: { before: 'en', after: 'de' },
      voiceDetectionOptions: { after: { endOfSpeechSensitivity: 0.8 } },
    });
    assert.equal(driver.state.settings.languageCode, 'de');
  });
});

describe('director notes', () => {
  it('are applied at once and named in the next caption', () => {
    const driver = EngineDriver.live();
    assert.equal(
      sent(driver.message('director_note_cue', { cue: { tag: 'happy' } }), 'directorNoteCueApplied')[0]?.[
        'cue_tag'
      ],
      'happy',
    );
    driver.give({ type: 'talk', content: 'Good news today.' });
    const tags = sent(driver.hearAll(), 'speechText').map((piece) => piece['cue_tag']);
    assert.deepEqual(tags.slice(0, 2), ['happy', undefined]);
  });

  it('wait as long as they are told', () => {
    const driver = EngineDriver.live();
    assert.deepEqual(driver.message('director_note_cue', { cue: { tag: 'sad' }, in_seconds: 2 }), []);
    assert.deepEqual(sent(driver.wait(1999), 'directorNoteCueApplied'), []);
    assert.equal(sent(driver.wait(1), 'directorNoteCueApplied').length, 1);
  });
});

describe('what the page adds', () => {
  it('context is known to the persona', () => {
    const driver = EngineDriver.live();
    assert.deepEqual(driver.message('context', { content: 'The cart holds three books.' }), []);
    driver.message('speech', { content: 'What do you know?' });
    assert.match(spoken(driver.wait(THINKING)), /three books/);
  });

  it('audio is played as it comes and ends when it is ended', () => {
    const driver = EngineDriver.live();
    const payload = {
      audioData: 'AAAA',
      encoding: 'pcm_s16le',
      sampleRate: 16_000,
      channels: 1,
      sequenceNumber: 0,
    };
    const [play] = driver.give({ type: 'signal', actionType: 'agentaudioinput', payload });
    assert.equal(play?.type, 'play');
    assert.equal(
      driver.give({ type: 'signal', actionType: 'agentaudioinputend', payload: {} })[0]?.type,
      'play-end',
    );
  });

  it('a tool whose schema is none gets arguments all the same', () => {
    for (const properties of [null, { a: null, b: 5, c: { enum: 'x' } }, 'text', []]) {
      const driver = EngineDriver.live({
        tools: [{ type: 'client', name: 'odd', parameters: { properties } }],
      });
      assert.equal(
        sent(driver.give({ type: 'action', action: { do: 'call-tool' } }), 'toolCallStarted').length,
        1,
      );
    }
  });

  for (const input of [
    { type: 'signal', actionType: 'talkstream', payload: null },
    { type: 'signal', actionType: 'agentaudioinput', payload: { sampleRate: 3 } },
    { type: 'signal', actionType: 'heartbeat', payload: '' },
    { type: 'message', message: { message_type: 'remote_rtp_stats', data: {} } },
    { type: 'message', message: { message_type: 'speech', content: 5 } },
    { type: 'message', message: { message_type: 'tool_result', tool_call_id: 'nobody' } },
    { type: 'message', message: {} },
  ] as const) {
    it(`nothing comes of ${JSON.stringify(input)}`, () => {
      assert.deepEqual(EngineDriver.live().give(input), []);
    });
  }
});

it('the same inputs give the same effects', () => {
  const run = (): unknown => {
    const driver = new EngineDriver();
    driver.give({ type: 'connected' });
    driver.give({ type: 'channel-open' });
    driver.message('speech', { content: 'tell me a story' });
    driver.wait(THINKING);
    driver.hearAll();
    return driver.effects;
  };
  assert.deepEqual(run(), run());
});

/** Unmodified SDK releases in a browser hold whole sessions with the simulator. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright';
import { personas, startSimulator, type Simulator } from '../../simulator/index.js';
import { Browsers, mintToken, startSession, stopSession, until } from './support/browser.js';
import { CONFIG } from './support/config.js';
import { call } from './support/node-client.js';
import { check, clientMessageSchemas, clientSignalSchemas } from './support/schemas.js';

/** Each release, and what it is known to have: older ones lack the events that came later. */
const RELEASES = [
  { sdk: '@anam-ai/js-sdk', version: '4.27.0', voiceEvents: true, tools: true },
  { sdk: 'anam-sdk-4-20', version: '4.20.0', voiceEvents: true, tools: true },
  { sdk: 'anam-sdk-4-9', version: '4.9.0', voiceEvents: false, tools: false },
  { sdk: 'anam-sdk-3-5', version: '3.5.1', voiceEvents: false, tools: false },
] as const;

let browsers: Browsers;
let simulator: Simulator;
before(async () => {
  browsers = await Browsers.open();
  simulator = await startSimulator();
});
after(async () => {
  await browsers.close();
  await simulator.close();
});

const ask = (page: Page, text: string): Promise<void> =>
  page.evaluate((words) => window.harness.run.client?.sendUserMessage(words), text);

for (const release of RELEASES) {
  describe(`SDK ${release.version}`, () => {
    let page: Page;
    before(async () => {
      page = await browsers.page(release.sdk);
      await startSession(page, simulator, await mintToken(simulator));
    });
    after(() => page.close());

    it('connects, and the persona is seen and heard', async () => {
      await until(page, 'a picture', () => window.harness.frames() > 5);
      await until(page, 'a voice', () => window.harness.loudness() > 0.02);
      const names = await page.evaluate(() => window.harness.names());
      for (const name of ['VIDEO_STREAM_STARTED', 'CONNECTION_ESTABLISHED'])
        assert.ok(names.includes(name), name);
      assert.equal(await page.evaluate(() => window.harness.run.streams[0]?.getTracks().length), 2);
    });

    it('greets with captions', async () => {
      await until(page, 'the end of the greeting', () => window.harness.count('MESSAGE_HISTORY_UPDATED') > 0);
      const said = await page.evaluate(() => window.harness.said('persona'));
      assert.ok(
        personas.some(({ greeting }) => greeting === said),
        said,
      );
    });

    it('answers a typed message', async () => {
      await ask(page, 'Hello');
      await until(page, 'the answer', () => window.harness.said('persona').includes('pretend to help?'));
      assert.equal(await page.evaluate(() => window.harness.said('user')), 'Hello');
    });

    it('is silenced by interruptPersona()', async () => {
      await ask(page, 'tell me a story');
      await until(
        page,
        'the story',
        () => window.harness.said('persona').includes('upon') && window.harness.loudness() > 0.02,
      );
      await page.evaluate(() => window.harness.run.client?.interruptPersona());
      await until(page, 'the interruption', () => {
        const [piece] = (window.harness.last('MESSAGE_STREAM_EVENT_RECEIVED') ?? []) as {
          interrupted?: boolean;
        }[];
        return piece?.interrupted === true;
      });
      await until(page, 'silence', () => window.harness.loudness() < 0.003);
    });

    it('hears the user, and is interrupted by speech', async () => {
      await ask(page, 'tell me a story');
      await until(page, 'the story', () => window.harness.loudness() > 0.02);
      await page.evaluate(() => window.harness.speak(true));
      if (release.voiceEvents) {
        await until(page, 'USER_SPEECH_STARTED', () => window.harness.count('USER_SPEECH_STARTED') > 0);
      }
      // Silence alone may be the pause between two sentences.
      await until(page, 'the interruption', () => {
        const [piece] = (window.harness.last('MESSAGE_STREAM_EVENT_RECEIVED') ?? []) as {
          interrupted?: boolean;
        }[];
        return piece?.interrupted === true;
      });
      await until(page, 'silence', () => window.harness.loudness() < 0.003);
      await page.evaluate(() => window.harness.speak(false));
      if (release.voiceEvents) {
        await until(page, 'USER_SPEECH_ENDED', () => window.harness.count('USER_SPEECH_ENDED') > 0);
      }
      await until(page, 'the words', () => window.harness.said('user').includes('(speech, '));
      assert.equal(simulator.ledger().sessions.at(-1)?.receivedAudio, true);
    });

    it('speaks what talk() says', async () => {
      await page.evaluate(() => window.harness.run.client?.talk('Seven green bottles.'));
      await until(page, 'the words', () => window.harness.said('persona').endsWith('Seven green bottles.'));
    });

    it('speaks talk streams', async () => {
      await page.evaluate(async () => {
        const stream = window.harness.run.client?.createTalkMessageStream();
        await stream?.streamMessageChunk('Eight blue ', false);
        await stream?.streamMessageChunk('bottles. Nine', false);
        await stream?.streamMessageChunk(' red ones.', true);
      });
      await until(page, 'the words', () =>
        window.harness.said('persona').endsWith('Eight blue bottles. Nine red ones.'),
      );
    });

    // Older releases do not send results.
    if (release.tools) {
      it('calls a tool of the page and uses its result', async () => {
        await ask(page, 'use the tool');
        await until(page, 'the result', () => window.harness.said('persona').includes('read by the visitor'));
        assert.deepEqual(await page.evaluate(() => window.harness.run.tools), [
          { text: 'A note from the simulator' },
        ]);
      });
    }

    it('rides out a lost socket without an event', async () => {
      const { sessionId } = simulator.ledger().sessions.at(-1) ?? {};
      const before = await page.evaluate(() => window.harness.count('CONNECTION_CLOSED'));
      const socket = await page.evaluateHandle(() => window.lastSocket);
      await call(simulator, 'POST', `/_simulator/sessions/${sessionId ?? ''}/drop-websocket`);
      // What is sent on a socket whose end the page does not know of yet is lost, with any SDK.
      await page.waitForFunction((old) => old?.readyState === WebSocket.CLOSED, socket);
      await page.evaluate(async () => {
        const stream = window.harness.run.client?.createTalkMessageStream();
        await stream?.streamMessageChunk('Still here.', true);
      });
      await until(page, 'the words', () => window.harness.said('persona').endsWith('Still here.'));
      assert.equal(await page.evaluate(() => window.harness.count('CONNECTION_CLOSED')), before);
    });

    it('has sent nothing but what the protocol knows', async () => {
      const sent = await page.evaluate(() => window.sentTexts);
      assert.ok(sent.length > 5);
      for (const text of sent) {
        const {
          actionType,
          payload,
          message_type: type,
          ...rest
        } = JSON.parse(text) as Record<string, unknown>;
        if (typeof actionType === 'string') check(actionType, clientSignalSchemas[actionType], payload);
        else check(String(type), clientMessageSchemas[String(type)], rest);
      }
    });

    it('ends, and the ledger closes', async () => {
      await stopSession(page, simulator);
      const entry = simulator.ledger().sessions.at(-1);
      assert.equal(entry?.endReason, 'client');
      assert.ok(entry.billedSeconds > 1);
      assert.ok(entry.messages.length > 5);
    });
  });
}

describe('SDK 4.27.0 in detail', () => {
  /** A page with a live session of its own. */
  async function live(config: object = CONFIG, query = '', microphoneOn = true): Promise<Page> {
    const page = await browsers.page();
    await startSession(page, simulator, await mintToken(simulator, config, query), microphoneOn);
    await until(page, 'DATA_CHANNEL_OPEN', () => window.harness.count('DATA_CHANNEL_OPEN') > 0);
    return page;
  }

  async function finish(page: Page): Promise<void> {
    await stopSession(page, simulator);
    await page.close();
  }

  const sessionPath = (): string =>
    `/_simulator/sessions/${simulator.ledger().sessions.at(-1)?.sessionId ?? ''}`;

  it('works without a microphone', async () => {
    const page = await live(CONFIG, '', false);
    await until(page, 'a voice', () => window.harness.loudness() > 0.02 && window.harness.frames() > 0);
    await finish(page);
    assert.equal(simulator.ledger().sessions.at(-1)?.receivedAudio, false);
  });

  it('hears audio that is passed through, and lips move', async () => {
    const page = await live({ ...CONFIG, skipGreeting: true });
    assert.ok((await page.evaluate(() => window.harness.loudness())) < 0.003);
    // Looked for from before it begins: it lasts a second, and a busy machine may be late to look.
    const tone = until(page, 'the tone', () => window.harness.loudness() > 0.05);
    const sent = page.evaluate(() => {
      const stream = window.harness.run.client?.createAgentAudioInputStream({
        encoding: 'pcm_s16le',
        sampleRate: 16_000,
        channels: 1,
      });
      for (let chunk = 0; chunk < 10; chunk++) {
        const samples = Int16Array.from(
          { length: 1600 },
          (_, i) => 9000 * Math.sin(((chunk * 1600 + i) * 2 * Math.PI * 300) / 16_000),
        );
        stream?.sendAudioChunk(samples.buffer);
      }
      stream?.endSequence();
    });
    await Promise.all([tone, sent]);
    await until(page, 'its end', () => window.harness.loudness() < 0.003);
    await finish(page);
  });

  it('is told of cues, reasoning, warnings and updates', async () => {
    const page = await live({ ...CONFIG, skipGreeting: true });
    await page.evaluate(() => window.harness.run.client?.sendDirectorNoteCue('happy'));
    await until(page, 'the cue', () => window.harness.count('DIRECTOR_NOTE_CUE_APPLIED') === 1);
    await call(simulator, 'POST', `${sessionPath()}/reasoning`, { body: { content: 'Let me see.' } });
    await until(page, 'the thought', () => window.harness.count('REASONING_HISTORY_UPDATED') === 1);
    await call(simulator, 'POST', `${sessionPath()}/warning`, { body: { message: 'Careful.' } });
    await until(page, 'the warning', () => window.harness.last('SERVER_WARNING')?.[0] === 'Careful.');
    await page.evaluate(() =>
      window.harness.run.client?.sendDataMessage(
        JSON.stringify({ message_type: 'persona_config', data: { languageCode: 'de' } }),
      ),
    );
    await until(page, 'the update', () => window.harness.count('PERSONA_CONFIG_UPDATE_APPLIED') === 1);
    await finish(page);
  });

  it('is told of server tools from start to end', async () => {
    const page = await live({ ...CONFIG, skipGreeting: true });
    await call(simulator, 'POST', `${sessionPath()}/tool-call`, {
      body: { type: 'server', name: 'look_up' },
    });
    await until(page, 'the result', () => window.harness.count('TOOL_CALL_COMPLETED') === 1);
    await finish(page);
  });

  it('goes on after nine seconds without a network', async () => {
    const page = await live();
    await call(simulator, 'POST', `${sessionPath()}/drop-network`, { body: { milliseconds: 9_000 } });
    await page.waitForTimeout(9_000);
    const frozen = await page.evaluate(() => window.harness.frames());
    await page.waitForFunction((before) => window.harness.frames() > before + 10, frozen, {
      timeout: 20_000,
    });
    assert.equal(await page.evaluate(() => window.harness.count('CONNECTION_CLOSED')), 0);
    await page.evaluate(() => window.harness.run.client?.sendUserMessage('Hello'));
    await until(page, 'an answer', () => window.harness.said('persona').includes('pretend to help?'));
    await finish(page);
  });

  it('is told when the server ends the session', async () => {
    const page = await live();
    await call(simulator, 'POST', `${sessionPath()}/end`, { body: { reason: 'Lunch break.' } });
    await until(page, 'the end', () => window.harness.count('CONNECTION_CLOSED') === 1);
    assert.deepEqual(await page.evaluate(() => window.harness.last('CONNECTION_CLOSED')), [
      'CONNECTION_CLOSED_CODE_SERVER_CLOSED_CONNECTION',
      'Lunch break.',
    ]);
    assert.equal(simulator.ledger().sessions.at(-1)?.endReason, 'Lunch break.');
    await finish(page);
  });

  it('a tab that is closed closes its session in the ledger', async () => {
    const page = await live();
    await page.close();
    const limit = Date.now() + 10_000;
    while (simulator.ledger().sessions.at(-1)?.closedAt === null && Date.now() < limit) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.match(simulator.ledger().sessions.at(-1)?.endReason ?? 'still open', /^(client|abandoned)$/);
  });
});

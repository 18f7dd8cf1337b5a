import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AudioFormat } from '../../src/session/client.js';
import { isPending, LIVE_TIMERS, makeHarness, settle, type Harness } from '../support/session-harness.js';

async function* words(...list: string[]): AsyncGenerator<string> {
  for (const word of list) yield await Promise.resolve(word);
}

const streamed = ({ clients }: Harness): string[] =>
  clients.last.sent.map((sent) => (sent.what === 'stream' ? sent.text : sent.what));

const live = async (): Promise<Harness> => {
  const harness = makeHarness();
  await harness.session.start();
  return harness;
};

describe('talk() without a text', () => {
  for (const text of ['', ' \n'])
    it(`is refused: ${JSON.stringify(text)}`, async () => {
      const harness = await live();
      await assert.rejects(harness.session.talk(text), { code: 'invalid-argument' });
      assert.deepEqual(harness.clients.last.sent, []);
    });
});

describe('talk() with a source that waits for ever', () => {
  async function* stuck(...first: string[]): AsyncGenerator<string> {
    yield* first;
    await new Promise(() => undefined);
  }

  it('ends when it is aborted', async () => {
    const harness = await live();
    const abort = new AbortController();
    const talking = harness.session.talk(stuck('Well, '), { signal: abort.signal });
    assert.equal(await isPending(talking), true);
    abort.abort();
    assert.equal(await isPending(talking), false);
    assert.deepEqual(streamed(harness), ['Well, ', 'interrupt', 'stream-end']);
  });

  it('ends with the session, also when nothing of it was said yet', async () => {
    for (const first of [[], ['Well, ']]) {
      const harness = await live();
      const talking = harness.session.talk(stuck(...first));
      assert.equal(await isPending(talking), true);
      await harness.session.stop();
      assert.equal(await isPending(talking), false);
    }
  });

  it('ends when the user interrupts the persona', async () => {
    const harness = await live();
    const talking = harness.session.talk(stuck('Well, '));
    await settle();
    const [sent] = harness.clients.last.sent;
    assert.ok(sent?.what === 'stream');
    harness.clients.last.tell({ type: 'talk-interrupted', correlationId: sent.correlationId });
    await talking;
  });

  it('is told after 15 seconds that the service has ended the utterance', async () => {
    const harness = await live();
    const talking = harness.session.talk(stuck('Well, '));
    const rejected = assert.rejects(talking, { code: 'talk-stream-timeout' });
    await harness.clock.advance(15_000);
    await rejected;
  });
});

describe('talk() with a stream of text', () => {
  it('hands over an async iterable and ends the utterance', async () => {
    const harness = await live();
    await harness.session.talk(words('Good ', '', 'day.'));
    assert.deepEqual(streamed(harness), ['Good ', 'day.', 'stream-end']);
    assert.equal(harness.clock.pending, LIVE_TIMERS);
  });

  it('hands over a ReadableStream, also where it cannot be iterated', async () => {
    const harness = await live();
    const source = (): ReadableStream<string> =>
      new ReadableStream({
        start(controller) {
          controller.enqueue('One.');
          controller.close();
        },
      });
    await harness.session.talk(source());
    const plain = source();
    const reading = { getReader: () => plain.getReader() } as ReadableStream<string>;
    await harness.session.talk(reading);
    assert.deepEqual(streamed(harness), ['One.', 'stream-end', 'One.', 'stream-end']);
  });

  it('says nothing when there is nothing', async () => {
    const harness = await live();
    await harness.session.talk(words());
    assert.deepEqual(streamed(harness), []);
  });

  it('aborted, it interrupts the persona, stops reading and resolves', async () => {
    const harness = await live();
    const abort = new AbortController();
    let returned = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) {
          yield await Promise.resolve('more ');
          if (streamed(harness).length === 3) abort.abort();
        }
      } finally {
        returned = true;
      }
    }
    await harness.session.talk(endless(), { signal: abort.signal });
    assert.deepEqual(streamed(harness), ['more ', 'more ', 'more ', 'interrupt', 'stream-end']);
    assert.equal(returned, true);
    assert.equal(harness.clock.pending, LIVE_TIMERS);
  });

  it('aborted before it begins, it does nothing', async () => {
    const harness = await live();
    await harness.session.talk('Hi', { signal: AbortSignal.abort() });
    await harness.session.talk(words('Hi'), { signal: AbortSignal.abort() });
    assert.deepEqual(harness.clients.last.sent, []);
  });

  it('aborted when all is handed over, it still interrupts the persona, once', async () => {
    const harness = await live();
    const abort = new AbortController();
    await harness.session.talk(words('Once upon a time.'), { signal: abort.signal });
    abort.abort();
    assert.deepEqual(streamed(harness), ['Once upon a time.', 'stream-end', 'interrupt', 'stream-end']);
  });

  it('aborted when it has been spoken, it cuts nothing else short', async () => {
    const harness = await live();
    const abort = new AbortController();
    await harness.session.talk('Hi', { signal: abort.signal });
    await harness.session.talk(words('Once.'), { signal: abort.signal });
    harness.clients.last.say('Hi Once.', { endOfSpeech: false });
    harness.clients.last.say('', { id: harness.session.messages[0]!.id });
    harness.clients.last.say('Something else, by somebody else.', { endOfSpeech: false });
    abort.abort();
    assert.deepEqual(streamed(harness), ['talk', 'Once.', 'stream-end']);
  });

  it('aborted while it is spoken, it is cut short, also when something else was spoken before', async () => {
    const harness = await live();
    const { last } = harness.clients;
    last.say('The greeting', { id: 'persona::1', endOfSpeech: false });
    const abort = new AbortController();
    await harness.session.talk('Hi', { signal: abort.signal });
    last.say('.', { id: 'persona::1', endOfSpeech: true });
    last.say('Hi', { id: 'persona::2', endOfSpeech: false });
    await settle();
    abort.abort();
    assert.deepEqual(streamed(harness), ['talk', 'interrupt']);
  });

  it('refused by the service, it leaves nothing that a later abort could cut short', async () => {
    const harness = await live();
    const abort = new AbortController();
    harness.clients.last.talk = () => Promise.reject(new Error('no'));
    await assert.rejects(harness.session.talk('Hi', { signal: abort.signal }), { code: 'talk-failed' });
    abort.abort();
    assert.deepEqual(streamed(harness), []);
  });

  it('aborted on its way to the service, a whole text is cut short when it is there', async () => {
    const harness = await live();
    let arrived!: () => void;
    harness.clients.last.talk = () => new Promise((resolve) => (arrived = resolve));
    const abort = new AbortController();
    const talking = harness.session.talk('Hi', { signal: abort.signal });
    await settle();
    abort.abort();
    assert.deepEqual(streamed(harness), []);
    arrived();
    await talking;
    assert.deepEqual(streamed(harness), ['interrupt']);
  });

  it('a service that never answers keeps nobody waiting after the end', async () => {
    const harness = await live();
    harness.clients.last.talk = () => new Promise(() => undefined);
    const talking = harness.session.talk('Hi');
    assert.equal(await isPending(talking), true);
    await harness.session.stop();
    assert.equal(await isPending(talking), false);
  });

  it('aborted while the data channel is gone, there is nobody to interrupt', async () => {
    const harness = await live();
    const abort = new AbortController();
    await harness.session.talk('Hi', { signal: abort.signal });
    harness.clients.last.channelOpen = false;
    abort.abort();
    assert.deepEqual(streamed(harness), ['talk']);
  });

  it('an end of the session while a text is being taken leaves no timer', async () => {
    const harness = await live();
    let taken!: () => void;
    harness.clients.last.createTalkStream = () => ({
      correlationId: 'c',
      write: () => new Promise((resolve) => (taken = resolve)),
      end: () => Promise.resolve(),
    });
    const talking = harness.session.talk(words('Hi'));
    await settle();
    await harness.session.stop();
    taken();
    await talking;
    assert.equal(harness.clock.pending, 0);
  });

  it('a whole text aborted later interrupts the persona, unless the session is over', async () => {
    const harness = await live();
    const abort = new AbortController();
    await harness.session.talk('Hi', { signal: abort.signal });
    abort.abort();
    assert.deepEqual(harness.clients.last.sent, [{ what: 'talk', text: 'Hi' }, { what: 'interrupt' }]);
    const late = new AbortController();
    await harness.session.talk('Ho', { signal: late.signal });
    await harness.session.stop();
    late.abort();
    assert.equal(harness.clients.last.sent.length, 3);
  });

  it('interrupted by the user, it stops reading and resolves', async () => {
    const harness = await live();
    let correlationId = '';
    const create = harness.clients.last.createTalkStream.bind(harness.clients.last);
    harness.clients.last.createTalkStream = () => {
      const stream = create();
      ({ correlationId } = stream);
      return stream;
    };
    async function* speech(): AsyncGenerator<string> {
      yield 'Once ';
      await settle();
      harness.clients.last.tell({ type: 'talk-interrupted', correlationId: 'of another' });
      harness.clients.last.tell({ type: 'talk-interrupted', correlationId });
      yield 'upon ';
      throw new Error('nobody asks for more');
    }
    const abort = new AbortController();
    await harness.session.talk(speech(), { signal: abort.signal });
    // It is silent already: whatever is said by now is something else.
    abort.abort();
    assert.deepEqual(streamed(harness), ['Once ']);
    assert.equal(harness.of('interrupt').length, 2);
    assert.equal(harness.clock.pending, LIVE_TIMERS);
  });

  it('a source that fails interrupts the persona and passes its error on', async () => {
    const harness = await live();
    async function* broken(): AsyncGenerator<string> {
      yield await Promise.resolve('Half a ');
      throw new Error('the model is gone');
    }
    await assert.rejects(harness.session.talk(broken()), { message: 'the model is gone' });
    assert.deepEqual(streamed(harness), ['Half a ', 'interrupt', 'stream-end']);
  });

  it('a client that refuses the text is a talk that failed', async () => {
    const harness = await live();
    harness.clients.last.createTalkStream = () => ({
      correlationId: 'c',
      write: () => Promise.reject(new Error('inactive')),
      end: () => Promise.resolve(),
    });
    await assert.rejects(harness.session.talk(words('Hi')), { code: 'talk-failed' });
  });

  it('resolves when the session ends meanwhile', async () => {
    const harness = await live();
    let more!: () => void;
    async function* slow(): AsyncGenerator<string> {
      yield 'Once ';
      await new Promise<void>((resolve) => (more = resolve));
      yield 'upon ';
    }
    const talking = harness.session.talk(slow());
    await settle();
    await harness.session.stop();
    more();
    await talking;
    assert.deepEqual(streamed(harness), ['Once ']);
    assert.equal(harness.clock.pending, 0);
  });
});

describe('talkStream()', () => {
  it('closing ends the utterance', async () => {
    const harness = await live();
    const writer = harness.session.talkStream().getWriter();
    await writer.write('Hello ');
    await writer.write('you.');
    await writer.close();
    assert.deepEqual(streamed(harness), ['Hello ', 'you.', 'stream-end']);
  });

  it('aborting interrupts the persona', async () => {
    const harness = await live();
    const writer = harness.session.talkStream().getWriter();
    await writer.write('Hello ');
    await writer.abort();
    assert.deepEqual(streamed(harness), ['Hello ', 'interrupt', 'stream-end']);
  });

  it('aborted before anything was said, it interrupts nobody', async () => {
    const harness = await live();
    await harness.session.talkStream().abort();
    await harness.session.talkStream().close();
    assert.deepEqual(streamed(harness), []);
  });

  it('takes one text at a time', async () => {
    const harness = await live();
    let taken!: () => void;
    harness.clients.last.createTalkStream = () => ({
      correlationId: 'c',
      write: () => new Promise((resolve) => (taken = resolve)),
      end: () => Promise.resolve(),
    });
    const writer = harness.session.talkStream().getWriter();
    assert.equal(writer.desiredSize, 1);
    const written = writer.write('one');
    await settle();
    assert.equal(writer.desiredSize, 0);
    assert.equal(await isPending(written), true);
    taken();
    await written;
    await settle();
    assert.equal(writer.desiredSize, 1);
    writer.abort().catch(() => undefined);
  });

  it('errors when nothing was written for 15 seconds', async () => {
    const harness = await live();
    const writer = harness.session.talkStream().getWriter();
    writer.closed.catch(() => undefined);
    await harness.clock.advance(60_000);
    await writer.write('Hello ');
    await harness.clock.advance(14_999);
    await writer.write('you.');
    await harness.clock.advance(15_000);
    await assert.rejects(writer.write('too late'), { code: 'talk-stream-timeout' });
  });

  it('errors with an AbortError when the session ends', async () => {
    const harness = await live();
    const writer = harness.session.talkStream().getWriter();
    const unused = harness.session.talkStream().getWriter();
    writer.closed.catch(() => undefined);
    await writer.write('Hello ');
    await harness.session.stop();
    await assert.rejects(writer.write('you.'), { name: 'AbortError' });
    await assert.rejects(unused.write('Hi'), { name: 'AbortError' });
  });

  it('takes strings only', async () => {
    const harness = await live();
    const writer = harness.session.talkStream().getWriter();
    writer.closed.catch(() => undefined);
    await assert.rejects(writer.write(5 as unknown as string), { code: 'invalid-argument' });
  });
});

describe('sendAudio()', () => {
  const format = { encoding: 'pcm_s16le', sampleRate: 16_000, channels: 1 } as const;

  it('hands over buffers and views, and ends the sequence', async () => {
    const harness = await live();
    const chunks: number[][] = [];
    let ended = 0;
    harness.clients.last.createAudioSink = () => ({
      write: (chunk) => chunks.push([...new Uint8Array(chunk)]),
      end: () => ended++,
    });
    const writer = harness.session.sendAudio(format).getWriter();
    await writer.write(new Uint8Array([1, 2]).buffer);
    await writer.write(new Uint8Array([0, 3, 4, 0]).subarray(1, 3));
    await writer.close();
    assert.deepEqual(chunks, [
      [1, 2],
      [3, 4],
    ]);
    assert.equal(ended, 1);
    await harness.session.sendAudio(format).abort();
    assert.equal(ended, 2);
  });

  for (const wrong of [
    { sampleRate: 0 },
    { sampleRate: 22_050.5 },
    { sampleRate: '16000' },
    { channels: 0 },
    { channels: undefined },
    { encoding: 'opus' },
  ])
    it(`refuses ${JSON.stringify(wrong)} before anything is sent`, async () => {
      const harness = await live();
      assert.throws(() => harness.session.sendAudio({ ...format, ...wrong } as AudioFormat), {
        code: 'invalid-argument',
        message: /pcm_s16le/,
      });
      assert.deepEqual(harness.clients.last.sent, []);
    });

  it('errors with an AbortError when the session ends', async () => {
    const harness = await live();
    const writer = harness.session.sendAudio(format).getWriter();
    writer.closed.catch(() => undefined);
    await writer.ready;
    await harness.session.stop();
    await assert.rejects(writer.write(new Uint8Array(2)), { name: 'AbortError' });
  });
});

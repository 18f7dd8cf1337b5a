/**
 * What every client does, whoever made it. The fake passes it in Node (test/contract/fake.test.ts), the real adapter
 * in a browser against the simulator (test/sdk/contract.test.ts): what the session is tested with is what it meets.
 */
import type { ClientEvent, ClientFactory, PersonaClient } from '../../src/session/client.js';
import { PersonaError, type ErrorCode } from '../../src/session/error.js';
import type { Media } from '../../src/session/media.js';

/** `unreachable`: a session is allocated, and its engine cannot be reached. `short-lived`: its engine is soon lost for good. */
export type TicketKind = 'good' | 'unknown-avatar' | 'unreachable' | 'short-lived';

/** The service behind the clients, with a hand of the test on it. */
export interface Service {
  readonly clients: ClientFactory;
  /** A token for a persona that does not greet: what it says is the test's. */
  ticket(kind?: TicketKind): Promise<{ token: string; apiBaseUrl: string | undefined }>;
  /** Something to send that is live. */
  voice(): Media;
  /** Sessions that are being held, by id. */
  openSessions(): Promise<readonly string[]>;
  end(sessionId: string, reason: string): Promise<void>;
  warn(sessionId: string, message: string): Promise<void>;
  /** Takes the network between both ends away, for as long as a connection survives. */
  disturb(sessionId: string): Promise<void>;
  /** Has the persona call a client tool, and say afterwards what it heard of it. */
  callTool(sessionId: string, name: string): Promise<void>;
}

/** What the suite needs of a test framework; node:test and mocha both have it. */
export interface Framework {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

const check = (condition: boolean, message: string): void => {
  if (!condition) throw new Error(message);
};

const same = (actual: unknown, expected: unknown, message: string): void => {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  check(got === wanted, `${message}: expected ${wanted}, got ${got}`);
};

/** Fails unless it rejects, or throws, with this code. */
const refuses = async (act: () => unknown, code: ErrorCode): Promise<void> => {
  let error: unknown;
  try {
    await act();
  } catch (caught) {
    error = caught;
  }
  check(error instanceof PersonaError, `expected a PersonaError ${code}, got ${String(error)}`);
  same((error as PersonaError).code, code, 'the code');
};

type Type = ClientEvent['type'];

/** A client and all it told. */
class Subject {
  readonly events: ClientEvent[] = [];
  readonly client: PersonaClient;
  #waiting: (() => void)[] = [];

  constructor(service: Service, ticket: { token: string; apiBaseUrl: string | undefined }, voice = true) {
    this.client = service.clients.create({
      ...ticket,
      options: { metrics: { disableClientMetrics: true } },
      voice,
      endOfSpeechSensitivity: undefined,
      onEvent: (event) => {
        this.events.push(event);
        for (const look of [...this.#waiting]) look();
      },
    });
  }

  of<T extends Type>(type: T): Extract<ClientEvent, { type: T }>[] {
    return this.events.filter((event) => event.type === type) as never;
  }

  /** Resolves at the first event, past or to come, that fits. The test's own limit ends the wait. */
  until<T extends Type>(
    type: T,
    fits: (event: Extract<ClientEvent, { type: T }>) => boolean = () => true,
  ): Promise<Extract<ClientEvent, { type: T }>> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.of(type).find(fits);
        if (!found) return;
        this.#waiting = this.#waiting.filter((other) => other !== look);
        resolve(found);
      };
      this.#waiting.push(look);
      look();
    });
  }

  async open(voice: Media | null = null): Promise<Media> {
    const media = await this.client.open(voice);
    await Promise.all([this.until('connected'), this.until('data-channel-open'), this.until('ready')]);
    return media;
  }

  async sessionId(): Promise<string> {
    return (await this.until('session')).sessionId;
  }
}

/** Waits, by asking, until a session is no longer held. */
const closedAt = async (service: Service, sessionId: string): Promise<void> => {
  while ((await service.openSessions()).includes(sessionId)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

export const describeClientContract = (
  name: string,
  makeService: () => Promise<Service>,
  { describe, it }: Framework,
  /** Whether a connection here survives a network that is gone for a while. */
  { survives = true } = {},
): void => {
  const make = async (voice = true): Promise<{ service: Service; subject: Subject }> => {
    const service = await makeService();
    await service.clients.load();
    return { service, subject: new Subject(service, await service.ticket(), voice) };
  };

  describe(`${name}: the client contract`, () => {
    it('load() may be called any number of times', async () => {
      const { clients } = await makeService();
      await Promise.all([clients.load(), clients.load()]);
      await clients.load();
    });

    it('creating a client opens nothing', async () => {
      const { service, subject } = await make();
      same(subject.events, [], 'events');
      same(await service.openSessions(), [], 'open sessions');
      await subject.client.close();
    });

    it('open() resolves with picture and sound in one stream, and tells its way once', async () => {
      const { service, subject } = await make();
      const media = await subject.open();
      same(
        media
          .getTracks()
          .map(({ kind }) => kind)
          .sort(),
        ['audio', 'video'],
        'tracks',
      );
      for (const type of ['session', 'stream', 'connected', 'data-channel-open', 'ready'] as const) {
        same(subject.of(type).length, 1, `number of "${type}"`);
      }
      same(await service.openSessions(), [await subject.sessionId()], 'open sessions');
      same(subject.client.sessionId, await subject.sessionId(), 'the session id');
      await subject.client.close();
      same(subject.client.sessionId, await subject.sessionId(), 'the session id afterwards');
    });

    it('open() works without a voice, with one, and where there never is one', async () => {
      for (const [possible, sends] of [
        [true, true],
        [true, false],
        [false, false],
      ] as const) {
        const { service, subject } = await make(possible);
        await subject.open(sends ? service.voice() : null);
        await subject.client.close();
      }
    });

    it('a client opens once', async () => {
      const { subject } = await make();
      await subject.open();
      await refuses(() => subject.client.open(null), 'invalid-argument');
      await subject.client.close();
      await refuses(() => subject.client.open(null), 'invalid-argument');
    });

    it('a refusal rejects with what it means, and leaves nothing open', async () => {
      const { service } = await make();
      const subject = new Subject(service, await service.ticket('unknown-avatar'));
      await refuses(() => subject.client.open(null), 'engine-not-found');
      await subject.client.close();
      same(await service.openSessions(), [], 'open sessions');
      same(subject.of('session'), [], 'sessions told');
    });

    it('an engine that cannot be reached rejects the opening, is told as closed once, and leaves nothing open', async () => {
      const { service } = await make();
      const subject = new Subject(service, await service.ticket('unreachable'));
      await refuses(() => subject.client.open(null), 'signalling-lost');
      same(
        subject.of('closed').map(({ error }) => error?.code),
        ['signalling-lost'],
        'the end',
      );
      await subject.client.close();
      await closedAt(service, await subject.sessionId());
      same(subject.of('closed').length, 1, 'how often it was told');
    });

    it('an engine that is lost for good is told as closed once, and nothing afterwards', async () => {
      const { service } = await make();
      const subject = new Subject(service, await service.ticket('short-lived'));
      await subject.open();
      const { error } = await subject.until('closed');
      same(error?.code, 'signalling-lost', 'the end');
      const told = subject.events.length;
      await subject.client.close();
      await closedAt(service, await subject.sessionId());
      same(subject.events.length, told, 'events');
    });

    const itSurvives = survives ? it : (): undefined => undefined;
    itSurvives(
      'a network that is gone for a while is told as recovering, then recovered, once each',
      async () => {
        const { service, subject } = await make();
        await subject.open();
        await service.disturb(await subject.sessionId());
        await subject.until('recovering');
        await subject.until('recovered');
        same(
          subject.events.map(({ type }) => type).filter((type) => /recover|closed/.test(type)),
          ['recovering', 'recovered'],
          'what was told of it',
        );
        await subject.client.close();
      },
    );

    it('close() ends the session for good, and nothing is told afterwards', async () => {
      const { service, subject } = await make();
      await subject.open();
      const sessionId = await subject.sessionId();
      const closing = subject.client.close();
      const told = subject.events.length;
      await closing;
      await subject.client.close();
      await closedAt(service, sessionId);
      same(subject.events.length, told, 'events');
    });

    it('close() works while it opens: open() rejects, and no session is left', async () => {
      const { service, subject } = await make();
      const opening = refuses(() => subject.client.open(null), 'not-live');
      same(subject.client.sessionId, null, 'the session id before there is one');
      await subject.client.close();
      await opening;
      check(subject.client.sessionId !== null, 'the session that was allocated meanwhile is known');
      while ((await service.openSessions()).length > 0)
        await new Promise((resolve) => setTimeout(resolve, 20));
      same(subject.events, [], 'events');
    });

    it('close() works before open(), which then never opens', async () => {
      const { service, subject } = await make();
      await subject.client.close();
      await refuses(() => subject.client.open(null), 'invalid-argument');
      same(await service.openSessions(), [], 'open sessions');
    });

    it('what cannot be sent is refused, not dropped', async () => {
      const { subject } = await make();
      const { client } = subject;
      const sends = [
        () => client.sendUserMessage('Hi'),
        () => client.addContext('Hi'),
        () => client.interrupt(),
        () => client.sendCue('happy', {}),
        () => client.updatePersona({}),
      ];
      for (const send of sends) await refuses(send, 'not-live');
      await subject.open();
      await client.close();
      for (const send of sends) await refuses(send, 'not-live');
    });

    it('a typed message is answered in fragments, the last of which says so', async () => {
      const { subject } = await make();
      await subject.open();
      subject.client.sendUserMessage('What is your name?');
      const question = await subject.until('chunk', ({ chunk }) => chunk.role === 'user');
      same(question.chunk.content, 'What is your name?', 'what was heard');
      const after = subject.events.indexOf(question);
      const { chunk } = await subject.until(
        'chunk',
        (event) =>
          subject.events.indexOf(event) > after &&
          event.chunk.role === 'persona' &&
          event.chunk.content !== '',
      );
      await subject.until('chunk', (event) => event.chunk.id === chunk.id && event.chunk.endOfSpeech);
      await subject.client.close();
    });

    it('talk() is spoken', async () => {
      const { subject } = await make();
      await subject.open();
      await subject.client.talk('Zebra.');
      await subject.until('chunk', ({ chunk }) => chunk.content.includes('Zebra'));
      await subject.client.close();
    });

    it('a talk stream is spoken under its correlation id', async () => {
      const { subject } = await make();
      await subject.open();
      const stream = subject.client.createTalkStream();
      await stream.write('Yellow ');
      await stream.write('giraffe.');
      await stream.end();
      const { chunk } = await subject.until('chunk', (event) => event.chunk.content.includes('Yellow'));
      same(chunk.correlationId, stream.correlationId, 'the correlation id');
      await stream.end();
      const unused = subject.client.createTalkStream('mine');
      same(unused.correlationId, 'mine', 'a correlation id of one’s own');
      await unused.end();
      await subject.client.close();
    });

    it('interrupt() cuts the persona short', async () => {
      const { subject } = await make();
      await subject.open();
      await subject.client.talk(
        'This is a long sentence, and nobody is going to hear the very end of it, I am afraid.',
      );
      await subject.until('chunk', ({ chunk }) => chunk.content.includes('This'));
      subject.client.interrupt();
      await subject.until('chunk', ({ chunk }) => chunk.interrupted);
      await subject.client.close();
    });

    it('a client tool is told, and its answer reaches the persona', async () => {
      const { service, subject } = await make();
      await subject.open();
      await service.callTool(await subject.sessionId(), 'paint');
      const { call } = await subject.until('tool-started');
      same([call.name, call.kind], ['paint', 'client'], 'the call');
      subject.client.answerTool(call.callId, { result: 'magenta' });
      subject.client.answerTool(call.callId, { result: 'a second answer' });
      await subject.until('chunk', ({ chunk }) => chunk.content.includes('magenta'));
      await subject.client.close();
    });

    it('a tool that fails is told to the persona as a failure', async () => {
      const { service, subject } = await make();
      await subject.open();
      await service.callTool(await subject.sessionId(), 'paint');
      const { call } = await subject.until('tool-started');
      subject.client.answerTool(call.callId, { error: 'turquoise' });
      await subject.until('chunk', ({ chunk }) => chunk.content.includes('turquoise'));
      await subject.client.close();
    });

    it('a cue and an update are confirmed', async () => {
      const { subject } = await make();
      await subject.open();
      subject.client.sendCue('happy', {});
      same((await subject.until('cue-applied')).tag, 'happy', 'the cue');
      subject.client.updatePersona({ languageCode: 'fr' });
      const { changes } = await subject.until('persona-updated');
      same(changes['languageCode']?.after, 'fr', 'the language');
      await subject.client.close();
    });

    it('audio of another voice is taken', async () => {
      const { subject } = await make();
      await subject.open();
      const sink = subject.client.createAudioSink({ encoding: 'pcm_s16le', sampleRate: 16_000, channels: 1 });
      sink.write(new Uint8Array(640));
      sink.write(new Uint8Array(640).buffer);
      sink.end();
      await subject.client.close();
    });

    it('a warning of the service is passed on', async () => {
      const { service, subject } = await make();
      await subject.open();
      await service.warn(await subject.sessionId(), 'Careful.');
      same((await subject.until('warning')).message, 'Careful.', 'the warning');
      await subject.client.close();
    });

    it('an end by the service is told with its words', async () => {
      const { service, subject } = await make();
      await subject.open();
      const sessionId = await subject.sessionId();
      await service.end(sessionId, 'Time is up.');
      const { error } = await subject.until('closed');
      same([error?.code, error?.message], ['server-ended', 'Time is up.'], 'the error');
      await subject.client.close();
      same(subject.of('closed').length, 1, 'how often it was told');
      await closedAt(service, sessionId);
    });

    it('setVoice() works at any time, and the tracks that were lent stay their owner’s', async () => {
      const { service, subject } = await make();
      const [first, second] = [service.voice(), service.voice()];
      await subject.client.setVoice(first);
      await subject.open(first);
      await subject.client.setVoice(second);
      await subject.client.setVoice(null);
      await subject.client.setVoice(first);
      await subject.client.close();
      await subject.client.setVoice(second);
      for (const track of [...first.getTracks(), ...second.getTracks()]) {
        same(track.readyState, 'live', 'a lent track');
        track.stop();
      }
    });
  });
};

/** Drives one session at random and holds it to the laws after every step. */
import assert from 'node:assert/strict';
import { PersonaError } from '../../src/session/error.js';
import type { PersonaState, SessionEvent } from '../../src/session/events.js';
import type { Media, StageObserver } from '../../src/session/media.js';
import type { ClientEvent } from '../../src/session/client.js';
import type { FakeClient } from './fake-client.js';
import type { TokenResponse } from '../../src/session/settings.js';
import { bodyOf, FakeMicrophone, FakeStage, makeHarness, settle, type Harness } from './session-harness.js';
import { makeToken } from './tokens.js';

export type Action = readonly [name: string, argument?: number];

const RESTING: readonly PersonaState[] = ['idle', 'ended', 'failed'];

/** What may follow what, as the table in docs/session.md says. */
const NEIGHBOURS: Readonly<Record<PersonaState, readonly PersonaState[]>> = {
  idle: ['authorizing'],
  authorizing: ['connecting', 'ending'],
  connecting: ['live', 'authorizing', 'ending'],
  live: ['reconnecting', 'ending'],
  reconnecting: ['live', 'ending'],
  ending: ['ended', 'failed'],
  ended: ['authorizing'],
  failed: ['authorizing'],
};

const busy = (): PersonaError => new PersonaError('engine-busy', 'full');

class ModelStage extends FakeStage {
  /** Everybody who was ever promised frames, with the media. */
  readonly shows: { readonly media: Media; readonly observer: StageObserver; framed: boolean }[] = [];

  constructor() {
    super(false);
  }

  override show(media: Media, observer: StageObserver, signal: AbortSignal): Promise<void> {
    this.shows.push({ media, observer, framed: false });
    return super.show(media, observer, signal);
  }

  override frame(): void {
    const last = this.shows.at(-1);
    if (last) last.framed = true;
    super.frame();
  }
}

export class SessionModel {
  readonly states: PersonaState[] = [];
  readonly #stage = new ModelStage();
  readonly #microphone = new FakeMicrophone(false);
  readonly #tokens: { resolve: (token: TokenResponse | string) => void; reject: (error: Error) => void }[] =
    [];
  readonly #promises = new Set<Promise<unknown>>();
  readonly #harness: Harness;
  /** Handles of the tokens that were given out. */
  readonly #handles: string[] = [];
  readonly #begun: string[] = [];
  readonly #ended: string[] = [];
  #runs = 0;
  /** Starts that begin a conversation, or would begin one when the one before is closed. */
  #starts = 0;
  #failures = 0;
  #finals = 0;
  #state: PersonaState = 'idle';
  #reason: string | undefined;
  /** What the page does in the middle of being told a change of state. */
  #reflex: readonly [state: PersonaState, deed: 'start' | 'stop'] | undefined;
  #messages = 0;
  /** Whether a token may have been got ahead, and waits to be used or given back. */
  #isAhead = false;

  constructor() {
    this.#harness = makeHarness({
      auto: false,
      stage: this.#stage,
      microphone: this.#microphone,
      settings: {
        tokenProvider: () => new Promise((resolve, reject) => this.#tokens.push({ resolve, reject })),
      },
    });
    this.#harness.session.subscribe((event) => this.#hear(event));
  }

  async do([name, argument = 0]: Action): Promise<void> {
    const { session, clock } = this.#harness;
    if (name === 'wait') await clock.advance(argument);
    else if (name === 'go live') await this.#goLive();
    else if (!this.#page(name) && !this.#answers(name)) this.#service(name, argument);
    await settle();
    this.#check();
    assert.equal(session.state, this.#state, 'the state is the last one told');
  }

  /** Ends everything, answers what is open, and looks for what is left. */
  async finish(): Promise<void> {
    const { session, clients, clock } = this.#harness;
    this.#reflex = undefined;
    const stopped = session.stop();
    this.#isAhead = false;
    for (const client of clients.clients) client.allocate();
    await clock.advance(0);
    await stopped;
    // What the page still reads from goes on being silent.
    for (const token of this.#tokens) token.resolve(this.#ticket());
    this.#microphone.grant();
    await settle();
    assert.ok(RESTING.includes(session.state), `at rest, not ${session.state}`);
    this.#check();
    assert.equal(this.#promises.size, 0, 'every promise is settled');
    const told = this.#harness.requests.map(bodyOf) as { handle: string }[];
    const givenBack = new Set(told.map(({ handle }) => handle));
    assert.deepEqual([...givenBack].sort(), this.#handles.sort(), 'law 4: every token is given back');
  }

  #ticket(): TokenResponse {
    const handle = `handle-${this.#handles.length}`;
    this.#handles.push(handle);
    return { sessionToken: makeToken(), stop: { url: 'https://example.com/stop', handle } };
  }

  /** Commands of the page. */
  #page(name: string): boolean {
    const { session } = this.#harness;
    const harness = this.#harness;
    switch (name) {
      case 'start': {
        const running = this.#runs;
        const started = this.#start();
        if (
          ['authorizing', 'connecting', 'live', 'reconnecting'].includes(this.#state) &&
          this.#runs === running
        ) {
          assert.equal(session.start(), started, 'law 5: the same start');
        }
        this.#follow(started);
        return true;
      }
      case 'stop twice':
        this.#stop();
        this.#stop();
        return true;
      case 'stop':
        this.#stop();
        return true;
      case 'leave': {
        session.leave();
        const left = harness.clients.clients.filter(({ phase, closing }) => phase !== 'closed' && !closing);
        assert.deepEqual(left, [], 'law 7: a page that is left closes in the same task');
        assert.equal(this.#microphone.liveTracks, 0);
        return true;
      }
      case 'online':
        harness.online = true;
        session.online();
        return true;
      case 'offline':
        harness.online = false;
        return true;
      case 'hide':
      case 'show':
        session.setHidden(name === 'hide');
        return true;
      case 'activity':
        session.activity();
        return true;
      case 'message':
        this.#follow(session.sendUserMessage('Hello'));
        return true;
      case 'context':
        this.#follow(session.addContext('It rains'));
        return true;
      case 'talk':
        this.#follow(session.talk('Say this'));
        return true;
      case 'talk stream':
        this.#follow(session.talk(sentence()));
        return true;
      case 'interrupt':
        this.#follow(session.interrupt());
        return true;
      case 'restart when over':
        this.#reflex = ['ended', 'start'];
        return true;
      case 'restart when failed':
        this.#reflex = ['failed', 'start'];
        return true;
      case 'stop when live':
        this.#reflex = ['live', 'stop'];
        return true;
      case 'no reflex':
        this.#reflex = undefined;
        return true;
      case 'cue':
        this.#follow(session.sendDirectorNoteCue('happy'));
        return true;
      case 'update':
        this.#follow(session.updatePersona({ languageCode: 'de' }));
        return true;
      case 'sensitivity':
        session.configure({ endOfSpeechSensitivity: harness.clock.now() % 2 });
        return true;
      case 'extend':
        session.endWarning?.extend();
        return true;
      case 'other persona':
        session.configure({ tokenParams: { persona: harness.clock.now() } });
        return true;
      case 'preload':
        session.preload('token');
        this.#isAhead = true;
        return true;
      case 'limits':
        session.configure({ idleTimeout: 30, hiddenTimeout: 10, maxDuration: 90 });
        return true;
      case 'no limits':
        session.configure({ idleTimeout: 0, hiddenTimeout: 0, maxDuration: 0 });
        return true;
      case 'mute input':
      case 'allow input':
        session.configure({ disableInputAudio: name === 'mute input' });
        return true;
      default:
        return false;
    }
  }

  /** Answers of the token endpoint and of the visitor. */
  #answers(name: string): boolean {
    switch (name) {
      case 'token':
        this.#tokens.shift()?.resolve(this.#ticket());
        return true;
      case 'token refused':
        this.#tokens.shift()?.reject(new PersonaError('token-unauthorized', 'test'));
        return true;
      case 'token fails':
        this.#tokens.shift()?.reject(new Error('test'));
        return true;
      case 'bad token':
        this.#tokens.shift()?.resolve('nonsense');
        return true;
      case 'grant':
        this.#microphone.grant();
        return true;
      case 'refuse':
        this.#microphone.refuse();
        return true;
      case 'change voice':
        this.#microphone.change();
        return true;
      case 'lose voice':
        this.#microphone.observer?.onTrack(null);
        return true;
      default:
        return false;
    }
  }

  /** Something the service or the picture does, to the newest client or to an older one. */
  #service(name: string, age: number): void {
    const show = this.#stage.shows.at(-1 - age);
    switch (name) {
      case 'frame':
        this.#stage.frame();
        return;
      case 'stall':
        show?.observer.onStall();
        return;
      case 'resume':
        show?.observer.onResume();
        return;
    }
    const client = this.#harness.clients.clients.at(-1 - age);
    if (!client) return;
    const event = EVENTS[name];
    if (event) this.#tell(client, event);
    else CALLS[name]?.(client);
  }

  /** Law 2: what a client tells after its end goes unheard, even when the client does not keep quiet. */
  #tell(client: FakeClient, event: ClientEvent): void {
    if (!client.closing) {
      client.tell(event);
      return;
    }
    const { events, session } = this.#harness;
    const before = [events.length, session.state, session.messages.length];
    client.request.onEvent(event);
    assert.deepEqual(
      [events.length, session.state, session.messages.length],
      before,
      'law 2: late is silent',
    );
  }

  async #goLive(): Promise<void> {
    this.#follow(this.#start());
    await settle();
    for (const token of this.#tokens.splice(0)) token.resolve(this.#ticket());
    this.#microphone.grant();
    await settle();
    const client = this.#harness.clients.clients.at(-1);
    if (client?.phase !== 'opening') return;
    client.describe();
    client.connect();
    client.openChannel();
    await settle();
    this.#stage.frame();
  }

  #start(): Promise<void> {
    const { session } = this.#harness;
    if (session.startsAnew) this.#starts++;
    return session.start();
  }

  #stop(): void {
    this.#isAhead = false;
    const { session, clients } = this.#harness;
    const runs = this.#runs;
    const stopped = session.stop().then(() => {
      if (this.#runs === runs)
        assert.equal(clients.open.length, 0, 'law 4: nothing is open when stop() resolves');
    });
    this.#follow(stopped);
  }

  /** Remembers a promise until it is settled; only failures of the session itself may reject it. */
  #follow(promise: Promise<unknown>): void {
    this.#promises.add(promise);
    const settled = promise.then(
      () => undefined,
      (error: unknown) => {
        if (!(error instanceof PersonaError)) throw error;
      },
    );
    void settled
      .finally(() => this.#promises.delete(promise))
      .catch((error: unknown) => (this.#broken = error));
  }

  #broken: unknown;

  #hear(event: SessionEvent): void {
    if (event.type === 'session-start') this.#begun.push(event.sessionId);
    if (event.type === 'session-end') {
      this.#ended.push(event.sessionId);
      if (event.duration < 0) this.#broken = new Error('A session that lasted less than nothing.');
    }
    if (event.type === 'error' && event.error.code !== 'tool-failed') this.#failures++;
    if (event.type !== 'state-change') return;
    const { clients } = this.#harness;
    try {
      assert.equal(event.previousState, this.#state, 'changes follow each other');
      assert.ok(
        NEIGHBOURS[event.previousState].includes(event.state),
        `${event.previousState} → ${event.state}`,
      );
      if (event.state === 'ending') {
        const left = clients.clients.filter(
          ({ phase, closing }) => phase !== 'new' && phase !== 'closed' && !closing,
        );
        assert.equal(left.length, 0, 'law 7: closed before it is told');
        this.#reason = event.reason;
      }
      if (event.state === 'ended' || event.state === 'failed') {
        this.#finals++;
        assert.equal(event.reason, this.#reason, 'law 3: the first reason is kept');
        assert.equal(event.state === 'failed', event.reason === 'error');
      }
      if (event.state === 'live') {
        const client = clients.clients.at(-1);
        assert.ok(client?.connected, 'law 6: connected');
        assert.ok(this.#stage.shows.at(-1)?.framed, 'law 6: a picture is shown');
      }
    } catch (error) {
      // A session protects itself from its listeners: what is found here is thrown by the next check.
      this.#broken ??= error;
    }
    if (event.state === 'authorizing' && RESTING.includes(event.previousState)) {
      this.#runs++;
      this.#messages = 0;
    }
    this.#state = event.state;
    this.states.push(event.state);
    if (this.#reflex?.[0] !== event.state) return;
    // Once: a life that goes on by itself has no end.
    const [, deed] = this.#reflex;
    this.#reflex = undefined;
    if (deed === 'stop') this.#stop();
    else this.#follow(this.#start());
  }

  #check(): void {
    const { session, clients, clock } = this.#harness;
    if (this.#broken) throw this.#broken as Error;
    assert.ok(clients.open.length <= 1, 'law 1: one client at a time');
    const tokens = clients.clients.map(({ request }) => request.token);
    assert.equal(new Set(tokens).size, tokens.length, 'law 1: one token, one client');
    assert.ok(session.messages.length >= this.#messages, 'messages are never lost within a conversation');
    this.#messages = session.messages.length;
    assert.ok(this.#microphone.asked <= this.#starts, 'asked at most once a start');
    assert.ok(this.#microphone.liveTracks <= 1, 'one voice at most');
    for (const id of this.#ended) assert.ok(this.#begun.includes(id), 'an end has a start');
    assert.equal(new Set(this.#begun).size, this.#begun.length);
    assert.equal(new Set(this.#ended).size, this.#ended.length);
    const told = this.#harness.requests.map(bodyOf) as { sessionId?: string }[];
    const ids = told.flatMap(({ sessionId }) => sessionId ?? []);
    assert.equal(new Set(ids).size, ids.length, 'the server is told the end of a session once');
    if (!RESTING.includes(session.state)) return;
    assert.deepEqual([...ids].sort(), [...this.#begun].sort(), 'at rest: the server is told of every end');
    assert.equal(clients.open.length, 0, 'at rest: nothing open');
    assert.equal(this.#microphone.liveTracks, 0, 'at rest: no live track');
    assert.ok(clock.pending <= Number(this.#isAhead), 'at rest: no timer but that of a token got ahead');
    assert.equal(this.#stage.shown, null, 'at rest: nothing shown');
    assert.deepEqual([...this.#ended].sort(), [...this.#begun].sort(), 'at rest: every start has its end');
    assert.equal(
      session.client ?? session.media ?? session.retry ?? session.endWarning ?? session.sessionId,
      null,
    );
    assert.equal(session.personaSpeaking || session.userSpeaking || session.stalled, false);
    assert.equal(this.#finals, this.#runs, 'law 3: one ending for every start');
    assert.equal(
      this.#failures,
      this.states.filter((state) => state === 'failed').length,
      'each failure told once',
    );
  }
}

async function* sentence(): AsyncGenerator<string> {
  for (const word of ['Once ', 'upon ', 'a time.']) {
    await settle();
    yield word;
  }
}

const EVENTS: Readonly<Record<string, ClientEvent>> = {
  'ready': { type: 'ready' },
  'lost': { type: 'closed', error: new PersonaError('webrtc-failed', 'lost') },
  'server ended': { type: 'closed', error: new PersonaError('server-ended', 'Time is up.') },
  'closed': { type: 'closed' },
  'recovering': { type: 'recovering' },
  'recovered': { type: 'recovered' },
  'speech': { type: 'user-speech', speaking: true },
  'silence': { type: 'user-speech', speaking: false },
  'interruption': { type: 'talk-interrupted', correlationId: undefined },
  'tool result': { type: 'tool-finished', result: { callId: 'call', name: 'paint', status: 'completed', result: 1 } },
  'warning': { type: 'warning', message: 'careful' },
  'tool': { type: 'tool-started', call: { callId: 'call', name: 'paint', kind: 'client', arguments: {} } },
}; // prettier-ignore

const CALLS: Readonly<Record<string, (client: FakeClient) => void>> = {
  'allocate': (client) => client.allocate(),
  'describe': (client) => client.phase !== 'new' && client.describe(),
  'connect': (client) => client.connect(),
  'channel': (client) => client.openChannel(),
  'chunk': (client) => client.say('Hello', { endOfSpeech: false }),
  'busy': (client) => client.refuse(busy()),
  'not found': (client) => client.refuse(new PersonaError('engine-not-found', 'unknown')),
}; // prettier-ignore

/** A start that follows another one before that is over. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeMicrophone, makeHarness, settle, type Harness } from '../support/session-harness.js';
import { makeToken } from '../support/tokens.js';

const json = (sessionToken: string): Response => new Response(JSON.stringify({ sessionToken }));

/** A session whose tokens hold who was asked for. */
const asking = (auto: boolean): Harness & { readonly asked: string[] } => {
  const asked: string[] = [];
  const harness = makeHarness({
    auto,
    settings: { tokenProvider: undefined, tokenUrl: '/token', tokenParams: { persona: 'cara' } },
    fetch: (_url, init) => {
      const { persona } = JSON.parse(init?.body as string) as { persona: string };
      asked.push(persona);
      return Promise.resolve(json(makeToken({ persona, jti: asked.length })));
    },
  });
  return Object.assign(harness, { asked });
};

describe('law 5: a start with other settings', () => {
  it('takes the place of one that is on its way', async () => {
    const { session, clients, asked, microphone, states } = asking(false);
    const first = session.start();
    await settle();
    session.configure({ tokenParams: { persona: 'leo' } });
    assert.equal(session.startsAnew, true);
    const second = session.start();
    assert.equal(session.start(), second);
    assert.notEqual(second, first);
    clients.last.allocate();
    await first;
    await settle();
    assert.deepEqual(asked, ['cara', 'leo']);
    assert.equal(clients.open.length, 1, 'the first is closed');
    clients.last.describe();
    clients.last.connect();
    await second;
    assert.equal(session.state, 'live');
    assert.deepEqual(states(), [
      'authorizing', 'connecting', 'ending', 'ended', 'authorizing', 'connecting', 'live',
    ]); // prettier-ignore
    await session.stop();
    assert.equal(microphone.liveTracks, 0);
  });

  it('is the same start when they say the same, or only a function is another', async () => {
    const { session, asked } = asking(false);
    const first = session.start();
    await settle();
    session.configure({ tokenParams: { persona: 'cara' }, tokenHeaders: () => ({}) });
    assert.equal(session.start(), first);
    assert.deepEqual(asked, ['cara']);
    void session.stop();
  });

  it('leaves one that is live alone', async () => {
    const { session, asked } = asking(true);
    const first = session.start();
    await first;
    session.configure({ tokenParams: { persona: 'leo' } });
    assert.equal(session.start(), first);
    assert.equal(session.state, 'live');
    assert.deepEqual(asked, ['cara']);
    await session.stop();
  });
});

describe('a start while the session before ends', () => {
  const ending = async (microphone: FakeMicrophone): Promise<Harness> => {
    const harness = makeHarness({ auto: false, microphone });
    void harness.session.start();
    await settle();
    void harness.session.stop();
    return harness;
  };

  it('asks for the microphone in its own task, and only once', async () => {
    const microphone = new FakeMicrophone();
    const { session, clients } = await ending(microphone);
    void session.start();
    assert.equal(microphone.asked, 2);
    assert.equal(microphone.lent[0]?.tracks[0]?.readyState, 'ended');
    clients.last.allocate();
    await settle();
    assert.equal(microphone.asked, 2);
    assert.equal(clients.last.voice, microphone.lent[1]);
    assert.equal(microphone.liveTracks, 1);
    clients.last.allocate();
    await session.stop();
    assert.equal(microphone.liveTracks, 0);
  });

  it('lets it go in the task of whatever takes the start back', async () => {
    const ways: readonly ((session: Harness['session']) => void)[] = [
      (session) => void session.stop(),
      (session) => session.leave(),
      (session) => session.configure({ disableInputAudio: true }),
    ];
    for (const way of ways) {
      const microphone = new FakeMicrophone();
      const { session, clients } = await ending(microphone);
      session.start().catch(() => undefined);
      await settle();
      assert.equal(microphone.liveTracks, 1);
      way(session);
      assert.equal(microphone.liveTracks, 0);
      clients.last.allocate();
      await settle();
      clients.last.allocate();
      await session.stop();
      assert.equal(microphone.liveTracks, 0);
    }
  });
});

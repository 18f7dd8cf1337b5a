import { expect } from '@open-wc/testing';
import { createPersonaSession, userMicrophone } from '../../src/headless.js';
import { mint } from './support/service.js';

const observer = { onTrack: (): void => undefined };

/** Lets the browser answer so, and takes that back. */
const answering = async (answer: () => Promise<MediaStream>, body: () => Promise<void>): Promise<void> => {
  const devices = navigator.mediaDevices;
  devices.getUserMedia = answer;
  try {
    await body();
  } finally {
    Reflect.deleteProperty(devices, 'getUserMedia');
  }
};

describe('userMicrophone()', function () {
  // The simulator works in real time, and a busy machine takes its own.
  this.timeout(60_000);

  it('is asked at the start of a session, heard, and off at its end', async () => {
    const microphone = userMicrophone();
    expect(microphone.state).to.equal('unasked');
    const tracks: MediaStreamTrack[] = [];
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    await answering(
      async () => {
        const stream = await ask({ audio: true });
        tracks.push(...stream.getTracks());
        return stream;
      },
      async () => {
        const session = createPersonaSession({
          microphone,
          tokenProvider: async () => {
            const { token, apiBaseUrl } = await mint();
            return { sessionToken: token, apiBaseUrl };
          },
          clientOptions: { metrics: { disableClientMetrics: true } },
        });
        await session.start();
        expect(microphone.state).to.equal('granted');
        expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(['live']);
        await session.stop();
        expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(['ended']);
      },
    );
  });

  for (const [name, state] of [
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['NotReadableError', 'in-use'],
    ['AbortError', 'in-use'],
    ['SecurityError', 'blocked-by-policy'],
  ] as const) {
    it(`${name} is ${state}, and no reason to fail`, () =>
      answering(
        () => Promise.reject(new DOMException('test', name)),
        async () => {
          const microphone = userMicrophone();
          expect(await microphone.open(observer, new AbortController().signal)).to.equal(null);
          expect(microphone.state).to.equal(state);
        },
      ));
  }

  it('without a secure context there is none', () =>
    answering(
      () => Promise.reject(new TypeError('undefined is not a function')),
      async () => {
        const microphone = userMicrophone();
        await microphone.open(observer, new AbortController().signal);
        expect(microphone.state).to.equal('insecure');
      },
    ));

  it('granted after the end leaves no live track', async () => {
    const abort = new AbortController();
    const opening = userMicrophone().open(observer, abort.signal);
    abort.abort();
    expect(await opening).to.equal(null);
  });
});

import { expect } from '@open-wc/testing';
import { PersonaError } from '../../../src/session/error.js';
import { withProperty } from './host.js';
import { newBench, track } from './microphone-bench.js';

describe('MicrophoneController, asking and ending', () => {
  let at: ReturnType<typeof newBench>;
  beforeEach(() => {
    at = newBench();
  });
  afterEach(() => at.end());

  describe('asking', () => {
    it('asks in the caller’s own task, for a voice without echo', () => {
      void at.open();
      expect(at.browser.asked).to.deep.equal([
        { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      ]);
      expect(at.mic.state).to.equal('asking');
    });

    it('lends a clone of what the browser gives, and tells of each state', async () => {
      const opening = at.open();
      const source = await at.browser.allow();
      const media = await opening;
      expect(track(media).readyState).to.equal('live');
      expect(track(media).id).not.to.equal(source.getAudioTracks()[0]!.id);
      expect(at.changes).to.deep.equal(['asking', 'granted']);
      expect(at.mic.error).to.equal(undefined);
      await at.host.updateComplete;
      expect(at.told).to.deep.equal([]);
    });

    it('asks nothing when the attempt is over already', async () => {
      at.attempt.abort();
      expect(await at.open()).to.equal(null);
      expect(at.browser.asked).to.deep.equal([]);
      expect(at.mic.state).to.equal('unasked');
    });

    it('works with the browser’s own getUserMedia', async () => {
      const media = await at.real.open(at.observer, at.attempt.signal);
      expect(track(media).readyState).to.equal('live');
      expect(at.real.state).to.equal('granted');
      at.attempt.abort();
      expect(track(media).readyState).to.equal('ended');
    });

    for (const [name, state, code] of [
      ['NotAllowedError', 'denied', 'mic-denied'],
      ['NotFoundError', 'missing', 'mic-missing'],
      ['OverconstrainedError', 'missing', 'mic-missing'],
      ['NotReadableError', 'in-use', 'mic-in-use'],
      ['AbortError', 'in-use', 'mic-in-use'],
      ['SecurityError', 'blocked-by-policy', 'mic-blocked-by-policy'],
    ] as const)
      it(`calls ${name} "${state}" and goes on without`, async () => {
        const opening = at.open();
        await at.browser.refuse(name);
        expect(await opening).to.equal(null);
        expect(at.mic.state).to.equal(state);
        expect(at.mic.error).to.be.instanceOf(PersonaError);
        expect(at.mic.error).to.include({ code });
        expect(at.mic.error!.cause).to.include({ name });
      });

    it('does not ask where the Permissions Policy forbids it', async () => {
      const policy = { allowsFeature: (feature: string) => feature !== 'microphone' };
      expect(await withProperty(document, 'permissionsPolicy', policy, () => at.open())).to.equal(null);
      expect(at.mic.state).to.equal('blocked-by-policy');
      expect(at.mic.error).to.include({ code: 'mic-blocked-by-policy' });
      expect(at.browser.asked).to.deep.equal([]);
    });

    // Only Chromium tells a page of its policy; elsewhere the refusal tells.
    if ('featurePolicy' in document)
      it('finds the policy of a frame that may not', async () => {
        const frame = document.createElement('iframe');
        frame.allow = "microphone 'none'";
        frame.srcdoc = '<p></p>';
        await new Promise((resolve) => {
          frame.onload = resolve;
          document.body.append(frame);
        });
        try {
          frame.contentDocument!.body.append(at.host);
          expect(await at.open()).to.equal(null);
          expect(at.mic.state).to.equal('blocked-by-policy');
        } finally {
          document.body.append(at.host);
          frame.remove();
        }
      });

    it('does not ask on an insecure page', async () => {
      expect(await withProperty(window, 'isSecureContext', false, () => at.open())).to.equal(null);
      expect(at.mic.state).to.equal('insecure');
      expect(at.mic.error).to.include({ code: 'mic-insecure' });
      expect(at.browser.asked).to.deep.equal([]);
    });

    it('tells of each question that is refused without asking anybody', async () => {
      await withProperty(window, 'isSecureContext', false, async () => {
        await at.open();
        const { error } = at.mic;
        expect(await at.mic.retry()).to.equal(false);
        expect(at.changes).to.deep.equal(['asking', 'insecure', 'asking', 'insecure']);
        expect(at.mic.error, 'another failure').to.include({ code: 'mic-insecure' }).and.not.equal(error);
      });
    });

    it('finds no microphone in a browser without mediaDevices', async () => {
      await withProperty(navigator, 'mediaDevices', undefined, async () => {
        expect(await at.real.open(at.observer, at.attempt.signal)).to.equal(null);
        expect(await at.real.list()).to.deep.equal({ inputs: [], outputs: [] });
      });
      expect(at.real.state).to.equal('missing');
    });
  });

  describe('ending', () => {
    it('stops the source and every lent track', async () => {
      const opening = at.open();
      const source = await at.browser.allow();
      const first = await opening;
      const second = await at.open();
      at.mic.close();
      expect([source, first, second].map((media) => track(media).readyState)).to.deep.equal([
        'ended',
        'ended',
        'ended',
      ]);
      expect(at.mic.state).to.equal('granted');
    });

    it('leaves no live track when the answer comes after the abort', async () => {
      const opening = at.open();
      at.attempt.abort();
      expect(at.mic.state).to.equal('unasked');
      const source = await at.browser.allow();
      expect(await opening).to.equal(null);
      expect(track(source).readyState).to.equal('ended');
      expect(at.mic.state).to.equal('unasked');
    });

    it('says nothing of a refusal after the abort', async () => {
      const opening = at.open();
      at.attempt.abort();
      await at.browser.refuse('NotAllowedError');
      expect(await opening).to.equal(null);
      expect(at.mic.state).to.equal('unasked');
    });

    it('asks once for two attempts, and serves the newer', async () => {
      const opening = at.open();
      at.attempt.abort();
      at.attempt = new AbortController();
      const again = at.open();
      const source = await at.browser.allow();
      expect(at.browser.asked).to.have.length(1);
      expect(await opening).to.equal(null);
      expect(track(await again).readyState).to.equal('live');
      expect(track(source).readyState).to.equal('live');
    });

    it('keeps the microphone when the signal of a replaced attempt aborts', async () => {
      const old = new AbortController();
      const opening = at.mic.open(at.observer, old.signal);
      await at.browser.allow();
      await opening;
      const media = await at.open();
      old.abort();
      expect(track(media).readyState).to.equal('live');
      expect(at.browser.asked).to.have.length(1);
    });

    it('hears nothing of devices and permissions any more', async () => {
      const opening = at.open();
      await at.browser.refuse('NotAllowedError');
      await opening;
      at.attempt.abort();
      at.changes.length = 0;
      at.permitted.set('prompt');
      at.permitted.set('granted');
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
      expect(at.changes).to.deep.equal([]);
      expect(await at.mic.retry()).to.equal(false);
      expect(at.browser.asked).to.have.length(1);
    });
  });

  describe('mute', () => {
    it('silences and gives back every lent track and the source', async () => {
      const opening = at.open();
      const source = await at.browser.allow();
      const media = await opening;
      at.mic.muted = true;
      expect([track(media).enabled, track(source).enabled]).to.deep.equal([false, false]);
      at.mic.muted = false;
      at.mic.muted = false;
      expect([track(media).enabled, track(source).enabled]).to.deep.equal([true, true]);
      expect(at.changes).to.deep.equal(['asking', 'granted', 'granted muted', 'granted']);
    });

    it('holds for a microphone that is opened later', async () => {
      at.mic.muted = true;
      const opening = at.open();
      await at.browser.allow();
      expect(track(await opening).enabled).to.equal(false);
    });
  });
});

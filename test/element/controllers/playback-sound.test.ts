import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { PlaybackController } from '../../../src/controllers/playback-controller.js';
import { PersonaError } from '../../../src/session/error.js';
import { newStream, nextTask, until, withProperty } from './host.js';
import { hideDocument, newBench, refusing } from './playback-bench.js';

describe('PlaybackController, sound', () => {
  let at: Awaited<ReturnType<typeof newBench>>;
  beforeEach(async () => {
    at = await newBench();
  });
  afterEach(() => at.end());

  describe('blocked sound', () => {
    it('plays silently, says so, and unlocks when asked in a gesture', async () => {
      const play = refusing(at.host.video!, 'NotAllowedError');
      await at.show();
      expect(play.calls).to.deep.equal([false, true]);
      expect(at.playback.soundBlocked).to.equal(true);
      expect(at.playback.muted).to.equal(false);
      expect(at.host.video!.muted).to.equal(true);
      expect(at.changes).to.equal(1);
      expect(await at.playback.startAudio()).to.equal(true);
      expect(at.host.video!.muted).to.equal(false);
      expect(at.playback.soundBlocked).to.equal(false);
      expect(at.changes).to.equal(2);
    });

    it('stays blocked when the browser refuses again', async () => {
      refusing(at.host.video!, 'NotAllowedError');
      await at.show();
      refusing(at.host.video!, 'NotAllowedError');
      expect(await at.playback.startAudio()).to.equal(false);
      expect(at.playback.soundBlocked).to.equal(true);
      expect(at.host.video!.muted).to.equal(true);
      expect(at.host.video!.paused).to.equal(false);
    });

    it('unlocks at the next click anywhere, and listens no longer', async () => {
      const play = refusing(at.host.video!, 'NotAllowedError');
      await at.show();
      await sendMouse({ type: 'click', position: [300, 300] });
      await until(() => !at.playback.soundBlocked);
      expect(at.host.video!.muted).to.equal(false);
      const before = play.calls.length;
      await sendMouse({ type: 'click', position: [300, 300] });
      expect(play.calls.length).to.equal(before);
    });

    it('unlocks at the next key, but not at one that the browser does not count', async () => {
      const play = refusing(at.host.video!, 'NotAllowedError');
      await at.show();
      const activation = { isActive: false, hasBeenActive: false };
      await withProperty(navigator, 'userActivation', activation, async () => {
        at.playback.clear();
        play.restore();
        refusing(at.host.video!, 'NotAllowedError');
        await at.show();
        await sendKeys({ press: 'Escape' });
        expect(at.playback.soundBlocked).to.equal(true);
        activation.isActive = true;
        await sendKeys({ press: 'a' });
        await until(() => !at.playback.soundBlocked);
      });
    });

    it('starts the picture too at the gesture, where even a silent one was refused', async () => {
      refusing(at.host.video!, 'NotAllowedError', 2);
      const showing = at.show();
      await until(() => at.playback.soundBlocked);
      expect(at.host.video!.paused).to.equal(true);
      await sendMouse({ type: 'click', position: [300, 300] });
      await until(() => !at.playback.soundBlocked && !at.host.video!.paused);
      await showing;
    });

    it('stays silent through a new stream, and is forgotten when cleared', async () => {
      refusing(at.host.video!, 'NotAllowedError');
      await at.show();
      const next = newStream();
      await at.playback.show(next.media, at.observer, at.attempt.signal);
      expect(at.host.video!.muted).to.equal(true);
      expect(at.playback.soundBlocked).to.equal(true);
      at.playback.clear();
      expect(at.playback.soundBlocked).to.equal(false);
      next.end();
    });

    it('is not believed of a hidden tab; the picture starts when it is shown', async () => {
      hideDocument(true);
      const play = refusing(at.host.video!, 'NotAllowedError');
      await at.show();
      expect(at.playback.soundBlocked).to.equal(false);
      expect(at.host.video!.paused).to.equal(true);
      hideDocument(false);
      await until(() => !at.host.video!.paused);
      expect(play.calls).to.deep.equal([false, false]);
    });

    it('tries again what was only interrupted', async () => {
      refusing(at.host.video!, 'AbortError');
      await at.show();
      await until(() => !at.host.video!.paused);
      expect(at.playback.soundBlocked).to.equal(false);
    });

    it('drops answers that come after the end', async () => {
      const refusals: (() => void)[] = [];
      at.host.video!.play = () =>
        new Promise((_, reject) => refusals.push(() => reject(new DOMException('', 'NotAllowedError'))));
      at.show().catch(() => undefined);
      const unlocking = at.playback.startAudio();
      at.playback.clear();
      for (const refuse of refusals) refuse();
      expect(await unlocking).to.equal(false);
      await nextTask();
      expect(refusals).to.have.length(2);
      expect(at.playback.soundBlocked).to.equal(false);
    });

    it('has nothing to unlock before anything is shown', async () => {
      expect(await at.playback.startAudio()).to.equal(true);
    });
  });

  describe('sound', () => {
    it('mutes, and turns up and down, now and for what comes', async () => {
      at.playback.muted = true;
      at.playback.volume = 0.25;
      await at.show();
      const video = at.host.video!;
      expect([video.muted, video.volume]).to.deep.equal([true, 0.25]);
      at.playback.muted = false;
      at.playback.muted = false;
      at.playback.volume = 7;
      at.playback.volume = NaN;
      expect([video.muted, video.volume]).to.deep.equal([false, 1]);
      at.playback.volume = -1;
      expect(at.playback.volume).to.equal(0);
      expect(at.changes).to.equal(5);
    });

    it('follows what somebody else did to the sound', async () => {
      await at.show();
      const before = at.changes;
      at.host.video!.muted = true;
      await until(() => at.playback.muted);
      at.host.video!.volume = 0.5;
      await until(() => at.playback.volume === 0.5);
      expect(at.changes).to.equal(before + 2);
    });

    it('plays something inside the click, so that the browser remembers', async () => {
      const play = refusing(at.host.video!, 'NotAllowedError', 0);
      at.playback.unlock();
      expect(play.calls).to.have.length(1);
      await at.show();
      const { length } = play.calls;
      at.playback.unlock();
      expect(play.calls, 'nothing to unlock while it plays').to.have.length(length);
      expect(at.host.video!.paused).to.equal(false);
    });

    it('unlocks nothing without a <video>', () => {
      new PlaybackController(at.host, { video: () => null }).unlock();
    });
  });

  describe('speaker', () => {
    const sinks = (video: HTMLVideoElement, bad?: string): string[] => {
      const set: string[] = [];
      video.setSinkId = (id: string) => {
        set.push(id);
        return id === bad ? Promise.reject(new DOMException('', 'NotFoundError')) : Promise.resolve();
      };
      return set;
    };

    it('is chosen at once and for what comes', async () => {
      const set = sinks(at.host.video!);
      await at.playback.setSink('headset');
      await at.show();
      expect(set).to.deep.equal(['headset', 'headset']);
      expect(at.playback.sinkId).to.equal('headset');
      expect(at.changes).to.equal(1);
      await at.playback.setSink('headset');
      expect(at.changes).to.equal(1);
    });

    it('goes to the newest wish, whatever becomes of the older', async () => {
      const answers: ((good: boolean) => void)[] = [];
      at.host.video!.setSinkId = () =>
        new Promise((resolve, reject) => answers.push((good) => (good ? resolve() : reject(new Error()))));
      const first = at.playback.setSink('one');
      const second = at.playback.setSink('two');
      expect(at.playback.sinkId).to.equal('two');
      answers[1]!(true);
      await second;
      answers[0]!(false);
      await first;
      expect(at.playback.sinkId).to.equal('two');
      expect(at.changes).to.equal(2);
    });

    it('stays when the new one cannot be used', async () => {
      sinks(at.host.video!, 'gone');
      const error = await at.playback.setSink('gone').catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(PersonaError);
      expect(error).to.include({ code: 'device-unavailable' });
      expect(at.playback.sinkId).to.equal('');
      expect(at.changes, 'told of the new one, and of the old one again').to.equal(2);
    });

    it('falls back to the default when a remembered one is gone', async () => {
      const set = sinks(at.host.video!);
      await at.playback.setSink('headset');
      const again = sinks(at.host.video!, 'headset');
      await at.show();
      await until(() => at.playback.sinkId === '');
      expect(set).to.deep.equal(['headset']);
      expect(again).to.deep.equal(['headset', '']);
    });

    describe('that may not be used yet', () => {
      let isAllowed = false;
      let set: string[];
      /** What the specification says, and what Chromium says. */
      let refusal = 'SecurityError';
      beforeEach(() => {
        isAllowed = false;
        set = [];
        at.host.video!.setSinkId = (id) => {
          set.push(id);
          return isAllowed || id === '' ? Promise.resolve() : Promise.reject(new DOMException('', refusal));
        };
      });

      for (const name of ['NotAllowedError', 'SecurityError'])
        it(`waits for the picture: ${name}`, async () => {
          refusal = name;
          await at.playback.setSink('headset');
          expect(at.playback.sinkId).to.equal('headset');
          isAllowed = true;
          await at.show();
          await nextTask();
          expect(set).to.deep.equal(['headset', 'headset']);
          expect(at.playback.sinkId).to.equal('headset');
          expect(at.changes).to.equal(1);
        });

      it('waits for the microphone’s answer, where the picture came first', async () => {
        at.mayBeAllowed = true;
        await at.playback.setSink('headset');
        await at.show();
        at.playback.retrySink();
        await nextTask();
        expect(at.playback.sinkId, 'the question is open').to.equal('headset');
        isAllowed = true;
        at.mayBeAllowed = false;
        at.playback.retrySink();
        await nextTask();
        expect(set).to.have.length(4);
        expect(at.playback.sinkId).to.equal('headset');
        expect(at.failed).to.deep.equal([]);
      });

      it('gives way when the answer was no, and says so once', async () => {
        at.mayBeAllowed = true;
        await at.playback.setSink('headset');
        await at.show();
        at.mayBeAllowed = false;
        at.playback.retrySink();
        await until(() => at.playback.sinkId === '');
        await nextTask();
        at.playback.retrySink();
        await nextTask();
        expect(at.failed).to.have.length(1);
        expect(at.failed[0]).to.include({ code: 'device-unavailable' });
      });

      it('gives way without a word when it was only remembered', async () => {
        await at.playback.setSink('headset', true);
        await at.show();
        await until(() => at.playback.sinkId === '');
        await nextTask();
        expect(at.failed).to.deep.equal([]);
      });

      it('is refused while the persona is heard and nothing is asked', async () => {
        await at.show();
        const error = await at.playback.setSink('headset').catch((caught: unknown) => caught);
        expect(error).to.include({ code: 'device-unavailable' });
        expect(at.playback.sinkId).to.equal('');
        expect(at.failed, 'the caller was told').to.deep.equal([]);
      });

      it('is not judged after the end', async () => {
        await at.playback.setSink('headset');
        const refusals: (() => void)[] = [];
        at.host.video!.setSinkId = () =>
          new Promise((_, reject) => refusals.push(() => reject(new DOMException('', refusal))));
        await at.show();
        at.playback.clear();
        for (const refuse of refusals) refuse();
        await nextTask();
        expect(at.playback.sinkId, 'for the next time').to.equal('headset');
        expect(at.failed).to.deep.equal([]);
      });
    });

    it('falls back to the default when it is unplugged', async () => {
      sinks(at.host.video!);
      await at.playback.setSink('headset');
      await at.show();
      const { mediaDevices } = navigator;
      for (const [ids, expected] of [
        [['headset', 'other'], 'headset'],
        [[], 'headset'],
        [['other'], ''],
        [['other'], ''],
      ] as const) {
        const listed = ids.map((deviceId) => ({ deviceId, kind: 'audiooutput' }));
        await withProperty(
          mediaDevices,
          'enumerateDevices',
          () => Promise.resolve(listed),
          async () => {
            mediaDevices.dispatchEvent(new Event('devicechange'));
            await nextTask();
            expect(at.playback.sinkId).to.equal(expected);
          },
        );
      }
    });

    it('cannot be chosen in every browser', async () => {
      const original = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'setSinkId')!;
      Reflect.deleteProperty(HTMLMediaElement.prototype, 'setSinkId');
      try {
        const error = await at.playback.setSink('headset').catch((caught: unknown) => caught);
        await at.playback.setSink('');
        expect(error).to.include({ code: 'device-unavailable' });
      } finally {
        Object.defineProperty(HTMLMediaElement.prototype, 'setSinkId', original);
      }
    });

    it('is remembered before there is a <video>', async () => {
      const early = new PlaybackController(at.host, { video: () => null });
      await early.setSink('headset');
      expect(early.sinkId).to.equal('headset');
    });
  });
});

import { expect } from '@open-wc/testing';
import { PlaybackController } from '../../../src/controllers/playback-controller.js';
import { PersonaError } from '../../../src/session/error.js';
import { newStream, nextTask, until } from './host.js';
import { hideDocument, newBench, refusing, withoutFrameCallbacks } from './playback-bench.js';

describe('PlaybackController, picture', () => {
  let at: Awaited<ReturnType<typeof newBench>>;
  beforeEach(async () => {
    at = await newBench();
  });
  afterEach(() => at.end());

  describe('the picture', () => {
    it('shows a stream and resolves at its first frame', async () => {
      await at.show();
      expect(at.host.video!.srcObject === at.stream.media, 'at.host.video!.srcObject').to.equal(true);
      expect(at.host.video!.videoWidth).to.equal(160);
      expect(at.host.video!.paused).to.equal(false);
      expect(at.host.video!.muted).to.equal(false);
      expect(at.playback.mediaStream === at.stream.media, 'at.playback.mediaStream').to.equal(true);
      expect(at.playback.soundBlocked).to.equal(false);
    });

    it('waits as long as no frame comes', async () => {
      const silent = new MediaStream(at.stream.media.getAudioTracks());
      let arrived = false;
      const showing = at.playback
        .show(silent, at.observer, at.attempt.signal)
        .then(() => (arrived = true))
        .catch(() => undefined);
      await until(() => at.host.video!.currentTime > 0.3);
      expect(arrived).to.equal(false);
      at.attempt.abort();
      await showing;
    });

    it('finds the first frame in a browser that cannot tell of presented frames', async () => {
      await withoutFrameCallbacks(at.show);
      expect(at.host.video!.readyState).to.be.greaterThan(1);
    });

    it('finds the first frame in a hidden tab and in a closed panel, where the browser presents none', async () => {
      at.host.video!.requestVideoFrameCallback = () => 0;
      hideDocument(true);
      await at.show();
      at.playback.clear();
      hideDocument(false);
      at.host.style.display = 'none';
      await at.show();
    });

    it('rejects when the attempt is over, before and while it waits', async () => {
      const waiting = at.playback
        .show(new MediaStream(), at.observer, at.attempt.signal)
        .catch((error: unknown) => error);
      at.attempt.abort(new Error('over'));
      expect(await waiting).to.include({ message: 'over' });
      expect(await at.show().catch((error: unknown) => error)).to.include({ message: 'over' });
      expect(at.playback.mediaStream?.getTracks() ?? []).to.deep.equal([]);
    });

    it('gives way to a newer stream, and keeps the old picture until then', async () => {
      await at.show();
      const next = newStream();
      const overtaken = at.playback
        .show(new MediaStream(), at.observer, at.attempt.signal)
        .catch((error: unknown) => error);
      await at.playback.show(next.media, at.observer, at.attempt.signal);
      expect(await overtaken).to.include({ name: 'AbortError' });
      expect(at.host.video!.srcObject === next.media, 'at.host.video!.srcObject').to.equal(true);
      next.end();
    });

    it('clears: nothing is shown, played or watched any more', async () => {
      await at.show();
      const video = at.host.video!;
      at.playback.clear();
      expect(video.srcObject === null, 'video.srcObject').to.equal(true);
      expect(video.paused).to.equal(true);
      expect(at.playback.mediaStream === null, 'at.playback.mediaStream').to.equal(true);
      await nextTask();
      document.dispatchEvent(new Event('visibilitychange'));
      expect(video.paused).to.equal(true);
      at.playback.clear();
    });

    it('clears what a stream that came too late has left there', async () => {
      await at.show();
      at.attempt.abort();
      await at.show().catch(() => undefined);
      at.playback.clear();
      expect(at.host.video!.srcObject === null, 'srcObject').to.equal(true);
      expect(at.host.video!.paused).to.equal(true);
    });

    it('leaves no timer behind', async () => {
      const running = new Set<unknown>();
      const begin = window.setInterval.bind(window) as (...call: unknown[]) => number;
      const end = window.clearInterval.bind(window);
      Object.assign(window, {
        setInterval: (...call: unknown[]) => {
          const timer = begin(...call);
          running.add(timer);
          return timer;
        },
        clearInterval: (timer: number) => {
          running.delete(timer);
          end(timer);
        },
      });
      await at.show();
      expect(running.size).to.equal(1);
      at.playback.clear();
      Object.assign(window, { setInterval: begin, clearInterval: end });
      expect(running.size).to.equal(0);
    });

    it('waits for a <video> that is rendered later', async () => {
      let video: HTMLVideoElement | null = null;
      const late = new PlaybackController(at.host, { video: () => video });
      const showing = late.show(at.stream.media, at.observer, at.attempt.signal);
      video = at.host.video;
      at.host.requestUpdate();
      await showing;
      expect(video!.srcObject === at.stream.media, 'video!.srcObject').to.equal(true);
      late.clear();
    });

    it('goes on in another <video> when the view replaced it', async () => {
      await at.show();
      const old = at.host.video!;
      const fresh = document.createElement('video');
      old.replaceWith(fresh);
      at.host.requestUpdate();
      await at.host.updateComplete;
      expect(fresh.srcObject === at.stream.media, 'fresh.srcObject').to.equal(true);
      await until(() => !fresh.paused && fresh.videoWidth === 160);
      fresh.replaceWith(old);
    });

    it('captures the picture as a PNG', async () => {
      await at.show();
      const blob = await at.playback.captureFrame();
      expect(blob.type).to.equal('image/png');
      const image = await createImageBitmap(blob);
      expect([image.width, image.height]).to.deep.equal([160, 90]);
    });

    it('has no picture to capture or to pop out before', async () => {
      for (const action of [() => at.playback.captureFrame(), () => at.playback.requestPictureInPicture()]) {
        const error = await action().catch((caught: unknown) => caught);
        expect(error).to.be.instanceOf(PersonaError);
        expect(error).to.include({ code: 'not-live' });
      }
    });

    it('pops the picture out, where the browser can', async () => {
      await at.show();
      const video = at.host.video!;
      let asked = 0;
      video.requestPictureInPicture = () => {
        asked += 1;
        return Promise.resolve({} as PictureInPictureWindow);
      };
      Object.defineProperty(document, 'pictureInPictureEnabled', { value: true, configurable: true });
      await at.playback.requestPictureInPicture();
      expect(asked).to.equal(1);
      Object.defineProperty(document, 'pictureInPictureEnabled', { value: false, configurable: true });
      const error = await at.playback.requestPictureInPicture().catch((caught: unknown) => caught);
      expect(error).to.include({ code: 'browser-unsupported' });
      Reflect.deleteProperty(document, 'pictureInPictureEnabled');
    });
  });

  describe('a picture that stops', () => {
    it('is told once, and once when it moves again', async () => {
      await at.show();
      at.stream.paint(false);
      await until(() => at.told.length > 0);
      expect(at.told).to.deep.equal(['stall']);
      at.stream.paint(true);
      await until(() => at.told.length > 1);
      expect(at.told).to.deep.equal(['stall', 'resume']);
    });

    it('is told to whom the newest stream belongs', async () => {
      await at.show();
      const next = newStream();
      const news: string[] = [];
      const observer = { onStall: () => news.push('stall'), onResume: () => news.push('resume') };
      await at.playback.show(next.media, observer, at.attempt.signal);
      next.paint(false);
      await until(() => news.length > 0);
      expect(at.told).to.deep.equal([]);
      next.end();
    });

    it('is not told after the attempt is over', async () => {
      await at.show();
      at.stream.paint(false);
      await until(() => at.told.length > 0);
      at.attempt.abort();
      at.stream.paint(true);
      // As many frames as three looks take: of a running picture the second would have told.
      const video = at.host.video!;
      const end = performance.now() + 1_500;
      while (performance.now() < end)
        await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      expect(at.told).to.deep.equal(['stall']);
    });

    it('plays on after the system paused it', async () => {
      await at.show();
      at.host.video!.pause();
      await until(() => !at.host.video!.paused);
    });

    it('plays on after a move in the document', async () => {
      await at.show();
      const box = document.createElement('div');
      document.body.append(box);
      box.append(at.host);
      await nextTask();
      await until(() => !at.host.video!.paused);
      box.remove();
      await nextTask();
      document.body.append(box);
      await until(() => !at.host.video!.paused);
      document.body.append(at.host);
      box.remove();
    });

    it('plays on after a move into another document, and listens there', async () => {
      await at.show();
      const video = at.host.video!;
      const frame = document.createElement('iframe');
      document.body.append(frame);
      frame.contentDocument!.body.append(at.host);
      await nextTask();
      await until(() => !video.paused);
      Object.defineProperty(video, 'paused', { value: true, configurable: true });
      const play = refusing(video, 'NotAllowedError', 0);
      document.dispatchEvent(new Event('visibilitychange'));
      expect(play.calls).to.have.length(0);
      frame.contentDocument!.dispatchEvent(new Event('visibilitychange'));
      expect(play.calls).to.have.length(1);
      Reflect.deleteProperty(video, 'paused');
      play.restore();
      document.body.append(at.host);
      await nextTask();
      frame.remove();
    });

    it('plays on when the page is shown again, from the cache too', async () => {
      await at.show();
      const video = at.host.video!;
      for (const come of [
        () => hideDocument(false),
        () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
      ]) {
        // Paused without the event: what the browser did while the page was away.
        Object.defineProperty(video, 'paused', { value: true, configurable: true });
        const play = refusing(video, 'NotAllowedError', 0);
        come();
        expect(play.calls).to.have.length(1);
        play.restore();
        Reflect.deleteProperty(video, 'paused');
      }
    });
  });
});

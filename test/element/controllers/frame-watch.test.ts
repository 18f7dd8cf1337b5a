import { expect } from '@open-wc/testing';
import { FrameWatch } from '../../../src/controllers/frame-watch.js';
import { hideDocument } from './playback-bench.js';

/** Time that the test moves: one interval, and the clock it reads. */
function stopClock() {
  const originals = { setInterval: window.setInterval.bind(window), now: performance.now.bind(performance) };
  let time = 0;
  let tick: () => void = () => undefined;
  Object.assign(window, { setInterval: (callback: () => void) => ((tick = callback), 0) });
  performance.now = () => time;
  return {
    /** `step` is how late each look comes; half a second is on time. */
    pass(milliseconds: number, step = 500): void {
      for (const end = time + milliseconds; time < end;) {
        time += step;
        tick();
      }
    },
    restore(): void {
      window.setInterval = originals.setInterval;
      performance.now = originals.now;
    },
  };
}

describe('FrameWatch', () => {
  let clock: ReturnType<typeof stopClock>;
  let video: HTMLVideoElement;
  let told: string[];
  let watch: FrameWatch;
  /** Frames by the browser's first count, and the callbacks that wait for one by the second. */
  let decoded: number;
  let waiting: Map<number, () => void>;

  const present = (): void => {
    for (const [handle, callback] of [...waiting]) {
      waiting.delete(handle);
      callback();
    }
  };

  beforeEach(() => {
    told = [];
    decoded = 0;
    waiting = new Map();
    video = document.createElement('video');
    video.getVideoPlaybackQuality = () => ({ totalVideoFrames: decoded }) as VideoPlaybackQuality;
    let handle = 0;
    video.requestVideoFrameCallback = (callback) => {
      waiting.set(++handle, () => callback(0, {} as VideoFrameCallbackMetadata));
      return handle;
    };
    video.cancelVideoFrameCallback = (cancelled) => waiting.delete(cancelled);
    document.body.append(video);
    clock = stopClock();
    watch = new FrameWatch(() => video, {
      onStall: () => told.push('stall'),
      onResume: () => told.push('resume'),
    });
  });

  afterEach(() => {
    watch.stop();
    clock.restore();
    hideDocument(false);
    video.remove();
  });

  it('says nothing while frames are presented', () => {
    for (let second = 0; second < 10; second += 1) {
      present();
      clock.pass(1_000);
    }
    expect(told).to.deep.equal([]);
  });

  it('says nothing while frames are decoded, for browsers that count only those', () => {
    for (let second = 0; second < 10; second += 1) {
      decoded += 25;
      clock.pass(1_000);
    }
    expect(told).to.deep.equal([]);
  });

  it('says nothing where the browser has neither count for streams: Firefox before 132', () => {
    const { prototype } = HTMLVideoElement;
    const original = Object.getOwnPropertyDescriptor(prototype, 'requestVideoFrameCallback')!;
    Reflect.deleteProperty(prototype, 'requestVideoFrameCallback');
    Reflect.deleteProperty(video, 'requestVideoFrameCallback');
    clock.pass(60_000);
    Object.defineProperty(prototype, 'requestVideoFrameCallback', original);
    expect(told).to.deep.equal([]);
  });

  it('tells after two seconds without a frame, once, and once when frames come again', () => {
    clock.pass(1_500);
    expect(told).to.deep.equal([]);
    clock.pass(5_000);
    expect(told).to.deep.equal(['stall']);
    present();
    clock.pass(500);
    expect(told).to.deep.equal(['stall', 'resume']);
    clock.pass(3_000);
    expect(told).to.deep.equal(['stall', 'resume', 'stall']);
  });

  it('takes a machine that slept for no frozen picture', () => {
    clock.pass(500);
    clock.pass(600_000, 600_000);
    expect(told).to.deep.equal([]);
    clock.pass(1_000);
    expect(told).to.deep.equal(['stall']);
  });

  it('counts nothing in a hidden tab', () => {
    hideDocument(true);
    clock.pass(60_000);
    hideDocument(false);
    clock.pass(1_500);
    expect(told).to.deep.equal([]);
  });

  it('takes a stall back when nobody can tell any more', () => {
    clock.pass(2_000);
    hideDocument(true);
    clock.pass(500);
    expect(told).to.deep.equal(['stall', 'resume']);
    clock.pass(60_000);
    hideDocument(false);
    clock.pass(2_000);
    expect(told).to.deep.equal(['stall', 'resume', 'stall']);
  });

  it('counts nothing while the video is not rendered', () => {
    video.style.display = 'none';
    clock.pass(60_000);
    expect(told).to.deep.equal([]);
  });

  it('asks for one frame at a time, and for none after the end', () => {
    clock.pass(1_500);
    expect(waiting.size).to.equal(1);
    watch.stop();
    expect(waiting.size).to.equal(0);
  });
});

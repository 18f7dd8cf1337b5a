import { expect } from '@open-wc/testing';
import { WakeLockController } from '../../../src/controllers/wake-lock-controller.js';
import { newHost, nextTask, type TestHost } from './host.js';

/** A lock as the browser gives it. */
class Sentinel {
  released = false;

  release(): Promise<void> {
    this.released = true;
    return Promise.resolve();
  }
}

describe('WakeLockController', () => {
  let host: TestHost;
  let wake: WakeLockController;
  let locks: Sentinel[];
  let answer: () => Promise<Sentinel>;

  const install = (wakeLock: unknown): void => {
    Object.defineProperty(navigator, 'wakeLock', { value: wakeLock, configurable: true });
  };
  const show = (visibility: string): void => {
    Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const held = (): number => locks.filter((lock) => !lock.released).length;

  beforeEach(() => {
    locks = [];
    answer = () => Promise.resolve(new Sentinel());
    install({
      request: async () => {
        const lock = await answer();
        locks.push(lock);
        return lock;
      },
    });
    host = newHost();
    wake = new WakeLockController(host);
    document.body.append(host);
  });

  afterEach(() => {
    wake.active = false;
    Reflect.deleteProperty(document, 'visibilityState');
    Reflect.deleteProperty(navigator, 'wakeLock');
    host.remove();
  });

  it('holds one lock while active, and lets go of it', async () => {
    wake.active = true;
    wake.active = true;
    await nextTask();
    expect(locks).to.have.length(1);
    expect(wake.active).to.equal(true);
    wake.active = false;
    expect(held()).to.equal(0);
    expect(wake.active).to.equal(false);
  });

  it('takes it again when the tab is shown again, once', async () => {
    wake.active = true;
    await nextTask();
    locks[0]!.released = true;
    show('hidden');
    await nextTask();
    expect(locks).to.have.length(1);
    show('visible');
    show('visible');
    await nextTask();
    expect(held()).to.equal(1);
  });

  it('keeps no lock that comes too late', async () => {
    wake.active = true;
    wake.active = false;
    await nextTask();
    expect(locks).to.have.length(1);
    expect(held()).to.equal(0);
  });

  it('listens no more once it let go', async () => {
    wake.active = true;
    await nextTask();
    wake.active = false;
    show('visible');
    await nextTask();
    expect(locks).to.have.length(1);
  });

  it('is held anew after a move', async () => {
    wake.active = true;
    await nextTask();
    document.body.append(host);
    await nextTask();
    expect(held()).to.equal(1);
  });

  it('does without where the browser refuses or has none', async () => {
    answer = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    wake.active = true;
    await nextTask();
    wake.active = false;
    install(undefined);
    wake.active = true;
    await nextTask();
    expect(locks).to.deep.equal([]);
  });
});

import { expect } from '@open-wc/testing';
import { PreloadController } from '../../../src/controllers/preload-controller.js';
import { newHost, nextTask, until, type TestHost } from './host.js';

describe('PreloadController', () => {
  let host: TestHost;
  let calls: string[];
  let preload: PreloadController;
  let space: HTMLElement;

  beforeEach(() => {
    calls = [];
    // Far below the viewport, until a test scrolls or shrinks it.
    space = document.createElement('div');
    space.style.height = '5000px';
    host = newHost();
    host.style.display = 'block';
    preload = new PreloadController(host, {
      onIntent: () => calls.push('intent'),
      onNear: () => calls.push('near'),
      onVisible: () => calls.push('visible'),
    });
    document.body.append(space, host);
  });

  afterEach(() => {
    host.remove();
    space.remove();
    Reflect.deleteProperty(document, 'visibilityState');
  });

  /** The browser has looked at every intersection once more. */
  const looked = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      const probe = new IntersectionObserver(() => {
        probe.disconnect();
        resolve();
      });
      probe.observe(host);
    });
    await nextTask();
  };

  for (const [name, event] of [
    ['hover', new PointerEvent('pointerenter')],
    ['focus', new FocusEvent('focusin', { bubbles: true, composed: true })],
    ['touch', new Event('touchstart', { bubbles: true })],
  ] as const)
    it(`takes ${name} for intent, once`, () => {
      preload.watchIntent = true;
      host.dispatchEvent(event);
      host.dispatchEvent(event);
      expect(calls).to.deep.equal(['intent']);
    });

  it('looks out for nothing unless told to, and no more when told not to', async () => {
    host.dispatchEvent(new PointerEvent('pointerenter'));
    preload.watchIntent = true;
    preload.watchIntent = false;
    host.dispatchEvent(new PointerEvent('pointerenter'));
    space.style.height = '0';
    await looked();
    expect(calls).to.deep.equal([]);
  });

  it('tells that the host is near the viewport, which is no intent', async () => {
    preload.watchIntent = true;
    await looked();
    expect(calls).to.deep.equal([]);
    space.style.height = `${innerHeight + 100}px`;
    await until(() => calls.length > 0);
    expect(calls).to.deep.equal(['near']);
  });

  it('tells it also where the browser tells of no idle time', async () => {
    const original = window.requestIdleCallback.bind(window);
    Reflect.deleteProperty(window, 'requestIdleCallback');
    preload.watchIntent = true;
    space.style.height = '0';
    await until(() => calls.length > 0);
    window.requestIdleCallback = original;
    expect(calls).to.deep.equal(['near']);
  });

  it('tells that the host is in view, once', async () => {
    preload.watchVisible = true;
    await looked();
    expect(calls).to.deep.equal([]);
    space.style.height = '0';
    await until(() => calls.length > 0);
    document.body.append(host);
    await looked();
    expect(calls).to.deep.equal(['visible']);
  });

  it('waits for a hidden tab to be shown', async () => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    space.style.height = '0';
    preload.watchVisible = true;
    await looked();
    expect(calls).to.deep.equal([]);
    Reflect.deleteProperty(document, 'visibilityState');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(calls).to.deep.equal(['visible']);
  });

  it('tells nothing of a host that was taken out', async () => {
    preload.watchVisible = true;
    preload.watchIntent = true;
    host.remove();
    space.style.height = '0';
    host.dispatchEvent(new PointerEvent('pointerenter'));
    await nextTask();
    expect(calls).to.deep.equal([]);
  });

  it('still looks out for intent when the host was near', async () => {
    preload.watchIntent = true;
    space.style.height = '0';
    await until(() => calls.length > 0);
    host.dispatchEvent(new PointerEvent('pointerenter'));
    expect(calls).to.deep.equal(['near', 'intent']);
  });

  it('begins anew when told to', () => {
    preload.watchIntent = true;
    host.dispatchEvent(new PointerEvent('pointerenter'));
    preload.reset();
    host.dispatchEvent(new PointerEvent('pointerenter'));
    expect(calls).to.deep.equal(['intent', 'intent']);
  });

  it('looks at something else in the host’s stead, as soon as that is there', async () => {
    const other = newHost();
    other.style.display = 'block';
    const fixed = document.createElement('div');
    fixed.style.cssText = 'position: fixed; inset: 0 auto auto 0; inline-size: 1px; block-size: 1px';
    let target: Element | null = null;
    const looking = new PreloadController(other, {
      onVisible: () => calls.push('seen'),
      target: () => target,
    });
    looking.watchVisible = true;
    space.after(other);
    await other.updateComplete;
    await looked();
    expect(calls).to.deep.equal([]);
    target = fixed;
    document.body.append(fixed);
    other.requestUpdate();
    await until(() => calls.length > 0);
    expect(calls).to.deep.equal(['seen']);
    fixed.remove();
    other.remove();
  });

  it('works without callbacks', () => {
    const lonely = newHost();
    const quiet = new PreloadController(lonely, {});
    quiet.watchIntent = true;
    document.body.append(lonely);
    lonely.dispatchEvent(new PointerEvent('pointerenter'));
    lonely.remove();
  });
});

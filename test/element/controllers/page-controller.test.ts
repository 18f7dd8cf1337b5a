import { expect } from '@open-wc/testing';
import { PageController } from '../../../src/controllers/page-controller.js';
import { newHost, nextTask, type TestHost } from './host.js';

describe('PageController', () => {
  let host: TestHost;
  let calls: string[];
  let page: PageController;

  beforeEach(() => {
    calls = [];
    host = newHost();
    page = new PageController(host, {
      onRemoved: () => calls.push('removed'),
      onLeave: (persisted) => calls.push(`leave ${String(persisted)}`),
      onReturn: () => calls.push('return'),
      onHidden: (hidden) => calls.push(`hidden ${String(hidden)}`),
      onOnline: (online) => calls.push(`online ${String(online)}`),
    });
    document.body.append(host);
  });

  afterEach(async () => {
    host.remove();
    await nextTask();
  });

  const leave = (view: Window = window, persisted = false): boolean =>
    view.dispatchEvent(new PageTransitionEvent('pagehide', { persisted }));

  it('tells a removal, once, one task later', async () => {
    host.remove();
    expect(calls).to.deep.equal([]);
    await nextTask();
    expect(calls).to.deep.equal(['removed']);
  });

  it('still tells that the page goes away while what was removed is being ended', async () => {
    let ended: () => void = () => undefined;
    const other = newHost();
    new PageController(other, {
      onRemoved: () => new Promise<void>((resolve) => (ended = resolve)),
      onLeave: () => calls.push('left after the removal'),
    });
    document.body.append(other);
    other.remove();
    await nextTask();
    host.remove();
    await nextTask();
    calls = [];
    leave();
    expect(calls).to.deep.equal(['left after the removal']);
    ended();
    await nextTask();
    leave();
    expect(calls).to.deep.equal(['left after the removal']);
  });

  it('takes a move by append for no removal', async () => {
    const box = document.createElement('div');
    document.body.append(box);
    box.append(host);
    await nextTask();
    document.body.append(host);
    await nextTask();
    expect(calls).to.deep.equal([]);
    box.remove();
  });

  it('takes a mount, unmount, mount in one task for a life', async () => {
    host.remove();
    document.body.append(host);
    host.remove();
    document.body.append(host);
    await nextTask();
    expect(calls).to.deep.equal([]);
  });

  it('needs no animation frame to notice a removal', async () => {
    const original = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = () => 0;
    host.remove();
    await nextTask();
    window.requestAnimationFrame = original;
    expect(calls).to.deep.equal(['removed']);
  });

  it('tells at once that the page goes away, and whether it may come back', () => {
    leave();
    leave(window, true);
    expect(calls).to.deep.equal(['leave false', 'leave true']);
  });

  it('tells that the page goes away also while it is just being removed', () => {
    host.remove();
    leave();
    expect(calls).to.deep.equal(['leave false']);
  });

  it('tells a return from the back/forward cache, and not an ordinary load', () => {
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(calls).to.deep.equal(['return']);
  });

  it('tells when the tab is hidden or shown', () => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    expect(page.hidden).to.equal(true);
    Reflect.deleteProperty(document, 'visibilityState');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(page.hidden).to.equal(false);
    expect(calls).to.deep.equal(['hidden true', 'hidden false']);
  });

  it('tells what happened to the tab while the host was away', async () => {
    const show = (hidden: boolean): void => {
      if (hidden) Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      else Reflect.deleteProperty(document, 'visibilityState');
    };
    for (const hidden of [true, false]) {
      host.remove();
      await nextTask();
      calls.length = 0;
      show(hidden);
      document.body.append(host);
      expect(calls).to.deep.equal([`hidden ${String(hidden)}`]);
    }
  });

  it('tells when the network goes and comes', () => {
    window.dispatchEvent(new Event('offline'));
    window.dispatchEvent(new Event('online'));
    expect(calls).to.deep.equal(['online false', 'online true']);
    expect(page.online).to.equal(navigator.onLine);
  });

  it('listens to nothing any more after a removal, and again after a return', async () => {
    host.remove();
    await nextTask();
    calls.length = 0;
    leave();
    window.dispatchEvent(new Event('online'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(calls).to.deep.equal([]);
    expect(page.online).to.equal(true);
    expect(page.hidden).to.equal(false);
    document.body.append(host);
    leave();
    expect(calls).to.deep.equal(['leave false']);
  });

  it('follows its host into another document', async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentDocument!.body.append(host);
    await nextTask();
    leave();
    expect(calls, 'the old page').to.deep.equal([]);
    leave(frame.contentWindow!);
    expect(calls, 'the new page').to.deep.equal(['leave false']);
    document.body.append(host);
    await nextTask();
    expect(calls).to.deep.equal(['leave false']);
    frame.remove();
  });

  it('survives a document without a window', () => {
    const parsed = new DOMParser().parseFromString('', 'text/html');
    parsed.body.append(host);
    leave();
    expect(calls).to.deep.equal([]);
    expect(page.hidden).to.equal(false);
  });

  it('works without callbacks', () => {
    const lonely = newHost();
    new PageController(lonely);
    document.body.append(lonely);
    leave();
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    lonely.remove();
  });
});

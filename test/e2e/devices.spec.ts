/** Another microphone in the middle of a conversation: what is sent changes, what was used is let go. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo-server.js';
import { openSessions, persona } from '../support/demo-page.js';

test.use({
  launchOptions: [
    ({ launchOptions }, use) =>
      use({
        ...launchOptions,
        // The permission that Playwright gives and takes counts, and nobody answers for the visitor.
        args: (launchOptions.args ?? []).filter((flag) => flag !== '--use-fake-ui-for-media-stream'),
      }),
    { scope: 'worker' },
  ],
});

interface Seen {
  readonly connections: RTCPeerConnection[];
  readonly tracks: MediaStreamTrack[];
}

/** Collects every connection and every microphone track that the page ever has. */
const watch = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const seen: Seen = { connections: [], tracks: [] };
    const { mediaDevices } = navigator;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia(constraints);
      seen.tracks.push(...stream.getTracks());
      return stream;
    };
    const { prototype } = MediaStreamTrack;
    const clone = Reflect.get(prototype, 'clone') as () => MediaStreamTrack;
    prototype.clone = function (this: MediaStreamTrack) {
      const copy = clone.call(this);
      seen.tracks.push(copy);
      return copy;
    };
    const Original = RTCPeerConnection;
    const Watched = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        seen.connections.push(this);
      }
    };
    Object.assign(window, { seen, RTCPeerConnection: Watched });
  });

const sent = (page: Page): Promise<(string | undefined)[]> =>
  page.evaluate(() => {
    const { seen } = window as unknown as { seen: Seen };
    const senders = seen.connections.flatMap((connection) => connection.getSenders());
    return senders.filter(({ track }) => track).map(({ track }) => `${track?.label} ${track?.readyState}`);
  });

/** Labels of the microphones that are open. */
const listening = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { seen } = window as unknown as { seen: Seen };
    return [...new Set(seen.tracks.filter((one) => one.readyState === 'live').map(({ label }) => label))];
  });

test('another microphone takes over, a missing one does not, and none stays open', async ({ page }) => {
  await watch(page);
  await page.goto('/');
  await page.waitForFunction(() => customElements.get('anam-persona'));
  await persona(page).call('start');
  const [first] = await listening(page);
  expect(await sent(page)).toEqual([`${first} live`]);

  const other = await page.locator('anam-persona').evaluate(async (node) => {
    const element = node as unknown as { listDevices(): Promise<{ inputs: MediaDeviceInfo[] }> };
    return (await element.listDevices()).inputs.at(-1)?.toJSON() as { deviceId: string; label: string };
  });
  expect(other.label).not.toBe(first);
  await persona(page).call('setInputDevice', other.deviceId);
  await expect.poll(() => sent(page)).toEqual([`${other.label} live`]);
  expect(await listening(page)).toEqual([other.label]);

  await expect(persona(page).call('setInputDevice', 'no-such-device')).rejects.toThrow(/cannot be used/);
  expect(await sent(page)).toEqual([`${other.label} live`]);
  expect(await persona(page).property('inputDevice')).toBe(other.deviceId);

  await persona(page).call('stop');
  expect(await listening(page)).toEqual([]);
  await expect.poll(() => openSessions(page)).toEqual([]);
});

test.describe('a speaker of another day, before the microphone is allowed', () => {
  /** The id that the browser gives the page for its last speaker. */
  const someSpeaker = (page: Page): Promise<string> =>
    page.locator('anam-persona').evaluate(async (node) => {
      const element = node as unknown as { listDevices(): Promise<{ outputs: MediaDeviceInfo[] }> };
      return (await element.listDevices()).outputs.at(-1)?.deviceId ?? '';
    });

  const soundsFrom = (page: Page): Promise<string | undefined> =>
    page
      .locator('anam-persona')
      .evaluate((node) => (node.shadowRoot?.querySelector('video') as HTMLVideoElement | null)?.sinkId);

  /** A page that was not allowed anything yet. Its visitor answers the question for the microphone. */
  const another = async (page: Page, answer: () => Promise<void>): Promise<string[]> => {
    const errors: string[] = [];
    await page.exposeFunction('told', (code: string) => void errors.push(code));
    await page.exposeFunction('answered', answer);
    await page.addInitScript(() => {
      const { told, answered } = window as unknown as {
        told: (code: string) => void;
        answered: () => Promise<void>;
      };
      const { mediaDevices } = navigator;
      const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
      const { prototype } = HTMLMediaElement;
      const setSinkId = Reflect.get(prototype, 'setSinkId') as (id: string) => Promise<void>;
      // A visitor takes longer to answer than the browser to refuse the speaker.
      const tried = new Promise((resolve) => {
        prototype.setSinkId = function (this: HTMLMediaElement, id: string) {
          const trying = setSinkId.call(this, id);
          void trying.catch(() => undefined).then(resolve);
          return trying;
        };
      });
      mediaDevices.getUserMedia = async (constraints) => {
        await tried;
        await answered();
        return getUserMedia(constraints);
      };
      addEventListener('anam-error', (event) => told((event as Event & { readonly code: string }).code));
    });
    await page.context().clearPermissions();
    await page.reload();
    await page.waitForFunction(() => customElements.get('anam-persona'));
    return errors;
  };

  const begin = async (page: Page): Promise<string> => {
    await page.goto('/');
    await page.waitForFunction(() => customElements.get('anam-persona'));
    const speaker = await someSpeaker(page);
    expect(speaker).not.toBe('');
    return speaker;
  };

  const end = async (page: Page): Promise<void> => {
    await persona(page).call('stop');
    await expect.poll(() => openSessions(page)).toEqual([]);
  };

  test('is used again once the visitor allows it', async ({ page }) => {
    const speaker = await begin(page);
    await persona(page).call('setOutputDevice', speaker);
    const errors = await another(page, () => page.context().grantPermissions(['microphone']));
    await persona(page).call('start');
    await expect.poll(() => soundsFrom(page)).toBe(speaker);
    expect(await persona(page).property('outputDevice')).toBe(speaker);
    expect(errors).toEqual([]);
    await end(page);
  });

  test('that the page wants is waited for, and given up when the visitor refuses', async ({ page }) => {
    const speaker = await begin(page);
    const errors = await another(page, () => Promise.resolve());
    await page
      .locator('anam-persona')
      .evaluate((node, id) => Object.assign(node, { outputDevice: id }), speaker);
    expect(await persona(page).property('outputDevice')).toBe(speaker);
    await persona(page).call('start');
    await expect.poll(() => errors).toEqual(['mic-denied', 'device-unavailable']);
    expect(await persona(page).property('outputDevice')).toBe('');
    expect(await soundsFrom(page)).toBe('');
    await end(page);
  });
});

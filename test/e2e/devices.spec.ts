/** Another microphone in the middle of a conversation: what is sent changes, what was used is let go. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo-server.js';
import { openSessions, persona } from '../support/demo-page.js';

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

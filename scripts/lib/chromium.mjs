/** Finds the Chromium that the tests drive. */
import { existsSync } from 'node:fs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a Chromium: CHROMIUM_PATH, else Playwright's own, else the system's; undefined when there is none. */
export const findChromium = async () => {
  const asked = process.env['CHROMIUM_PATH'];
  if (asked) return asked;
  const { chromium } = await import('playwright');
  return [chromium.executablePath(), ...places].find((path) => path && existsSync(path));
};

/** Flags for every test browser; the ones a container needs do no harm elsewhere. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-background-networking',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  // WebRTC between the page and the simulator stays on this machine, also where there is no other interface.
  '--allow-loopback-in-peer-connection',
  // Without a microphone's permission Chromium hides this machine's addresses behind names, which not every machine
  // finds. Under load 2 of 1,050 connections got no address at all; with plain addresses none of 2,100 did so.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** How the tests drive the system's Firefox: over WebDriver BiDi, with the preferences that WebRTC on one machine needs. */

/** For Playwright's `launchOptions`. FIREFOX_PATH names another Firefox. */
export const firefoxLaunch = {
  channel: 'moz-firefox',
  executablePath: process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr',
  firefoxUserPrefs: {
    'media.navigator.streams.fake': true,
    'media.navigator.permission.disabled': true,
    // Without it Firefox talks to no candidate at 127.0.0.1, where the simulator is.
    'media.peerconnection.ice.loopback': true,
  },
};

/** For tests without gestures: sound plays as if there had been one. */
export const autoplayAllowed = { 'media.autoplay.default': 0, 'media.autoplay.blocking_policy': 0 };

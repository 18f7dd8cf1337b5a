/** A microphone that hears nothing, for tests in which the persona must not be interrupted: for Playwright's `test.use()`. */
import type { LaunchOptions } from '@playwright/test';

type Use = (options: LaunchOptions) => Promise<void>;
interface Given {
  readonly launchOptions: LaunchOptions;
  readonly browserName: string;
}

/** Firefox's artificial microphone never pauses; scripts/lib/sound.mjs gives it a silent one. Chromium's beeps now and then. */
export const quietMicrophone = {
  launchOptions: [
    ({ launchOptions, browserName }: Given, use: Use) =>
      use(
        browserName === 'firefox'
          ? {
              ...launchOptions,
              firefoxUserPrefs: { ...launchOptions.firefoxUserPrefs, 'media.navigator.streams.fake': false },
            }
          : launchOptions,
      ),
    { scope: 'worker' },
  ] as [(given: Given, use: Use) => Promise<void>, { scope: 'worker' }],
};

/** The path of a Chromium: CHROMIUM_PATH, else Playwright's own, else the system's; undefined when there is none. */
export function findChromium(): Promise<string | undefined>;
/** Flags for every test browser. */
export const chromiumFlags: string[];

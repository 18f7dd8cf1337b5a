/** Types for the TypeScript that imports the module beside this file. */
export const firefoxLaunch: {
  readonly channel: string;
  readonly executablePath: string;
  readonly firefoxUserPrefs: Readonly<Record<string, boolean | number | string>>;
};
export const autoplayAllowed: Readonly<Record<string, number>>;

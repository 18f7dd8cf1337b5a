/** Owns the options that the SDK's client is made with: the page's own, and what the session knows better. */
import type { ClientRequest } from '../session/client.js';
import type { Sdk } from './sdk.js';

type Options = NonNullable<Parameters<Sdk['createClient']>[1]>;

/** The SDK sends its metrics where the last client of the page sent its own, unless every client says where. */
const ANAM = 'https://api.anam.ai';

export const clientOptions = ({
  options,
  apiBaseUrl,
  voice,
  endOfSpeechSensitivity,
}: ClientRequest): Options => {
  // The page's own object, typed by the SDK and checked by it.
  const { voiceDetection, ...own } = options as Options;
  const detection =
    endOfSpeechSensitivity === undefined ? voiceDetection : { ...voiceDetection, endOfSpeechSensitivity };
  return {
    ...own,
    api: { ...own.api, baseUrl: apiBaseUrl ?? own.api?.baseUrl ?? ANAM },
    disableInputAudio: !voice,
    // Refused by the SDK without a voice to detect.
    ...(voice && detection ? { voiceDetection: detection } : {}),
  };
};

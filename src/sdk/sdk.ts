/** Owns the SDK's code: fetched when it is wanted, once for the page. */
import { PersonaError } from '../session/error.js';

export type Sdk = typeof import('@anam-ai/js-sdk');
export type AnamClient = ReturnType<Sdk['createClient']>;

let sdk: Sdk | undefined;

/**
 * What would be missed when the session is already billed. The first stands for much of its age, 2022; without the second,
 * before Firefox 113, nobody is told that a disturbed connection is well again. docs/browsers.md has the versions.
 */
const isTooOld = (): boolean =>
  !('reason' in AbortSignal.prototype) || !('connectionState' in RTCPeerConnection.prototype);

/** Rejects with `browser-unsupported` before anything is spent, or with `sdk-load-failed`; may then be called again. */
export const loadSdk = async (): Promise<void> => {
  if (typeof RTCPeerConnection === 'undefined' || typeof MediaStream === 'undefined') {
    throw new PersonaError('browser-unsupported', 'This browser has no WebRTC, which a persona needs.');
  }
  if (isTooOld()) {
    throw new PersonaError(
      'browser-unsupported',
      'This browser is too old for a persona; it needs an update.',
    );
  }
  try {
    sdk ??= await import('@anam-ai/js-sdk');
  } catch (cause) {
    throw new PersonaError(
      'sdk-load-failed',
      'The Anam SDK could not be loaded: check the network, and that the Content-Security-Policy allows the chunk beside this module.',
      { cause },
    );
  }
};

/** The loaded SDK. */
export const loadedSdk = (): Sdk => {
  if (sdk) return sdk;
  throw new PersonaError('sdk-load-failed', 'Call load() and wait for it before a client is created.');
};

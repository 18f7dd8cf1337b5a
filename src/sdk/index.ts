/** The door to the SDK: the only folder that imports it, and only when a session is near. */
import type { ClientFactory } from '../session/client.js';
import { SdkClient } from './client.js';
import { loadedSdk, loadSdk } from './sdk.js';

/** Clients of `@anam-ai/js-sdk`. */
export const sdkClients = (): ClientFactory => ({
  load: loadSdk,
  create: (request) => new SdkClient(loadedSdk(), request),
});

/** Owns the choice of realtime client: the page's own factory, or the SDK's, which is downloaded when first needed. */
import type { ClientFactory } from './session/client.js';
import { PersonaError } from './session/error.js';

/** A factory that looks at `chosen` at every start. */
export function lazyClients(chosen: () => ClientFactory | undefined): ClientFactory {
  let factory: ClientFactory | undefined;
  return {
    async load() {
      factory = chosen() ?? (await sdk());
      await factory.load();
    },
    create(request) {
      if (!factory) throw new PersonaError('sdk-load-failed', 'Call load() before create().');
      return factory.create(request);
    },
  };
}

async function sdk(): Promise<ClientFactory> {
  try {
    const { sdkClients } = await import('./sdk/index.js');
    return sdkClients();
  } catch (cause) {
    throw new PersonaError(
      'sdk-load-failed',
      'The Anam SDK could not be loaded; check that the files beside this script are served.',
      { cause },
    );
  }
}

import { describeClientContract } from '../contract/client-contract.js';
import { simulatedService } from './support/service.js';

describeClientContract(
  'the SDK against the simulator',
  simulatedService,
  {
    describe,
    it: (name, body) =>
      it(name, function () {
        // The persona speaks in real time, and a busy machine takes its own.
        this.timeout(60_000);
        return body();
      }),
  },
  // Firefox loses about half of them with the encryption that it has to negotiate anew (docs/browsers.md).
  { survives: !navigator.userAgent.includes('Firefox') },
);

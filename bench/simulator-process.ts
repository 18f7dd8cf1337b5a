/** A simulator in a process of its own that tells its parent what it uses; the endurance test forks it too. */

import { startSimulator } from '../simulator/index.js';

const simulator = await startSimulator({ concurrency: 50 });
process.send?.({ url: simulator.url, apiKey: simulator.apiKey });
process.on('message', (question) => {
  if (question === 'usage') {
    globalThis.gc?.();
    const open = simulator.ledger().sessions.filter(({ closedAt }) => closedAt === null).length;
    process.send?.({
      cpu: process.cpuUsage(),
      rss: process.memoryUsage().rss,
      heap: process.memoryUsage().heapUsed,
      open,
      udp: handles('UDPWrap'),
      tcp: handles('TCPSocketWrap'),
    });
  }
  if (question === 'close') {
    void simulator.close().then(() => {
      process.send?.({ handles: process.getActiveResourcesInfo() });
      process.disconnect();
    });
  }
});

/** How many resources of a kind keep this process alive. */
function handles(kind: string): number {
  return process.getActiveResourcesInfo().filter((name) => name === kind).length;
}

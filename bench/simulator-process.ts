/** A simulator in a process of its own that tells its parent what it uses. */

import { startSimulator } from '../simulator/index.js';

const simulator = await startSimulator({ concurrency: 50 });
process.send?.({ url: simulator.url, apiKey: simulator.apiKey });
process.on('message', (question) => {
  if (question === 'usage') {
    globalThis.gc?.();
    const open = simulator.ledger().sessions.filter(({ closedAt }) => closedAt === null).length;
    const udp = process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
    process.send?.({
      cpu: process.cpuUsage(),
      rss: process.memoryUsage().rss,
      heap: process.memoryUsage().heapUsed,
      open,
      udp,
    });
  }
  if (question === 'close') void simulator.close().then(() => process.disconnect());
});

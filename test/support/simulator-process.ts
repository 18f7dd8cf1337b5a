/** A simulator in a process of its own: tells its parent where it is, and ends with it. */
import { startSimulator } from '../../simulator/index.js';

const { url, apiKey } = await startSimulator({ concurrency: 50 });
process.send?.({ url, apiKey });
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));

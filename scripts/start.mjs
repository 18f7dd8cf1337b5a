/** `npm start`: from a fresh clone to a page where the persona talks. */
import { ensureBuild } from './lib/build.mjs';
import { ensurePackages } from './lib/install.mjs';

await ensurePackages();
await ensureBuild();
await import('../demo/server.mjs');

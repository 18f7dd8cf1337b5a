/** `npm run build`: everything that ships. With `--if-needed` only when a source is newer than the last build. */
import { build, ensureBuild } from './lib/build.mjs';
import { ensurePackages } from './lib/install.mjs';

await ensurePackages();
await (process.argv.includes('--if-needed') ? ensureBuild() : build());

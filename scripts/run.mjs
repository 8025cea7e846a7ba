// Runs a TypeScript file of the project in this very process: node scripts/run.mjs src/main.ts [arguments…]
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuild } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [entry, ...args] = process.argv.slice(2);

if (!entry?.endsWith('.ts') || !existsSync(resolve(root, entry))) {
  process.stderr.write(`Expected a TypeScript file of the project such as src/main.ts, got ${entry ?? 'nothing'}\n`);
  process.exit(2);
}

const built = join(buildOrExplain(), relative(root, resolve(root, entry)).replace(/\.ts$/, '.js'));
process.setSourceMapsEnabled(true);
process.argv = [process.execPath, built, ...args];
await import(pathToFileURL(built).href);

function buildOrExplain() {
  try {
    return ensureBuild(root);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

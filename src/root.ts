import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('Expected a package.json above src/root.ts, found none; run from a whole checkout');
  return findRoot(parent);
}

/**
 * Absolute path of the folder that holds package.json, the same from the sources and from a build.
 * What is not TypeScript (locales, migrations, web pages) is read from there.
 */
export const projectRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

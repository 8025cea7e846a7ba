import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/root.ts';

/** Makes the template that `loadTemplate` reads, unless it is there for this version of PGlite (about 4 s once). */
export async function makeTemplate(): Promise<void> {
  const file = templateFile();
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  const script = join(projectRoot, 'test/support/make-database-template.mjs');
  await promisify(execFile)(process.execPath, [script, file]);
}

/** An empty PGlite data folder for `PGlite.create({ loadDataDir })`: starts in half a second instead of three. */
export async function loadTemplate(): Promise<Blob> {
  return new Blob([await readFile(templateFile())], { type: 'application/x-tar' });
}

function templateFile(): string {
  const version = pgliteVersion();
  return join(projectRoot, '.cache', `pglite-${version}.tar`);
}

function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const description: unknown = JSON.parse(readFileSync(join(dirname(dirname(entry)), 'package.json'), 'utf8'));
  if (typeof description === 'object' && description !== null && 'version' in description) return String(description.version);
  throw new Error('Expected a version in the package.json of @electric-sql/pglite; run npm ci');
}

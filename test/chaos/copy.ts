import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/root.ts';

/** One change to the sources: `before` has to stand in the file exactly once. */
export interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export interface Copy {
  readonly root: string;
  remove(): void;
}

/** What the program needs to be built and run. */
const parts = ['src', 'flows', 'workers', 'scripts', 'locales', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** The program with some of its lines changed, in a folder of its own. Throws when a line to change is not there. */
export function copyProgram(changes: readonly Change[]): Copy {
  const changed = changeSources(changes);
  const root = mkdtempSync(join(tmpdir(), 'causo-chaos-program-'));
  for (const part of parts) cpSync(join(projectRoot, part), join(root, part), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  for (const [file, text] of changed) writeFileSync(join(root, file), text);
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** The changed files with their new texts. Throws when a line to change does not stand in its file exactly once. */
export function changeSources(changes: readonly Change[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { file, before, after } of changes) {
    const pieces = (texts.get(file) ?? readFileSync(join(projectRoot, file), 'utf8')).split(before);
    if (pieces.length !== 2) throw new Error(`Expected to find this once in ${file}, found it ${pieces.length - 1} times: ${before}`);
    texts.set(file, pieces.join(after));
  }
  return texts;
}

// Built when stale: the name of a build is the hash of everything that goes into it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { filesBelow } from './files.mjs';

// Of the tests only what runs as a program of its own, and what that imports.
const sourceFolders = ['src', 'flows', 'workers', 'scripts', 'test/chaos', 'test/bench', 'test/support', 'test/conversations'];
const settingFiles = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Absolute path of a folder with the project's sources as JavaScript; builds it when there is none for the present sources.
 * Writes to standard error only, so that a command's standard output stays its own.
 */
export function ensureBuild(root) {
  const folder = join(root, 'build', hashOfSources(root));
  if (existsSync(folder)) {
    markAsUsed(folder);
    return folder;
  }
  const start = performance.now();
  process.stderr.write('Building…\n');
  build(root, folder);
  removeOldBuilds(dirname(folder), folder);
  process.stderr.write(`Built in ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  return existsSync(folder) ? folder : ensureBuild(root);
}

function hashOfSources(root) {
  const sources = sourceFolders.flatMap((folder) => filesBelow(root, folder)).filter((path) => /\.(ts|tsx|json)$/.test(path));
  const hash = createHash('sha256');
  for (const path of [...settingFiles.filter((file) => existsSync(join(root, file))), ...sources]) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Compiles next to the final place and moves the result there in one step, so nobody ever sees half a build. */
function build(root, folder) {
  const unfinished = `${folder}-${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  try {
    compile(root, unfinished);
    // A file saved while the compiler ran may be in the result, which then must not stand under this name.
    if (hashOfSources(root) === basename(folder)) moveIntoPlace(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function compile(root, outDir) {
  const args = [compiler(root), '-p', 'tsconfig.build.json', '--outDir', outDir];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Expected the sources to be readable TypeScript, the compiler says:\n${stdout}${stderr}`);
}

function compiler(root) {
  try {
    return join(dirname(createRequire(join(root, 'package.json')).resolve('typescript/package.json')), 'bin', 'tsc');
  } catch (error) {
    throw new Error('Expected the packages to be installed, TypeScript is not; run npm ci', { cause: error });
  }
}

function moveIntoPlace(unfinished, folder) {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another process was quicker with the same sources; its build is as good.
    if (!existsSync(folder)) throw error;
  }
}

/** The age of a build counts from its last use. */
function markAsUsed(folder) {
  try {
    const now = new Date();
    utimesSync(folder, now, now);
  } catch {
    // A build on a read-only disk cannot be marked and runs all the same.
  }
}

function removeOldBuilds(builds, current) {
  const oldest = Date.now() - dayMs;
  for (const name of readdirSync(builds)) {
    const folder = join(builds, name);
    const age = statSync(folder, { throwIfNoEntry: false });
    if (folder !== current && age && age.mtimeMs < oldest) rmSync(folder, { recursive: true, force: true });
  }
}

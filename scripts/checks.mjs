// The checks that need no running program.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Path of a tool that npm installed. */
export const tool = (name) => join(root, 'node_modules', '.bin', name);

const checks = [
  { name: 'types', command: [tool('tsc'), '--noEmit'] },
  { name: 'lint', command: [tool('oxlint'), '--deny-warnings', '--format', 'unix'] },
  { name: 'layers', command: [process.execPath, join(root, 'scripts', 'check-layers.mjs')] },
  { name: 'dead code', command: [tool('knip'), '--no-progress', '--no-config-hints'] },
];

/** Runs all of them, each with a line of its own, and returns the names of those that failed. */
export function runChecks() {
  return checks.filter((check) => !passes(check)).map(({ name }) => name);
}

function passes({ name, command: [program, ...args] }) {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (status === 0) {
    console.log(`✓ ${name} (${seconds} s)`);
    return true;
  }
  console.log(`✗ ${name} (${seconds} s)\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`);
  return false;
}

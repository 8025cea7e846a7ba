// Every check and every test; with arguments only the tests they name: npm test -- test/core
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runChecks, tool } from './checks.mjs';

const args = process.argv.slice(2);
const everything = args.length === 0;

const failed = everything ? runChecks() : [];
const { passed, summary } = await runTests();
if (!passed) failed.push('tests');
// A test left out is not one that passed. With arguments leaving out is the wish.
if (everything && /, \d+ skipped$/m.test(summary)) failed.push('no test may be skipped');

if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`);
process.stdout.write(summary);
process.exitCode = failed.length === 0 ? 0 : 1;

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'causo-test-summary-'));
  const file = join(folder, 'summary');
  try {
    const status = await runVitest({ ...process.env, TEST_SUMMARY_FILE: file });
    return { passed: status === 0, summary: readSummary(file) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runVitest(env) {
  const vitest = spawn(tool('vitest'), ['run', ...args], { cwd: root, env, stdio: 'inherit' });
  process.on('SIGTERM', () => vitest.kill('SIGTERM'));
  // Ctrl-C reaches vitest by itself; a second one would keep it from closing in order.
  process.on('SIGINT', () => {});
  return new Promise((resolve, reject) => {
    vitest.once('error', reject);
    vitest.once('exit', resolve);
  });
}

/** The reporter's closing lines, the count of the tests last. */
function readSummary(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'The test run broke off before its end, which counts as one failure.\ntests: 0 passed, 1 failed\n';
  }
}

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/root.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Runs test files of its own with the project's reporter; what it prints at the end. */
function closingLines(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  // Inside the project, where `vitest` can be imported.
  const folder = mkdtempSync(join(projectRoot, '.cache', 'reporter-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), `import { it, beforeAll, expect } from 'vitest';\n${text}`);
  // Without a configuration of its own it would take the project's.
  writeFileSync(join(folder, 'vitest.config.mjs'), 'export default {};');
  const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--root', folder, '--reporter', join(projectRoot, 'test/support/reporter.ts')];
  const env = { ...process.env, TEST_SUMMARY_FILE: '' };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (_error, stdout) => resolve(stdout.trimEnd().split('\n')));
  });
}

describe('the closing lines', () => {
  it('end with the plain count of passed tests', async () => {
    const lines = await closingLines({ 'good.test.js': "it('passes', () => { expect(1).toBe(1); });" });
    expect(lines.at(-1)).toBe('tests: 1 passed, 0 failed');
  });

  it('count a file that cannot be loaded, a broken hook and a skipped test', async () => {
    const lines = await closingLines({
      'unreadable.test.js': "import './nowhere.js';",
      'hook.test.js': "beforeAll(() => { throw new Error('broken'); }); it('never runs', () => {});",
      'mixed.test.js': "it('passes', () => {}); it.skip('waits', () => {}); it('fails', () => { expect(1).toBe(2); });",
    });
    expect(lines.at(-1)).toBe('tests: 1 passed, 3 failed, 2 skipped');
  });
});

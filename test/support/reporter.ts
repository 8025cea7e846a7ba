import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule, TestRunEndReason, Vitest } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Says at the end which set-ups and suites ran and closes with `tests: N passed, N failed`.
 * With TEST_SUMMARY_FILE set, the lines go there instead, so that the caller can print them after everything else.
 */
export default class SummaryReporter implements Reporter {
  /** Set before anything else is called. */
  private vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    const ranOn = this.vitest?.getRootProject().getProvidedContext().ranOn ?? [];
    write([...ranOn, suitesLine(modules, this.vitest?.config.root ?? '.'), countsLine(modules, errors.length, reason)]);
  }
}

function write(lines: readonly string[]): void {
  const text = `${lines.join('\n')}\n`;
  const file = process.env['TEST_SUMMARY_FILE'];
  if (file) writeFileSync(file, text);
  else process.stdout.write(`\n${text}`);
}

function suitesLine(modules: readonly TestModule[], root: string): string {
  const perArea = new Map<string, number>();
  for (const module of modules) {
    const area = relative(root, module.moduleId).split(/[\\/]/).slice(0, -1)[1] ?? 'other';
    perArea.set(area, (perArea.get(area) ?? 0) + [...module.children.allTests()].length);
  }
  const parts = [...perArea].map(([area, tests]) => `${area} ${tests}`).sort((a, b) => a.localeCompare(b));
  return `Suites: ${parts.join(' · ') || 'none'}`;
}

function countsLine(modules: readonly TestModule[], unhandledErrors: number, reason: TestRunEndReason): string {
  const counts: Counts = { passed: 0, failed: unhandledErrors, skipped: 0 };
  for (const module of modules) {
    // A file that cannot be loaded has no tests, and a hook that breaks belongs to none: each counts as a failure.
    counts.failed += module.errors().length + suiteErrors(module);
    for (const test of module.children.allTests()) count(counts, test.result().state);
  }
  // A run that broke off, say in the global set-up, must not look like one without failures.
  if (reason !== 'passed') counts.failed = Math.max(counts.failed, 1);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  return `tests: ${counts.passed} passed, ${counts.failed} failed${skipped}`;
}

function suiteErrors(module: TestModule): number {
  return [...module.children.allSuites()].reduce((sum, suite) => sum + suite.errors().length, 0);
}

function count(counts: Counts, state: 'passed' | 'failed' | 'skipped' | 'pending'): void {
  // A test that never finished is not one that may be left out.
  if (state === 'pending') counts.failed += 1;
  else counts[state] += 1;
}

import { defineConfig } from 'vitest/config';
import SummaryReporter from './test/support/reporter.ts';

/** It takes both cores for itself. */
const chaosRun = 'test/chaos/proof.test.ts';

const shared = {
  pool: 'forks',
  // These only end what hangs: a machine may be twenty times slower than usual, and nothing waits longer than it has to.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  teardownTimeout: 120_000,
  expect: { poll: { timeout: 120_000 } },
} as const;

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    reporters: [process.env['CI'] ? 'dot' : 'default', new SummaryReporter()],
    projects: [
      {
        test: {
          ...shared,
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: [chaosRun],
          // Each worker may hold a PGlite of 300 MB.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'chaos',
          include: [chaosRun],
          maxWorkers: 1,
          maxConcurrency: 2,
          // Each test is whole runs of many processes.
          testTimeout: 1_800_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

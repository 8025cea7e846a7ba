import { defineConfig } from 'vitest/config';
import SummaryReporter from './test/support/reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Each worker may hold a PGlite of 300 MB.
    maxWorkers: 2,
    // These only end what hangs: a machine may be twenty times slower than usual, and nothing waits longer than it has to.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 120_000,
    expect: { poll: { timeout: 120_000 } },
    globalSetup: ['test/support/global-setup.ts'],
    reporters: [process.env['CI'] ? 'dot' : 'default', new SummaryReporter()],
  },
});

import { defineConfig } from 'vitest/config';
import SummaryReporter from './test/support/reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Each worker may hold a PGlite of 300 MB.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // How long a condition may take to come true on a busy machine; nothing waits longer than it has to.
    expect: { poll: { timeout: 10_000 } },
    globalSetup: ['test/support/global-setup.ts'],
    reporters: [process.env['CI'] ? 'dot' : 'default', new SummaryReporter()],
  },
});

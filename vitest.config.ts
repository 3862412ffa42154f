import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'realtime/**/*.test.ts', 'app/**/*.test.{ts,tsx}', 'deploy/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A shared machine stands still for longer than Vitest's usual second.
    expect: { poll: { timeout: 10_000 } },
    // Child processes and databases are started by several files: two cores carry two at a time.
    maxWorkers: 2,
  },
});

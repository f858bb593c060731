import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'test/support/build-dist.ts',
    setupFiles: 'test/support/seed-properties.ts',
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // They end what hangs, and say nothing of how fast a machine has to be: tests wait for events.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 240_000 } },
    // No test mocks a module, so files may share what they load.
    isolate: false,
    // One more than cores: many tests wait for what they have started.
    maxWorkers: 3,
  },
});

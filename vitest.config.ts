import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'test/support/build-dist.ts',
    setupFiles: 'test/support/seed-properties.ts',
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // No test mocks a module, so files may share what they load.
    isolate: false,
    // One more than cores: many tests wait for what they have started.
    maxWorkers: 3,
  },
});

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Each worker holds one embedded database of about 300 MB.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    unstubGlobals: true,
    globalSetup: 'test/leftovers.ts',
    // 23:00 in UTC is the next day here: code that reads the machine's zone instead of the organisation's fails.
    env: { TZ: 'America/Los_Angeles' },
    projects: [
      {
        extends: true,
        // Files of one worker share its modules, its database and its server: loading them anew for each file took most of the time.
        test: {
          name: 'promises',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          environment: 'node',
          isolate: false,
          setupFiles: ['test/distributed/watch.ts'],
        },
      },
      {
        extends: true,
        // A screen's test says `@vitest-environment happy-dom` on its first line.
        test: { name: 'screens', include: ['src/**/*.test.tsx'], environment: 'node' },
      },
    ],
  },
})

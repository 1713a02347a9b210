import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // A screen's test (.test.tsx) says `@vitest-environment happy-dom` on its first line.
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    // Each worker holds one embedded database of about 300 MB.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    // 23:00 in UTC is the next day here: code that reads the machine's zone instead of the organisation's fails.
    env: { TZ: 'America/Los_Angeles' },
  },
})

/** Slow promises, in a step of their own: a whole year through the command line, processes killed in the middle. */
import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['test/slow/**/*.slow.ts'], fileParallelism: false, testTimeout: 600_000, hookTimeout: 600_000 } })

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['test/cli/made-desks.ts'],
    include: ['test/**/*.test.ts'],
    // Tests start the built program many times over; each has a database of its own.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The tests mostly wait for programs they started, so both cores of a small machine have work.
    maxWorkers: '100%',
  },
})

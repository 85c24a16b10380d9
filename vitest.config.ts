import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Tests start the built program many times over; each has a database of its own.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

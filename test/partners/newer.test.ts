import { expect, it } from 'vitest'
import { isNewer } from '../../src/partners/facts.ts'

it.each<[string, [at: string, id: number], [at: string, id: number], boolean]>([
  ['seen later', ['2026-11-19T06:00:00Z', 1], ['2026-11-18T06:00:00Z', 2], true],
  ['seen earlier, imported later', ['2026-11-18T05:00:00Z', 2], ['2026-11-18T06:00:00Z', 1], false],
  ['seen at one time, imported later', ['2026-11-18T06:00:00Z', 2], ['2026-11-18T06:00:00Z', 1], true],
  [
    'of a day that is all that is known, imported later than its morning',
    ['2026-11-18T00:00:00Z', 2],
    ['2026-11-18T06:00:00Z', 1],
    true,
  ],
  ['of that day, imported before', ['2026-11-18T00:00:00Z', 1], ['2026-11-18T06:00:00Z', 2], false],
  ['of the next day, imported before', ['2026-11-19T00:00:00Z', 1], ['2026-11-18T06:00:00Z', 2], true],
])('rows %s: newer or not', (_, [at, importId], [otherAt, otherId], newer) => {
  expect(isNewer({ lastSeenAt: at, importId }, { lastSeenAt: otherAt, importId: otherId })).toBe(newer)
})

import { describe, expect, it } from 'vitest'
import { showAge, showMoment } from '../../src/terminal/moment.ts'

// The zone is the user's, so what is shown is read back instead of being compared.
const readBack = (shown: string): string => {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d) (UTC|[+-]\d\d:\d\d)$/.exec(shown)
  return new Date(`${parts?.[1]}T${parts?.[2]}:00${parts?.[3] === 'UTC' ? 'Z' : parts?.[3]}`).toISOString()
}

describe('a moment', () => {
  it.each([
    '2026-11-20T06:00:00.000Z',
    '2026-07-01T23:59:00.000Z',
    '2026-01-01T00:00:00.000Z',
    '2024-02-29T12:30:00.000Z',
    '2026-03-29T00:59:00.000Z',
    '2026-03-29T01:00:00.000Z',
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T01:30:00.000Z',
  ])('is shown with its offset, in any zone the same instant: %s', (iso) => {
    expect(readBack(showMoment(iso))).toBe(iso)
  })
  it('is shown by the clock of the user', () => {
    const clock = showMoment('2026-07-15T12:30:00.000Z').slice(0, 16).replace(' ', 'T')
    // A time without an offset is read in the user's zone.
    expect(new Date(clock).toISOString()).toBe('2026-07-15T12:30:00.000Z')
  })
  it('is shown to the minute', () => {
    expect(readBack(showMoment('2026-11-20T06:00:59.999Z'))).toBe('2026-11-20T06:00:00.000Z')
  })
  it('is the same however its own offset is written', () => {
    expect(showMoment('2026-11-20T08:00:00+02:00')).toBe(showMoment('2026-11-20T06:00:00Z'))
  })
})

describe('an age', () => {
  const NOW = '2026-11-20T07:00:00.000Z'
  it.each([
    ['2026-11-20T07:00:00.000Z', 'less than a day old'],
    ['2026-11-19T07:00:01.000Z', 'less than a day old'],
    ['2026-11-19T07:00:00.000Z', '1 day old'],
    ['2026-11-18T07:00:01.000Z', '1 day old'],
    ['2026-11-18T07:00:00.000Z', '2 days old'],
    ['2025-11-20T07:00:00.000Z', '365 days old'],
    ['2026-11-20T07:00:00.001Z', 'after the time asked about'],
  ])('since %s is "%s"', (iso, words) => {
    expect(showAge(iso, NOW)).toBe(words)
  })
})

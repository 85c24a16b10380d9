import { describe, expect, it } from 'vitest'
import { exportedAt } from '../../src/imports/exported-at.ts'

describe('when a file was exported', () => {
  it.each([
    ['report1763712000000.csv', '2025-11-21T08:00:00Z'],
    ['report1763712000000 (1).xls', '2025-11-21T08:00:00Z'],
    ['accounts-2026-11-20.csv', '2026-11-20T00:00:00Z'],
    ['accounts_20261120.csv', '2026-11-20T00:00:00Z'],
    ['Partner Accounts-2026-11-20-09-15-30.xlsx', '2026-11-20T09:15:30Z'],
    ['accounts 2026.11.20 0915.csv', '2026-11-20T09:15:00Z'],
    ['accounts-2026-11-20.rejects.csv', '2026-11-20T00:00:00Z'],
  ])('is told by the name %s', (name, moment) => {
    expect(exportedAt(name)).toBe(moment)
  })

  it.each([
    'accounts.csv',
    'accounts-2026.csv',
    'Q-100000.csv',
    'accounts-2026-02-31.csv',
    'accounts-2026-13-01.csv',
    '0012026112099.csv',
  ])('is not told by %s', (name) => {
    expect(exportedAt(name)).toBeNull()
  })
})

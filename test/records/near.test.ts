import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from '../../src/records/near.ts'

const COMMANDS = ['import', 'imports', 'inbox', 'partner', 'loa', 'nfr', 'cert-report', 'cam', 'mail']

describe('what may have been meant', () => {
  it.each([
    ['improt', ['import']],
    ['lao', ['loa']],
    ['CAM', ['cam']],
    ['certreport', ['cert-report']],
    ['cert', ['cert-report']],
    ['portal-users', []],
    ['xyz', []],
    ['', []],
    ['in', []],
  ])('%s: %j', (typed, expected) => {
    expect(nearest(typed, COMMANDS)).toEqual(expected)
  })

  it('is asked in one way, and lists no more than three', () => {
    expect(didYouMean('acounts', ['accounts', 'invoices'])).toBe('; did you mean "accounts"?')
    expect(didYouMean('zzzzz', ['accounts', 'invoices'])).toBe('')
    expect(didYouMean('cam', ['cam_a', 'cam_b', 'cam_c', 'cam_dd'])).toBe('; did you mean "cam_a", "cam_b" or "cam_c"?')
  })
})

it('finds the nearest of many names', () => {
  const many = Array.from({ length: 300_000 }, (_, i) => `Customer ${i} Motors`)
  expect(nearest('Acme', [...many, 'Acmee'])).toEqual(['Acmee'])
})

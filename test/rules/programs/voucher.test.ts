import { describe, expect, it } from 'vitest'
import { countVouchers, maskedCode, type VoucherDays, voucherDoubts, voucherState } from '../../../src/rules/programs/voucher.ts'

const DAY = '2026-11-20'
function days(issued: string | null, used: string | null, expires: string | null): VoucherDays {
  return { issued, used, expires }
}

describe('how a voucher stands on 2026-11-20, looking 30 days ahead', () => {
  it.each<[string, VoucherDays, string]>([
    ['used on the day itself', days('2026-01-01', '2026-11-20', '2026-12-31'), 'used'],
    ['used, and past its end', days('2026-01-01', '2026-03-01', '2026-04-30'), 'used'],
    ['ended the day before', days(null, null, '2026-11-19'), 'expired'],
    ['ends today: it may still be used', days(null, null, '2026-11-20'), 'ends_soon'],
    ['ends on the 30th day', days(null, null, '2026-12-20'), 'ends_soon'],
    ['ends on the 31st day', days(null, null, '2026-12-21'), 'unused'],
    ['without an end', days('2026-01-01', null, null), 'no_end'],
    ['issued on the day itself', days('2026-11-20', null, '2027-11-20'), 'unused'],
    ['issued the day after', days('2026-11-21', null, '2027-11-20'), 'not_issued'],
    ['used the day after: not yet', days('2026-01-01', '2026-11-21', '2026-12-01'), 'ends_soon'],
    ['issued later, though used before', days('2026-12-01', '2026-11-01', '2026-12-31'), 'used'],
    ['with no day at all', days(null, null, null), 'no_end'],
  ])('%s', (_, voucher, state) => {
    expect(voucherState(voucher, DAY, 30)).toBe(state)
  })

  it('counts each once, and those that come later not at all', () => {
    expect(countVouchers(['used', 'used', 'expired', 'ends_soon', 'unused', 'no_end', 'not_issued'])).toEqual({
      ...{ all: 6, used: 2, expired: 1, endsSoon: 1, unused: 1, noEnd: 1 },
    })
  })
})

it.each<[VoucherDays, string[]]>([
  [days('2026-01-01', '2026-03-01', '2026-04-30'), []],
  [days('2026-01-01', '2026-04-30', '2026-04-30'), []],
  [days('2026-01-01', '2026-05-01', '2026-04-30'), ['used_after_end']],
  [days('2026-03-02', '2026-03-01', '2026-04-30'), ['used_before_issued']],
  [days('2026-03-01', '2026-03-01', '2026-04-30'), []],
  [days(null, '2026-11-21', null), ['used_later']],
  [days('2026-05-01', null, '2026-04-30'), ['ends_before_issued']],
])('doubts of %j: %j', (voucher, doubts) => {
  expect(voucherDoubts(voucher, DAY)).toEqual(doubts)
})

it.each([
  ['PSE-2026-0A1B-7F3A', 'PSE-…-7F3A'],
  ['pse-2026-0a1b-7f3a', 'PSE-…-7f3a'],
  ['GL84KDQ07F3A', '…7F3A'],
  ['ABCD-EFGH-7F-3A', '…7F3A'],
  // Four characters of a short code would be half of it.
  ['7F3A', '…'],
  ['PSE-7F3A', 'PSE-…'],
  ['', '…'],
])('%s is shown as %s', (code, masked) => {
  expect(maskedCode(code)).toBe(masked)
})

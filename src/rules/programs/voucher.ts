/** How a PSE voucher stands on a day (Ecosystem Operations, GitLab Ecosystem Certification Dashboard). Days are YYYY-MM-DD. */

import { addDays } from '../day.ts'

export interface VoucherDays {
  issued: string | null
  used: string | null
  expires: string | null
}

/** `not_issued`: only later. `ends_soon`: unused, and ends within the days that were asked for. `no_end`: unused, without a last day. */
export type VoucherState = 'not_issued' | 'used' | 'expired' | 'ends_soon' | 'unused' | 'no_end'

/** How a voucher stands on a day; its last day is one on which it may still be used. */
export function voucherState({ issued, used, expires }: VoucherDays, day: string, expiringDays: number): VoucherState {
  if (issued !== null && issued > day && (used === null || used > day)) return 'not_issued'
  if (used !== null && used <= day) return 'used'
  if (expires === null) return 'no_end'
  if (expires < day) return 'expired'
  return expires <= addDays(day, expiringDays) ? 'ends_soon' : 'unused'
}

/** What about the days of a voucher cannot be right. */
export type VoucherDoubt = 'used_after_end' | 'used_before_issued' | 'used_later' | 'ends_before_issued'

/** What is doubtful about the days of a voucher on a day; none where they fit each other. */
export function voucherDoubts({ issued, used, expires }: VoucherDays, day: string): VoucherDoubt[] {
  return [
    ...(used !== null && expires !== null && used > expires ? ['used_after_end' as const] : []),
    ...(used !== null && issued !== null && used < issued ? ['used_before_issued' as const] : []),
    ...(used !== null && used > day ? ['used_later' as const] : []),
    ...(issued !== null && expires !== null && expires < issued ? ['ends_before_issued' as const] : []),
  ]
}

/** How many vouchers stand how. Those that are issued only later are not counted; `all` is the sum of the others. */
export interface VoucherCounts {
  all: number
  used: number
  expired: number
  endsSoon: number
  unused: number
  noEnd: number
}

/** Counts vouchers by how they stand. */
export function countVouchers(states: Iterable<VoucherState>): VoucherCounts {
  const counts: VoucherCounts = { all: 0, used: 0, expired: 0, endsSoon: 0, unused: 0, noEnd: 0 }
  for (const state of states) {
    const field = FIELD[state]
    if (field === null) continue
    counts[field]++
    counts.all++
  }
  return counts
}

const FIELD: Readonly<Record<VoucherState, Exclude<keyof VoucherCounts, 'all'> | null>> = {
  not_issued: null,
  used: 'used',
  expired: 'expired',
  ends_soon: 'endsSoon',
  unused: 'unused',
  no_end: 'noEnd',
}

/** A code shorter than this would be told by its last characters. */
const SHORTEST = 8

/** A code that nobody can use: its last four letters and digits, "PSE-…-7F3A"; of a short one nothing. */
export function maskedCode(code: string): string {
  const signs = [...code].filter((sign) => /[\p{L}\p{N}]/u.test(sign))
  const last = signs.length < SHORTEST ? '' : signs.slice(-4).join('')
  return /^\s*PSE[-_ ]/i.test(code) ? `PSE-…${last && `-${last}`}` : `…${last}`
}

/** How vouchers and rebate exceptions stand, by the definitions and the handbook alone. */

import { daysBetween, type Quarter, quarterBefore, quarterOf, shift } from './calendar.ts'
import type { TrueException, TrueVoucher } from './model.ts'

export type VoucherState = 'used' | 'expired' | 'ends_soon' | 'unused' | 'no_end' | 'not_issued'

/** A voucher is used by its day of use; else its last day decides. */
export function voucherState({ issued, used, expires }: TrueVoucher, day: string): VoucherState {
  if (issued > day) return 'not_issued'
  if (used !== null && used <= day) return 'used'
  if (expires === null) return 'no_end'
  if (expires < day) return 'expired'
  return daysBetween(day, expires) <= 90 ? 'ends_soon' : 'unused'
}

export const daysLeft = (voucher: TrueVoucher, day: string): number | null =>
  ['ends_soon', 'unused'].includes(voucherState(voucher, day)) ? daysBetween(day, voucher.expires ?? day) : null

/** Requests are collected up to the 15th of the last month of the quarter; what is approved is paid within 45 days after it. */
export function exceptionOf({ requested, outcome, fund, paid }: TrueException) {
  const quarter: Quarter = quarterOf(requested)
  return {
    quarter: quarter.name,
    isLate: requested > `${quarter.last.slice(0, 8)}15`,
    means: outcome ?? 'unknown',
    fund,
    isPaidLate: paid !== null && paid > shift(quarter.last, 45),
    payBy: shift(quarter.last, 45),
  }
}

/** Whether a rebate that was approved and not paid is overdue. */
export const isOverdue = (exception: TrueException, day: string): boolean =>
  exception.outcome === 'approved' && exception.paid === null && day > exceptionOf(exception).payBy

/** How many vouchers were used in the quarter of a day, up to that day, and in the one before. */
export function usedOf(vouchers: readonly TrueVoucher[], day: string): { now: number; before: number } {
  const now = quarterOf(day)
  const within = ({ first, last }: Quarter): number =>
    vouchers.filter(({ used }) => used !== null && used >= first && used <= last && used <= day).length
  return { now: within(now), before: within(quarterBefore(now)) }
}

/** PSE vouchers by how they stand, by partner, and by fiscal quarter. Pure: rows with their partner in, figures out. */

import { compareText } from '../../records/compare.ts'
import { addDays, daysBetween } from '../../rules/day.ts'
import { type FiscalQuarter, quarterAfter, quarterOf } from '../../rules/fiscal.ts'
import {
  countVouchers,
  type VoucherCounts,
  type VoucherDays,
  type VoucherDoubt,
  type VoucherState,
  voucherDoubts,
  voucherState,
} from '../../rules/programs/voucher.ts'

/** A voucher as its list has it. */
export interface VoucherRow extends VoucherDays {
  code: string
  /** Null: it names no partner for certain; `named` says what it names. */
  partner: { id: string; name: string } | null
  named: string | null
  holder: string | null
  holderEmail: string | null
  /** The partner that the portal users have its holder under, where that is another one. */
  holderNow: string | null
  file: string
  line: number
  /** The place of a newer row of it that was rejected. */
  rejected: string | null
}

/** A code that a list has more than once, with the places of its rows. */
export interface RepeatedCode {
  code: string
  places: readonly string[]
}

/** Why a voucher is doubtful. */
export type DoubtCode = VoucherDoubt | 'holder_elsewhere' | 'newer_rejected'

export interface JudgedVoucher extends VoucherRow {
  state: VoucherState
  /** Days that are left; null where it is used, over, or without an end. */
  daysLeft: number | null
  doubts: readonly DoubtCode[]
}

export interface VoucherFigures {
  /** The day that is asked about, and the end of the quarter before. */
  day: string
  dayBefore: string
  /** The last day that counts as soon. */
  soon: string
  counts: VoucherCounts
  before: VoucherCounts
  usedInQuarter: number
  usedBefore: number
  /** Eight fiscal quarters, oldest first. */
  usedBy: readonly { quarter: string; vouchers: number }[]
  /** Unused vouchers by the quarter they end in, from the one of the day on. */
  endBy: readonly { quarter: string; vouchers: number }[]
  /** Those that end after these quarters. */
  endLater: number
  partners: readonly { partner: { id: string | null; name: string }; counts: VoucherCounts }[]
  /** By the day they end, those without one last. */
  rows: readonly JudgedVoucher[]
}

/** What is asked: a quarter, the day of today, and how many days count as soon. */
export interface AskedVouchers {
  quarter: FiscalQuarter
  today: string
  expiringDays: number
}

const QUARTERS_BACK = 8
const QUARTERS_AHEAD = 5

/** Counts vouchers as they stand at the end of a quarter, or today where it is not over. */
export function countAll(all: readonly VoucherRow[], { quarter, today, expiringDays }: AskedVouchers): VoucherFigures {
  const day = quarter.last < today ? quarter.last : today
  const dayBefore = addDays(quarter.first, -1)
  const rows = all.map((row) => judged(row, day, expiringDays)).sort(byEnd)
  const usedWithin = ({ first, last }: Pick<FiscalQuarter, 'first' | 'last'>): number =>
    all.filter(({ used }) => used !== null && first <= used && used <= last && used <= day).length
  const open = rows.filter(({ state }) => state === 'ends_soon' || state === 'unused')
  const ahead = Array.from({ length: QUARTERS_AHEAD }, (_, i) => quarterAfter(quarterOf(day), i))
  return {
    ...{ day, dayBefore, soon: addDays(day, expiringDays) },
    counts: countVouchers(rows.map(({ state }) => state)),
    before: countVouchers(all.map((row) => voucherState(row, dayBefore, expiringDays))),
    usedInQuarter: usedWithin(quarter),
    usedBefore: usedWithin(quarterAfter(quarter, -1)),
    usedBy: Array.from({ length: QUARTERS_BACK }, (_, i) => quarterAfter(quarter, i + 1 - QUARTERS_BACK)).map((each) => ({
      quarter: each.name,
      vouchers: usedWithin(each),
    })),
    endBy: ahead.map(({ name, first, last }) => ({
      quarter: name,
      vouchers: open.filter(({ expires }) => expires !== null && first <= expires && expires <= last).length,
    })),
    endLater: open.filter(({ expires }) => expires !== null && expires > (ahead.at(-1)?.last ?? '')).length,
    partners: byPartner(rows),
    rows,
  }
}

function judged(row: VoucherRow, day: string, expiringDays: number): JudgedVoucher {
  const state = voucherState(row, day, expiringDays)
  const isOpen = state === 'ends_soon' || state === 'unused'
  return {
    ...row,
    state,
    daysLeft: isOpen && row.expires !== null ? daysBetween(day, row.expires) : null,
    doubts: [
      ...voucherDoubts(row, day),
      ...(row.holderNow === null ? [] : ['holder_elsewhere' as const]),
      ...(row.rejected === null ? [] : ['newer_rejected' as const]),
    ],
  }
}

function byEnd(a: JudgedVoucher, b: JudgedVoucher): number {
  return (
    Number(a.expires === null) - Number(b.expires === null) ||
    compareText(a.expires, b.expires) ||
    compareText(a.partner?.name ?? a.named, b.partner?.name ?? b.named) ||
    compareText(a.file, b.file) ||
    a.line - b.line
  )
}

function byPartner(rows: readonly JudgedVoucher[]): VoucherFigures['partners'] {
  return [...Map.groupBy(rows, ({ partner, named }) => partner?.id ?? `? ${named ?? ''}`)]
    .map(([, own]) => ({
      partner: { id: own[0]?.partner?.id ?? null, name: own[0]?.partner?.name ?? own[0]?.named ?? '' },
      counts: countVouchers(own.map(({ state }) => state)),
    }))
    .filter(({ counts }) => counts.all > 0)
    .sort((a, b) => b.counts.endsSoon - a.counts.endsSoon || compareText(a.partner.name, b.partner.name))
}

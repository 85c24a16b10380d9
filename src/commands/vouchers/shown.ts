/** What a report on vouchers shows. */

import type { AskedVouchers, RepeatedCode, VoucherFigures } from '../../reports/vouchers/vouchers.ts'
import { maskedCode } from '../../rules/programs/voucher.ts'
import type { leftOutOf, sourcesOf } from '../../scorecards/sources.ts'
import type { Finding } from './sentences.ts'

/** All that the report says. */
export interface VoucherReport {
  asked: AskedVouchers
  withAddresses: boolean
  showCodes: boolean
  partner: { id: string; name: string; account: { record: { owner: string | null; ownerId: string | null } } } | null
  /** Null: no list was ever imported. */
  figures: VoucherFigures | null
  repeated: readonly RepeatedCode[]
  finding: Finding
  /** Vouchers of no certain partner; of one partner, none are counted. */
  uncertain: number
  sources: ReturnType<typeof sourcesOf>
  leftOut: ReturnType<typeof leftOutOf>
  command: string
  now: string
}

/** A code as the report shows it. */
export function shownCode(code: string, { showCodes }: Pick<VoucherReport, 'showCodes'>): string {
  return showCodes ? code : maskedCode(code)
}

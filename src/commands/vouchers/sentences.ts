/** Vouchers in words. */

import type { DoubtCode, JudgedVoucher, RepeatedCode, VoucherFigures } from '../../reports/vouchers/vouchers.ts'
import type { VoucherState } from '../../rules/programs/voucher.ts'
import { grouped, plural } from '../../terminal/plural.ts'

/** What the reader should know first; not known: the command ends with 4. */
export interface Finding {
  code: 'end_soon' | 'none_end_soon' | 'none' | 'not_imported' | 'too_old' | 'cannot_tell'
  text: string
  isKnown: boolean
}

/** The finding in one sentence. */
export function findingOf({
  figures,
  partner,
  isOld,
  mayBeMore,
}: {
  figures: VoucherFigures | null
  partner: { name: string } | null
  isOld: boolean
  mayBeMore: boolean
}): Finding {
  if (figures === null)
    return { code: 'not_imported', text: 'CANNOT TELL: no list of PSE vouchers was ever imported', isKnown: false }
  const whose = partner === null ? '' : ` of ${partner.name}`
  const { counts, soon } = figures
  if (counts.all === 0 && mayBeMore)
    return { code: 'cannot_tell', text: `CANNOT TELL: no voucher${whose} for certain; see what is left out`, isKnown: false }
  if (isOld) return { code: 'too_old', text: `CANNOT TELL: the list of vouchers is too old to rely on`, isKnown: false }
  if (counts.all === 0) return { code: 'none', text: `No voucher${whose} in the list`, isKnown: true }
  const all = plural(counts.all, 'voucher')
  if (counts.endsSoon === 0)
    return { code: 'none_end_soon', text: `None of ${all}${whose} ends unused by ${soon}`, isKnown: true }
  const end = counts.endsSoon === 1 ? 'ends' : 'end'
  return { code: 'end_soon', text: `${grouped(counts.endsSoon)} of ${all}${whose} ${end} unused by ${soon}`, isKnown: true }
}

/** How a voucher stands, as a table shows it. */
export const STATE: Readonly<Record<VoucherState, string>> = {
  not_issued: 'not issued yet',
  used: 'used',
  expired: 'EXPIRED unused',
  ends_soon: 'ENDS SOON',
  unused: 'unused',
  no_end: 'unused, no last day',
}

/** What is doubtful about a voucher. */
export function doubtWords(doubt: DoubtCode, { issued, used, expires, holder, holderNow, rejected }: JudgedVoucher): string {
  switch (doubt) {
    case 'used_after_end':
      return `used on ${used}, after its last day, ${expires}`
    case 'used_before_issued':
      return `used on ${used}, before it was issued on ${issued}`
    case 'used_later':
      return `used on ${used}, a day to come`
    case 'ends_before_issued':
      return `ends on ${expires}, before it was issued on ${issued}`
    case 'holder_elsewhere':
      return `${holder ?? 'its holder'} is in the portal under ${holderNow} now`
    case 'newer_rejected':
      return `its newer row was rejected (${rejected}), so this may no longer be true`
  }
}

/** What is wrong with a code that a list has more than once. */
export function repeatedWords({ places }: RepeatedCode): string {
  return `${places.length} rows of the list have this code: correct the list`
}

/** What a person does about a voucher that ends soon. */
export function stepWords({ expires, holder, partner, named, holderNow }: JudgedVoucher, code: string): string {
  const whose = partner?.name ?? (named === null ? 'no partner' : `${named} (not certain)`)
  if (holderNow !== null)
    return `${whose}: ask who is to use ${code} by ${expires}; ${holder ?? 'its holder'} is in the portal under ${holderNow} now`
  return holder === null
    ? `${whose}: find someone to use ${code} by ${expires}`
    : `${whose}: remind ${holder} to use ${code} by ${expires}, or give it to someone else`
}

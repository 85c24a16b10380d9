import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { portalUsers } from '../../records/kinds/portal-users.ts'
import { countAll } from '../../reports/vouchers/vouchers.ts'
import { askedDays, askedQuarter } from '../../scorecards/asked.ts'
import { readDesk } from '../../scorecards/desk.ts'
import { leftOutLists, listIfThere } from '../../scorecards/list-rows.ts'
import { checkPublish, type PublishFlags, publish } from '../../scorecards/publish.ts'
import { leftOutOf, sourcesOf } from '../../scorecards/sources.ts'
import { readVouchers } from '../../scorecards/vouchers.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { voucherReport } from './report.ts'
import { findingOf } from './sentences.ts'

export interface VoucherFlags extends CommonFlags, PublishFlags {
  quarter?: string
  expiringDays?: string
  withAddresses?: boolean
  showCodes?: boolean
}

/** Lists the vouchers of a partner, or of all. Ends with 4 where the list cannot say how they stand. */
export async function runVouchers(context: Context, flags: VoucherFlags, named: string | undefined): Promise<ExitCode> {
  const { today, now } = context
  const asked = { quarter: askedQuarter(flags.quarter, today), today, expiringDays: askedDays(flags.expiringDays) }
  const shown = { withAddresses: flags.withAddresses ?? false, showCodes: flags.showCodes ?? false }
  checkPublish(flags)
  const store = await context.openStore('read')
  try {
    const partner = named === undefined ? null : (await choosePartner(context, store, named)).partner
    const desk = await readDesk(context, store, partner)
    const { list, rows, repeated } = await readVouchers(desk, store)
    const lists = [leftOutLists(desk, list), ...(await listIfThere(desk, store, portalUsers))]
    const { list: newest, unlinked, rejected } = list.linked
    const figures = newest === null ? null : countAll(rows, asked)
    const mayBeMore = rejected !== null || (partner !== null && unlinked.rows > 0)
    const finding = findingOf({ figures, partner, isOld: newest?.isOld ?? false, mayBeMore })
    const report = voucherReport({
      ...{ asked, ...shown, partner, figures, repeated, finding, now },
      uncertain: partner === null ? rows.filter((row) => row.partner === null).length : 0,
      sources: sourcesOf(lists),
      leftOut: leftOutOf(lists),
      command: commandOf(named, flags, now),
    })
    const code = await publish(context, flags, report)
    return finding.isKnown ? code : ExitCode.cannotTell
  } finally {
    await store.close()
  }
}

function commandOf(named: string | undefined, flags: VoucherFlags, now: string): string {
  const { quarter, expiringDays, withAddresses, showCodes } = flags
  return [
    'phd vouchers',
    ...(named === undefined ? [] : [shellWord(named)]),
    ...(quarter === undefined ? [] : [`--quarter ${shellWord(quarter)}`]),
    ...(expiringDays === undefined ? [] : [`--expiring-days ${expiringDays}`]),
    ...(withAddresses ? ['--with-addresses'] : []),
    ...(showCodes ? ['--show-codes'] : []),
    `--as-of ${now}`,
  ].join(' ')
}

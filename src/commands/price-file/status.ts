import type { Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { runStatus, type StatusFlags } from '../../decisions/quarters/status.ts'
import { nextOf, readQuarter } from '../../decisions/quarters/work.ts'
import { priceFileWork } from '../../decisions/quarters/works.ts'
import { NO_DRAFTS } from '../../drafts/batch.ts'
import { type ExitCode, usageError } from '../../errors.ts'
import { distributorAddresses } from '../../mailbox/distributor-addresses.ts'
import { draftMails } from './drafts.ts'
import { moreOf } from './sentences.ts'

export interface PriceFileFlags extends StatusFlags {
  draft?: string
  set?: readonly string[]
}

/** Shows what is due for the price files of a quarter, and drafts the mails to the distributors. */
export async function runPriceFileStatus(context: Context, flags: PriceFileFlags): Promise<ExitCode> {
  const folder = givenValue('--draft', flags.draft)
  if (folder === undefined && flags.set) throw usageError('--set is for the mails to distributors', 'add --draft <folder>')
  const work = priceFileWork(context)
  const quarter = readQuarter(flags.quarter) ?? nextOf(work, context)
  return runStatus(context, flags, work, async (store) => {
    const { departments, distributors } = work.policy
    const { found, others, rejected } = await distributorAddresses(store, context.today, distributors)
    const { drafts, undrafted } =
      folder === undefined ? NO_DRAFTS : await draftMails(context, store, { addresses: found, quarter, folder, typed: flags.set })
    return moreOf({ departments, addresses: found, others, rejected, drafts, undrafted })
  })
}

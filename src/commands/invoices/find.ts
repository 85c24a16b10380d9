import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { type NewestList, newestOf } from '../../partners/list-state.ts'
import { invoices } from '../../records/kinds/invoices.ts'
import { readInvoiceGuide } from '../../reference/invoices.ts'
import { print } from '../../terminal/print.ts'
import { findView } from './find-view.ts'
import { type FoundInvoices, readInvoices } from './read.ts'

export interface FindFlags extends CommonFlags {
  month?: string
  opportunity?: string
}

/** Finds the invoices of a partner, and says who receives them, when, and where to look. */
export async function runInvoicesFind(context: Context, flags: FindFlags, named: string | undefined): Promise<ExitCode> {
  const month = readMonth(flags.month)
  const opportunity = givenValue('--opportunity', flags.opportunity)?.trim() ?? null
  const guide = readInvoiceGuide()
  const store = await context.openStore('read')
  try {
    const { partner } = await choosePartner(context, store, named)
    const found = await readInvoices(context, store, { partner, month, opportunity }, guide.sent.won)
    const { now, asOf } = context
    const list = await newestOf(context, store, invoices)
    const page = { ...found, partner: { id: partner.id, name: partner.name }, month, opportunity, guide, list, now, asOf }
    print(context.io, context.format, findView(page, context.io))
    return exitOf(found, list)
  } finally {
    await store.close()
  }
}

/** Found: yes. None: no, if the list is fresh, none of its other rows may be the partner's or of the month, and the opportunity is known. */
function exitOf({ invoices: found, undated, unclear, rejected, isKnown }: FoundInvoices, list: NewestList | null): ExitCode {
  if (found.length > 0) return ExitCode.yes
  const isWhole = list !== null && !list.isOld && undated.length === 0 && unclear.length === 0 && rejected === null
  return isWhole && isKnown ? ExitCode.no : ExitCode.cannotTell
}

/** The month of --month, YYYY-MM; null where none was given. Throws a usage error. */
function readMonth(given: string | undefined): string | null {
  const text = givenValue('--month', given)?.trim()
  if (text === undefined) return null
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)) throw usageError(`--month ${text} is not a month`, 'write it as --month 2026-10')
  return text
}

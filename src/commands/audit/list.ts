import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue, readCount } from '../../app/option-values.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import { print } from '../../terminal/print.ts'
import { printRows } from '../../terminal/print-rows.ts'
import { auditEntryView, auditListing } from './entries-view.ts'

export interface ListFlags extends CommonFlags {
  partner?: string
  action?: string
  limit?: string
}

/** Lists the entries of the audit, newest first. Throws usage errors, and what choosing a partner throws. */
export async function runList(context: Context, flags: ListFlags): Promise<ExitCode> {
  const given = givenValue('--limit', flags.limit)
  const count = { what: 'number from 1 to 9999999', least: 1, digits: 7, example: '--limit 20' } as const
  const limit = given === undefined ? null : readCount('--limit', given, count)
  const named = givenValue('--partner', flags.partner)
  const action = givenValue('--action', flags.action)?.trim().toLowerCase()
  const store = await context.openStore('read')
  try {
    const partner = named === undefined ? null : (await choosePartner(context, store, named)).partner
    const entries = await store.auditEntries({
      partnerId: partner?.id ?? null,
      action: action ?? null,
      limit,
    })
    await printRows(context.io, context.format, auditListing(entries))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** Shows one entry in full. Throws a usage error for anything but a number, and `no_such_entry`. */
export async function runShow(context: Context, _flags: CommonFlags, [id = '']: string[]): Promise<ExitCode> {
  if (!/^[1-9]\d{0,9}$/.test(id)) throw usageError(`"${id}" is not the number of an audit entry`, 'see: phd audit list')
  const store = await context.openStore('read')
  try {
    const found = await store.auditEntry(Number(id))
    if (!found) throw failure('no_such_entry', `no audit entry ${id}`, 'see: phd audit list')
    print(context.io, context.format, auditEntryView(found, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

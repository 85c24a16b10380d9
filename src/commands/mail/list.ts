import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { ExitCode } from '../../errors.ts'
import { MAIL_ACTION, rememberedMails } from '../../mailbox/memory.ts'
import { print } from '../../terminal/print.ts'
import { listView } from './list-view.ts'

export interface MailListFlags extends CommonFlags {
  partner?: string
}

/** Lists the mails that were routed, newest first. */
export async function runMailList(context: Context, flags: MailListFlags): Promise<ExitCode> {
  const named = givenValue('--partner', flags.partner)
  const store = await context.openStore('read')
  try {
    const partner = named === undefined ? null : (await choosePartner(context, store, named)).partner
    const entries = await store.entriesOf([MAIL_ACTION], partner ? { partnerId: partner.id } : undefined)
    print(context.io, context.format, listView(rememberedMails(entries).reverse(), context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

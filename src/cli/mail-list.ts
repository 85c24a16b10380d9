import type { CommonFlags, Context } from '../context.ts'
import { ExitCode } from '../errors.ts'
import { MAIL_ACTION, rememberedMails } from '../jobs/mail-memory.ts'
import { printMailList } from '../output/mail-list.ts'
import { givenValue } from './command.ts'
import { choosePartner } from './subject.ts'

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
    printMailList(context, rememberedMails(entries).reverse())
    return ExitCode.yes
  } finally {
    store.close()
  }
}

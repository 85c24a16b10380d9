import { type ClaimFlags, claimAct } from '../../app/claims/options.ts'
import { runClaim } from '../../app/claims/run.ts'
import { claimView } from '../../app/claims/view.ts'
import type { Context } from '../../app/context.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import { subjectOfMail } from '../../mailbox/claims.ts'
import { findMails } from '../../mailbox/mail-files.ts'
import type { SortedMail } from '../../mailbox/sort.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { openSorting } from './shared.ts'

/** Takes a mail for the person who asks, gives it back, or takes it from a colleague. */
export async function runMailClaim(context: Context, flags: ClaimFlags, [path = '']: string[]): Promise<ExitCode> {
  const act = claimAct(flags)
  const store = await context.openStore('claim')
  try {
    const sorted = await oneMail(context, store, path)
    const { name, repeats } = sorted
    if (repeats?.isDone && act !== 'release')
      throw failure('already_recorded', `it was routed before: ${repeats.name}`, 'see: phd mail list')
    const wanted = { subject: subjectOfMail(sorted), what: name, partner: null, request: null }
    const named = { what: name, by: { group: 'mail' as const, reference: path } }
    const result = await runClaim(context, store, { wanted, named }, act)
    print(context.io, context.format, claimView(result, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** The one mail of a file. Throws `mail_unreadable`, and a usage error where there are several. */
async function oneMail(context: Context, store: RecordReader, path: string): Promise<SortedMail> {
  const { sorter, rules } = await openSorting(context, store)
  let only: SortedMail | null = null
  for await (const found of findMails([path], rules.limits.bytes, () => {})) {
    if (only) throw usageError(`${path} has several mails`, 'name the file of one mail')
    const sorted = await sorter.sort(found)
    if ('quarantined' in sorted)
      throw failure(
        'mail_unreadable',
        `${sorted.name} is not interpreted: ${sorted.quarantined.message}`,
        'open it in your mail program',
      )
    only = sorted
  }
  if (only) return only
  throw failure('no_mail', `no mail in ${path}`, 'name an .eml file')
}

import { type ClaimFlags, claimAct } from '../../app/claims/options.ts'
import { runClaim } from '../../app/claims/run.ts'
import { claimView } from '../../app/claims/view.ts'
import type { Context } from '../../app/context.ts'
import { ExitCode, failure } from '../../errors.ts'
import { subjectOfMail } from '../../mailbox/claims.ts'
import { oneMail } from '../../mailbox/one-mail.ts'
import { print } from '../../terminal/print.ts'
import { openSorting } from './shared.ts'

/** Takes a mail for the person who asks, gives it back, or takes it from a colleague. */
export async function runMailClaim(context: Context, flags: ClaimFlags, [path = '']: string[]): Promise<ExitCode> {
  const act = claimAct(flags)
  const store = await context.openStore('claim')
  try {
    const sorted = await oneMail(await openSorting(context, store), path)
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

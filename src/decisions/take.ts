import { type ClaimFlags, claimAct } from '../app/claims/options.ts'
import { runClaim } from '../app/claims/run.ts'
import { claimView } from '../app/claims/view.ts'
import type { Context } from '../app/context.ts'
import { ExitCode, failure } from '../errors.ts'
import { isOpen, type Question } from '../requests/request.ts'
import type { RecordReader } from '../store/store.ts'
import { print } from '../terminal/print.ts'
import { licensePolicy } from '../verdicts/license-rule.ts'
import { type Takeable, takeable, takeableForm } from './claims.ts'
import { requestNumbered, requestsNamed, waitingFormNamed } from './which-request.ts'

/** Takes a request for the person who asks, gives it back, or takes it from a colleague. */
export async function runTake(context: Context, flags: ClaimFlags, question: Question, reference: string): Promise<ExitCode> {
  const act = claimAct(flags)
  const store = await context.openStore('change')
  try {
    const result = await runClaim(context, store, await requestToTake(context, store, question, reference), act)
    print(context.io, context.format, claimView(result, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** The request, or the row of the request form, that waits. Throws `no_such_request` (3), `not_open`. */
async function requestToTake(context: Context, store: RecordReader, question: Question, reference: string): Promise<Takeable> {
  if (question === 'nfr' && reference.trim().startsWith('form:')) {
    const form = await waitingFormNamed(context, store, await licensePolicy(context), reference)
    if (form) return takeableForm(form)
    throw failure('no_such_request', `no open request ${reference}`, 'see: phd nfr list')
  }
  const request = requestNumbered(reference, question, await requestsNamed(store, question, reference))
  if (isOpen(request)) return takeable(request)
  const { id, state } = request
  throw failure(
    'not_open',
    `request ${id} is already ${state}`,
    `if it needs an answer again: phd ${question} reopen ${id} --reason "…"`,
  )
}

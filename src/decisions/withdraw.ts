import type { Context } from '../app/context.ts'
import { deskCalendar } from '../app/desk-calendar.ts'
import { neededReason } from '../app/option-values.ts'
import type { ReasonFlags } from '../app/request-options.ts'
import { ExitCode, failure } from '../errors.ts'
import { closedEntry, openedEntry } from '../requests/entries.ts'
import { type DeskRequest, isOpen, type Question, requestsOf } from '../requests/request.ts'
import type { NewRequestEntry, RequestEntry, Store } from '../store/store.ts'
import { print } from '../terminal/print.ts'
import { letterPolicy } from '../verdicts/letter-rule.ts'
import { licensePolicy } from '../verdicts/license-rule.ts'
import { recordOrTry } from './carry-out.ts'
import { refuseTaken, takeable, takeableForm, withClaim } from './claims.ts'
import { type OpenedResult, openedView } from './lists/opened-view.ts'
import { type ListedRequest, listRequest } from './lists/rows.ts'
import { entriesNamed, requestNumbered, requestsFor, waitingFormNamed } from './which-request.ts'

/** Takes a request off the list of what waits: it came twice, or the requester withdrew it. This decides nothing. */
export async function runWithdraw(
  context: Context,
  flags: ReasonFlags,
  question: Question,
  reference: string,
): Promise<ExitCode> {
  const reason = neededReason(flags.reason, 'a reason is needed', 'it came twice')
  return changeRequest(context, 'withdrawn', reference, async (store, before) => {
    const request = requestsFor(question, before).find(({ id }) => String(id) === reference.trim())
    if (!request) return withdrawnForm(context, store, { question, reference, reason })
    if (isOpen(request)) {
      await refuseTaken(store, takeable(request), context.actor)
      return [closedEntry('withdrawn', request.id, request.partner, reason)]
    }
    throw failure(
      'not_open',
      `request ${request.id} is already ${request.state}`,
      `if that was a mistake, first: phd ${question} reopen ${request.id} --reason "…"`,
    )
  })
}

/** Opens a request again that was decided or withdrawn by mistake: it waits for an answer, and its approval no longer counts. */
export async function runReopen(context: Context, flags: ReasonFlags, question: Question, reference: string): Promise<ExitCode> {
  const reason = neededReason(flags.reason, 'a reason is needed', 'it was for another company')
  return changeRequest(context, 'reopened', reference, async (_, before) => {
    const { id, partner, ...request } = requestNumbered(reference, question, requestsFor(question, before))
    if (isOpen(request)) throw failure('is_open', `request ${id} is already open`, `see: phd ${question} list`)
    return [closedEntry('reopened', id, partner, reason)]
  })
}

/** Records what changes a request, and prints the request as it is then. */
async function changeRequest(
  context: Context,
  status: OpenedResult['status'],
  reference: string,
  entriesFor: (store: Store, before: readonly RequestEntry[]) => Promise<NewRequestEntry[]>,
): Promise<ExitCode> {
  const store = await context.openStore('decide')
  try {
    const before = await entriesNamed(store, reference)
    const recorded = await recordOrTry(context, store, await entriesFor(store, before))
    const changed = requestsOf([...before, ...recorded]).find(({ id }) => id === recorded.at(-1)?.request)
    if (!changed) throw new Error('a request that was changed is in the audit')
    const request = await shown(context, store, changed)
    const result: OpenedResult = { status: context.dryRun ? 'dry_run' : status, request, warnings: [] }
    print(context.io, context.format, openedView(result, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

async function shown(context: Context, store: Store, request: DeskRequest): Promise<ListedRequest> {
  const days = await deskCalendar(context, store, undefined)
  // Only what waits for an answer has a clock, and needs the policy of the day.
  const policy = isOpen(request) ? await (request.question === 'nfr' ? licensePolicy(context) : letterPolicy(context)) : null
  const listed = listRequest(context, request, { days, slaBusinessDays: policy?.slaBusinessDays ?? 0 }, null)
  return isOpen(request) ? withClaim(store, listed) : listed
}

interface FormWithdrawn {
  question: Question
  reference: string
  reason: string
}

/** A row of the request form becomes a request, and is withdrawn. Throws `no_such_request` (3). */
async function withdrawnForm(
  context: Context,
  store: Store,
  { question, reference, reason }: FormWithdrawn,
): Promise<NewRequestEntry[]> {
  const form = await waitingFormNamed(context, store, await licensePolicy(context), reference)
  if (!form) {
    throw failure('no_such_request', `no open request ${reference}`, `see: phd ${question} list`)
  }
  await refuseTaken(store, takeableForm(form), context.actor)
  const { partner, requester, received, key, type, users, renewal } = form
  const opened = openedEntry({
    question: 'nfr',
    partnerId: partner?.id ?? null,
    partnerName: partner?.name ?? null,
    requester,
    received: received ?? context.now,
    envelopeId: null,
    ask: type !== null && users !== null ? { type, users, renewal } : null,
    formKey: key,
    notice: null,
  })
  return [opened, closedEntry('withdrawn', 'opened', partner, reason)]
}

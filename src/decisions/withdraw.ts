import { givenValue } from '../app/command.ts'
import type { CommonFlags, Context } from '../app/context.ts'
import { deskCalendar } from '../app/desk-calendar.ts'
import { ExitCode, failure, usageError } from '../errors.ts'
import { closedEntry, openedEntry } from '../requests/entries.ts'
import { type DeskRequest, isOpen, type Question, requestsOf } from '../requests/request.ts'
import type { Basis, NewRequestEntry, RecordReader, RequestEntry } from '../store/store.ts'
import { listed } from './listing.ts'
import { recordingOf } from './options.ts'
import { printOpened } from './requests-view.ts'

export interface WithdrawFlags extends CommonFlags {
  reason?: string
}

/** Takes a request off the list of what waits: it came twice, or who asked took it back. Nothing is decided by it. */
export async function runWithdraw(
  context: Context,
  flags: WithdrawFlags,
  question: Question,
  reference: string,
): Promise<ExitCode> {
  const reason = reasonOf(flags, 'it came twice')
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const before = await store.requestEntries()
    const requests = requestsOf(before).filter((request) => request.question === question)
    const request = requests.find(({ id }) => String(id) === reference.trim())
    if (request && !isOpen(request)) throw notNow(request, 'if that was a mistake, first')
    const entries = request
      ? [closedEntry('withdrawn', request.id, request.partner, reason, recordingOf(context))]
      : await ofForm(context, store, reference, reason)
    if (!entries) {
      throw failure('no_such_request', `no request ${reference} waits`, `see: phd ${question} list`)
    }
    const recorded = context.dryRun ? wouldBe(entries, basis) : await store.record(entries, basis)
    const made = requestsOf([...before, ...recorded]).find(({ id }) => id === recorded.at(-1)?.request)
    if (!made) throw new Error('a request that is withdrawn is on record')
    const days = await deskCalendar(context, store, undefined)
    printOpened(context, {
      status: context.dryRun ? 'dry_run' : 'withdrawn',
      request: listed(context, made, days, 0, null),
      warnings: [],
    })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

/** Opens a request again that was decided or withdrawn by mistake: it waits for an answer, and what was approved for it counts no more. */
export async function runReopen(
  context: Context,
  flags: WithdrawFlags,
  question: Question,
  reference: string,
): Promise<ExitCode> {
  const reason = reasonOf(flags, 'it was of another company')
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const before = await store.requestEntries()
    const request = requestsOf(before).find(({ id, question: of }) => of === question && String(id) === reference.trim())
    if (!request) {
      throw failure('no_such_request', `there is no request ${reference}`, `see: phd ${question} list --closed`)
    }
    if (isOpen(request)) throw failure('is_open', `request ${request.id} is open already`, `see: phd ${question} list`)
    const entries = [closedEntry('reopened', request.id, request.partner, reason, recordingOf(context))]
    const recorded = context.dryRun ? wouldBe(entries, basis) : await store.record(entries, basis)
    const made = requestsOf([...before, ...recorded]).find(({ id }) => id === request.id) ?? request
    const days = await deskCalendar(context, store, undefined)
    const shown = listed(context, made, days, await slaOf(context, question), null)
    printOpened(context, { status: context.dryRun ? 'dry_run' : 'reopened', request: shown, warnings: [] })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

async function slaOf(context: Context, question: Question): Promise<number> {
  if (question === 'nfr') return (await (await import('../verdicts/license-rule.ts')).licensePolicy(context)).slaBusinessDays
  return (await (await import('../verdicts/letter-rule.ts')).letterPolicy(context)).slaBusinessDays
}

function reasonOf(flags: WithdrawFlags, example: string): string {
  const reason = givenValue('--reason', flags.reason)?.trim()
  if (reason === undefined) throw usageError('a reason is needed', `say --reason "${example}"`)
  return reason
}

function notNow({ id, question, state }: DeskRequest, why: string): Error {
  return failure('not_open', `request ${id} is ${state} already`, `${why}: phd ${question} reopen ${id} --reason "…"`)
}

/** The entries as they would stand in the audit. */
function wouldBe(entries: readonly NewRequestEntry[], { audit }: Basis): RequestEntry[] {
  return entries.map((entry, i) => {
    const request = typeof entry.request === 'number' ? entry.request : audit + 1
    return { ...entry, id: audit + 1 + i, request, previous: '', hash: '' }
  })
}

/** A row of the request form becomes a request, and is withdrawn; null where no such row waits. */
async function ofForm(
  context: Context,
  store: RecordReader,
  reference: string,
  reason: string,
): Promise<NewRequestEntry[] | null> {
  const { waitingForms } = await import('../commands/nfr/requests.ts')
  const { licensePolicy } = await import('../verdicts/license-rule.ts')
  const requests = requestsOf(await store.requestEntries())
  const forms = await waitingForms(context, store, await licensePolicy(context), requests)
  const form = forms.find((each) => each.reference === reference.trim())
  if (!form) return null
  const { partner, requester, received, key, type, users, renewal } = form
  const opened = openedEntry(
    {
      question: 'nfr',
      partnerId: partner?.id ?? null,
      partnerName: partner?.name ?? null,
      requester,
      received: received ?? context.now,
      envelopeId: null,
      ask: type !== null && users !== null ? { type, users, renewal } : null,
      formKey: key,
      notice: null,
    },
    recordingOf(context),
  )
  return [opened, closedEntry('withdrawn', 'opened', partner, reason, recordingOf(context))]
}

import { choosePartner } from '../../app/choose-partner.ts'
import { givenValue } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { deskCalendar } from '../../app/desk-calendar.ts'
import { byUrgency, listed } from '../../decisions/listing.ts'
import { type DecideFlags, receivedOf, recordingOf, requesterOf } from '../../decisions/options.ts'
import { type ExpiringList, type OpenedResult, printExpiring, printOpened, printRequests } from '../../decisions/requests-view.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import type { Notice } from '../../mail/notice.ts'
import type { Partner } from '../../partners/partner.ts'
import { parseDate, whyNoDay } from '../../records/date-order.ts'
import { lettersIssued } from '../../records/kinds/letters-issued.ts'
import { letterEntry, namedEntry, openedEntry } from '../../requests/entries.ts'
import { type DeskRequest, isOpen, lettersOf, type Requester, requestsOf } from '../../requests/request.ts'
import { addYear } from '../../rules/day.ts'
import type { Basis, NewRequestEntry, RecordReader, RequestEntry, Store } from '../../store/store.ts'
import { letterPolicy } from '../../verdicts/letter-rule.ts'

export interface RequestFlags extends DecideFlags {
  partner?: string
}

export interface ListFlags extends CommonFlags {
  closed?: boolean
  region?: string
}

export interface ExpiringFlags extends CommonFlags {
  within: string
}

export interface LetterFlags extends CommonFlags {
  date?: string
  request?: string
}

/** Opens a request, or names the partner of one. */
export async function runLoaRequest(context: Context, flags: RequestFlags, [notice]: string[]): Promise<ExitCode> {
  const named = givenValue('--partner', flags.partner)
  if (notice !== undefined && flags.request !== undefined) {
    throw usageError('name a notice or --request, not both', 'see: phd loa request --help')
  }
  if (flags.request !== undefined && named === undefined && !context.interactive) {
    throw usageError('--request needs the partner', 'say --partner <the company on the document>')
  }
  const received = receivedOf(context, flags.received)
  const said = requesterOf(flags)
  const read = notice === undefined ? null : await readNoticeFile(context, notice, received)
  // A notice is recorded even where no export is imported yet; a partner can only be named where there are accounts.
  const store = await context.openStore(read !== null && named === undefined ? 'record' : 'change')
  try {
    const basis = await store.basis()
    const entries = await store.requestEntries()
    const requests = requestsOf(entries).filter(({ question }) => question === 'loa')
    const known =
      flags.request !== undefined ? numbered(flags.request, requests) : read && sameNotice(read.notice, requests, entries)
    // A notice that comes again, of a request that has its partner, asks nothing.
    const partner = known?.partner && named === undefined ? null : await companyOf(context, store, named)
    const opened = known
      ? await nameRequest(context, store, basis, known, partner)
      : await openRequest(context, store, basis, { partner, said, received, read })
    const days = await deskCalendar(context, store, undefined)
    printOpened(context, {
      ...opened,
      request: listed(context, opened.request, days, (await letterPolicy(context)).slaBusinessDays, null),
    })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

type Opened = Omit<OpenedResult, 'request'> & { request: DeskRequest }

/** Records which partner a request is of; what is recorded already is left as it is. */
async function nameRequest(
  context: Context,
  store: Store,
  basis: Basis,
  known: DeskRequest,
  partner: Partner | null,
): Promise<Opened> {
  if (!partner || known.partner?.id === partner.id) return { status: 'unchanged', request: known, warnings: [] }
  if (!isOpen(known)) {
    throw usageError(
      `request ${known.id} is ${known.state}, and of ${known.partner?.name ?? 'no partner'}`,
      `if that was a mistake, first: phd loa reopen ${known.id} --reason "…"`,
    )
  }
  if (!context.dryRun) await store.record([namedEntry(known.id, partner, recordingOf(context))], basis)
  return { status: context.dryRun ? 'dry_run' : 'named', request: { ...known, partner }, warnings: [] }
}

interface Asking {
  partner: Partner | null
  said: Requester
  received: string | null
  read: { notice: Notice; name: string } | null
}

/** Opens a request by a notice, or by what a person says. */
async function openRequest(
  context: Context,
  store: Store,
  basis: Basis,
  { partner, said, received, read }: Asking,
): Promise<Opened> {
  const requester = {
    name: said.name ?? read?.notice.requester.name ?? null,
    address: said.address ?? read?.notice.requester.address ?? null,
  }
  if (!read && (!partner || requester.name === null)) {
    throw usageError(
      'there is no notice, so say who asks and for which partner',
      'phd loa request --partner <partner> --requester <name>',
    )
  }
  const opened = asked(context, { partner, requester, received: received ?? read?.notice.received ?? context.now, read })
  const id = basis.audit + 1
  const recorded = context.dryRun ? [{ ...opened, id, request: id, previous: '', hash: '' }] : await store.record([opened], basis)
  const [request] = requestsOf(recorded)
  if (!request) throw new Error('a request that was opened is on record')
  const warnings = (read?.notice.warnings ?? []).filter((code) => code !== 'no_address' || requester.address === null)
  return { status: context.dryRun ? 'dry_run' : 'opened', request, warnings }
}

async function readNoticeFile(
  context: Context,
  path: string,
  received: string | null,
): Promise<{ notice: Notice; name: string }> {
  const { LARGEST_NOTICE, readNotice } = await import('../../mail/notice.ts')
  const { readBytes } = await import('../../imports/read/read-text.ts')
  const { readDesk } = await import('../../reference/reference.ts')
  const { name, bytes } = readBytes(path, LARGEST_NOTICE + 1)
  return { name, notice: await readNotice(bytes, { file: name, now: context.now, received }, readDesk()) }
}

/** The company that the document names: as it was said; else asked for on a terminal; else not known yet. */
async function companyOf(context: Context, store: Store, named: string | undefined): Promise<Partner | null> {
  if (named === undefined && !context.interactive) return null
  return (await choosePartner(context, store, named, 'Which company does the document name?')).partner
}

function numbered(number: string, requests: readonly DeskRequest[]): DeskRequest {
  const request = requests.find(({ id }) => String(id) === number.trim())
  if (request) return request
  throw failure('no_such_request', `there is no request ${number}`, 'see: phd loa list --closed')
}

/** An id of a mail is kept as its hash: nothing that a stranger wrote there is of use to anybody. */
function hashed(messageId: string | null): string | null {
  return messageId === null ? null : process.getBuiltinModule('node:crypto').hash('sha256', messageId)
}

/** The request that a notice opened before: the same mail by its id or content, or another mail of the same envelope. */
/** The entry of a request for a letter, by a notice or by what a person said. */
function asked(
  context: Context,
  {
    partner,
    requester,
    received,
    read,
  }: { partner: Partner | null; requester: Requester; received: string; read: Asking['read'] },
): NewRequestEntry {
  return openedEntry(
    {
      question: 'loa',
      partnerId: partner?.id ?? null,
      partnerName: partner?.name ?? null,
      requester,
      received,
      envelopeId: read?.notice.envelopeId ?? null,
      ask: null,
      formKey: null,
      notice: read && { file: read.name, messageId: hashed(read.notice.messageId), sha256: read.notice.sha256 },
    },
    recordingOf(context),
  )
}

/** The entry that opens the request of a notice; null where one of these entries opened it already, which is given in its stead. */
export function requestOfNotice(
  context: Context,
  read: { notice: Notice; name: string },
  entries: readonly RequestEntry[],
): { known: number } | { opens: NewRequestEntry } {
  const known = sameNotice(read.notice, requestsOf(entries), entries)
  if (known) return { known: known.id }
  const { requester, received } = read.notice
  return { opens: asked(context, { partner: null, requester, received, read }) }
}

function sameNotice(
  { messageId, sha256, envelopeId }: Notice,
  requests: readonly DeskRequest[],
  entries: readonly RequestEntry[],
): DeskRequest | null {
  const same = entries.find(({ action, body }) => {
    if (action !== 'loa_requested') return false
    const { notice } = body
    const isSameMail =
      notice !== null && ((messageId !== null && notice.messageId === hashed(messageId)) || notice.sha256 === sha256)
    return isSameMail || (envelopeId !== null && body.envelopeId === envelopeId)
  })
  return requests.find(({ id }) => id === same?.id) ?? null
}

/** Records that a letter was issued. */
export async function runLetter(context: Context, flags: LetterFlags, [subject]: string[]): Promise<ExitCode> {
  const given = givenValue('--date', flags.date)
  const date = parseDate(given ?? '')
  if (given === undefined) throw usageError('the date on the letter is needed', 'say it as --date 2026-11-24')
  if (typeof date !== 'string') throw usageError(`--date ${given} ${whyNoDay(given)}`, 'write it as --date 2026-11-24')
  if (date > context.today) throw usageError(`--date ${given} has not come yet`, 'say the date that stands on the letter')
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const { partner } = await choosePartner(context, store, subject)
    const entries = await store.requestEntries()
    const requests = requestsOf(entries).filter(({ question }) => question === 'loa')
    const issued = new Set(entries.flatMap(({ action, request: of }) => (action === 'letter_issued' ? [of] : [])))
    const approved = requests.filter(
      ({ id, partner: of, state }) => of?.id === partner.id && state === 'approved' && !issued.has(id),
    )
    if (flags.request === undefined && approved.length > 1) {
      const numbers = approved.map(({ id, requester }) => `${id} (${requester.name ?? 'requester not known'})`).join(', ')
      throw failure(
        'request_ambiguous',
        `${partner.name} has several requests that were approved: ${numbers}`,
        'say which the letter is for: --request <number>',
      )
    }
    const request = flags.request === undefined ? approved[0] : numbered(flags.request, requests)
    if (request?.partner && request.partner.id !== partner.id)
      throw usageError(`request ${request.id} is of ${request.partner.name}`, 'name that partner, or another request')
    if (request && request.state !== 'approved')
      throw usageError(`request ${request.id} was not approved`, 'record the approval first: phd loa approve')
    const same = lettersOf(entries).find(
      (each) => each.partner.id === partner.id && each.date === date && each.request === (request?.id ?? null),
    )
    if (same) throw failure('already_recorded', `this letter is on record as audit entry ${same.entry}`, 'nothing was recorded')
    if (request && date < context.dayOf(request.received)) {
      throw usageError(
        `--date ${given} lies before request ${request.id} came, on ${context.dayOf(request.received)}`,
        'say the date that stands on the letter',
      )
    }
    const body = { date, requester: request?.requester.name ?? null }
    if (!context.dryRun) await store.record([letterEntry(request?.id ?? null, partner, body, recordingOf(context))], basis)
    const { printLetter } = await import('./letter-view.ts')
    printLetter(context, { partner, date, lastDay: addYear(date), request: request ?? null, isDryRun: context.dryRun })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

/** Lists open requests, late ones first. */
export async function runLoaList(context: Context, flags: ListFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const days = await deskCalendar(context, store, givenValue('--region', flags.region))
    const { slaBusinessDays } = await letterPolicy(context)
    const requests = requestsOf(await store.requestEntries()).filter(
      (request) => request.question === 'loa' && (flags.closed || isOpen(request)),
    )
    printRequests(context, {
      question: 'loa',
      requests: requests.map((request) => listed(context, request, days, slaBusinessDays, null)).sort(byUrgency),
      today: context.today,
      slaBusinessDays,
      form: null,
      now: context.now,
      asOf: context.asOf,
    })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

/** Lists letters whose last day is near. */
export async function runLoaExpiring(context: Context, { within: given }: ExpiringFlags): Promise<ExitCode> {
  const within = readWithin(given)
  const store = await context.openStore('read')
  try {
    const { expiringLetters } = await import('../../requests/expiring.ts')
    const items = await expiringLetters(store, { today: context.today, within })
    printExpiring(context, {
      ...(await expiringFrame(context, store, lettersIssued)),
      question: 'loa',
      within,
      items,
      drafts: [],
      undrafted: [],
    })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

/** How many days ahead a list of what expires looks. Throws a usage error. */
export function readWithin(given: string): number {
  if (!/^\d{1,4}$/.test(given)) throw usageError(`--within ${given} is not a number of days`, 'write it as --within 30')
  return Number(given)
}

/** What every list of what expires says of its source. */
export async function expiringFrame(
  context: Context,
  store: RecordReader,
  { kind, title }: { kind: string; title: string },
): Promise<Pick<ExpiringList, 'today' | 'list' | 'now' | 'asOf'>> {
  const newest = (await store.newestImports()).find((entry) => entry.kind === kind)
  const { isStale } = await import('../../rules/verdict.ts')
  return {
    today: context.today,
    list: newest
      ? { title, file: newest.file, lastSeenAt: newest.lastSeenAt, isOld: isStale(newest, context.now, context.maxAgeDays) }
      : null,
    now: context.now,
    asOf: context.asOf,
  }
}

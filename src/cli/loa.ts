import type { CommonFlags, Context } from '../context.ts'
import { ExitCode, PhdError, usageError } from '../errors.ts'
import type { Notice } from '../mail/notice.ts'
import { handSteps } from '../output/decision-steps.ts'
import { type ExpiringList, type ListedRequest, printExpiring, printOpened, printRequests } from '../output/requests.ts'
import type { Partner } from '../partners/resolve.ts'
import { parseDate } from '../records/date-order.ts'
import { lettersIssued } from '../records/letters-issued.ts'
import { letterEntry, namedEntry, openedEntry } from '../requests/entries.ts'
import { ACTION, type DeskRequest, isOpen, requestsOf } from '../requests/request.ts'
import { addYear } from '../rules/day.ts'
import { inForce } from '../rules/policy.ts'
import type { RecordReader, Store } from '../store/store.ts'
import { type CheckFlags, runCheck } from './check.ts'
import { givenValue, type Register, withExamples } from './command.ts'
import { type DecideFlags, decide, receivedOf, recordingOf, requesterOf, requestFor } from './decide.ts'
import { deskCalendar } from './desk-calendar.ts'
import { byUrgency, listed } from './listing.ts'
import { loaJudge } from './loa-judge.ts'
import { collect } from './replies.ts'
import { choosePartner } from './subject.ts'

interface RequestFlags extends DecideFlags {
  partner?: string
  envelope?: string
}

interface ListFlags extends CommonFlags {
  closed?: boolean
  region?: string
}

interface ExpiringFlags extends CommonFlags {
  within: string
}

interface LetterFlags extends CommonFlags {
  date?: string
  request?: string
}

export const loa: Register = (program, act) => {
  const group = program.command('loa').description('letters of authorization: checked, asked for, decided, expiring')
  withExamples(group, ['phd loa check "Acme GmbH"', 'phd loa list'])
  const check = group
    .command('check')
    .description('may this partner have a letter of authorization? Shows each check, its evidence and the handbook’s section')
    .argument('[partner]', 'id, name, alias or e-mail domain')
    .option('--all', 'every partner, in order of name')
    .option('--file <names.txt>', 'the partners named in a file, one a line')
    .action(
      act<CheckFlags>((context, flags, [subject]) =>
        runCheck(context, flags, subject, (store) => loaJudge(context, store), 'phd loa check'),
      ),
    )
  withExamples(check, [
    'phd loa check "Acme GmbH"',
    'phd loa check 0014M00001sGJ8xQAG --json',
    'phd loa check --all --format csv > loa.csv',
    'phd loa check --file names.txt --max-age 30',
    'phd loa check acme.example --now 2022-11-15',
  ])
  const request = group
    .command('request')
    .description('opens a request, from the notice that DocuSign sends or by hand; never keeps the link in it')
    .argument('[notice.eml]', 'the notice, saved as a mail')
    .option('--partner <partner>', 'the company on the document: id, name, alias or e-mail domain')
    .option('--request <number>', 'name the partner of a request that is on record')
    .option('--requester <name>', 'who asks, where there is no notice')
    .option('--email <address>', 'the address of who asks')
    .option('--received <time>', 'when it came, where the notice does not say')
    .action(act<RequestFlags>(runRequest))
  withExamples(request, [
    'phd loa request notice.eml --partner "Acme GmbH"',
    'phd loa request --request 7 --partner "Acme GmbH"',
    'phd loa request --partner "Acme GmbH" --requester "Ann Lee" --email ann@acme.example --received 2026-11-20',
  ])
  for (const [verb, description] of [
    ['approve', 'records that a letter is approved: runs the check again, and refuses a no or a cannot-tell'],
    ['deny', 'records that a letter is denied: runs the check again, and drafts the text for DocuSign and the mail'],
  ] as const) {
    const command = group
      .command(verb)
      .description(description)
      .argument('[partner]', 'id, name, alias or e-mail domain')
      .option('--request <number>', 'which request, where it is not clear; "new": none that is on record')
      .option('--requester <name>', 'who asks, where no request is on record')
      .option('--email <address>', 'the address of who asks')
      .option('--received <time>', 'when it came, where no request is on record')
      .option('--override', 'decide against the check; with --reason and --approved-by, and marked ever after')
      .option('--reason <text>', 'why')
      .option('--approved-by <name>', 'who approved the override', collect)
    if (verb === 'deny') {
      command
        .option('--draft <folder>', 'write the text for DocuSign and the mail to files there')
        .option('--set <name=value>', 'a value of the drafts; for a list once for each item', collect)
    }
    command.action(
      act<DecideFlags>((context, flags, [subject]) =>
        runDecide(context, flags, subject, verb === 'deny' ? 'denied' : 'approved'),
      ),
    )
    withExamples(command, [
      `phd loa ${verb} "Acme GmbH"${verb === 'deny' ? ' --draft drafts --set trainings="1 more person: Sales Core Training"' : ''}`,
      `phd loa ${verb} "Acme GmbH" --request 7 --yes`,
      `phd loa ${verb} "Acme GmbH" --requester "Ann Lee" --email ann@acme.example --received 2026-11-20`,
      `phd loa ${verb} "Acme GmbH" --override --reason "the dashboard lags" --approved-by "Ed Cepulis"`,
    ])
  }
  const letter = group
    .command('letter')
    .description('records that a letter was issued, with the date on it, so that its end is remembered')
    .argument('[partner]', 'id, name, alias or e-mail domain')
    .option('--date <day>', 'the date on the letter')
    .option('--request <number>', 'the request it was issued for')
    .action(act<LetterFlags>(runLetter))
  withExamples(letter, ['phd loa letter "Acme GmbH" --date 2026-11-24 --request 7'])
  const list = group
    .command('list')
    .description('open requests with the day they are due, late ones first')
    .option('--closed', 'those that were decided too')
    .option('--region <name>', 'count the holidays of a region of the calendar too')
    .action(act<ListFlags>(runList))
  withExamples(list, ['phd loa list', 'phd loa list --closed --format csv > requests.csv', 'phd loa list --region GB'])
  const expiring = group
    .command('expiring')
    .description('letters whose last day is near, soonest first')
    .option('--within <days>', 'how near', '30')
    .action(act<ExpiringFlags>(runExpiring))
  withExamples(expiring, ['phd loa expiring', 'phd loa expiring --within 60 --json'])
}

async function runDecide(
  context: Context,
  flags: DecideFlags,
  subject: string | undefined,
  decision: 'approved' | 'denied',
): Promise<ExitCode> {
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const { partner, by } = await choosePartner(context, store, subject)
    const judge = await loaJudge(context, store)
    const judged = await judge.one(partner, by)
    const requests = requestsOf(await store.requestEntries()).filter(({ question }) => question === 'loa')
    const request = requestFor(flags, 'loa', partner, requests)
    const { readDesk } = await import('../reference/reference.ts')
    const { loaLabel, nfrLabel, mailbox } = readDesk()
    const words = {
      loaLabel,
      nfrLabel,
      mailbox,
      channelManager: partner.account.record.owner,
      slaBusinessDays: judge.policy.slaBusinessDays,
    }
    return await decide(context, store, flags, basis, {
      question: 'loa',
      decision,
      partner,
      judged,
      ask: null,
      term: null,
      request,
      form: null,
      barredBy: [],
      exception: null,
      justification: null,
      replies: decision === 'denied' ? ['loa-denial-docusign', 'loa-denial'] : [],
      values: {},
      leftToDo: handSteps(
        'loa',
        decision,
        { partnerName: partner.name, envelopeId: request?.envelopeId ?? null, licence: null, formRow: null },
        words,
      ),
      remarks: [],
      approvers: [],
    })
  } finally {
    store.close()
  }
}

async function runRequest(context: Context, flags: RequestFlags, [notice]: string[]): Promise<ExitCode> {
  const named = givenValue('--partner', flags.partner)
  if (notice !== undefined && flags.request !== undefined)
    throw usageError('name a notice or --request, not both', 'see: phd loa request --help')
  const received = receivedOf(context, flags.received)
  const said = requesterOf(flags)
  const read = notice === undefined ? null : await readNoticeFile(context, notice, received)
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const entries = await store.requestEntries()
    const requests = requestsOf(entries).filter(({ question }) => question === 'loa')
    const known =
      flags.request !== undefined ? numbered(flags.request, requests) : read && sameNotice(read.notice, requests, entries)
    const isNamed = known?.partner !== null && known !== null
    const partner = isNamed && named === undefined ? null : await companyOf(context, store, named)
    const show = async (request: DeskRequest): Promise<ListedRequest> => {
      const days = await deskCalendar(context, store, undefined)
      return listed(context, request, days, await slaFor(context), null)
    }
    const warnings = read?.notice.warnings ?? []
    if (known) {
      if (partner && known.partner && known.partner.id !== partner.id && !isOpen(known)) {
        throw usageError(`request ${known.id} was decided for ${known.partner.name}`, 'open another one for the other partner')
      }
      if (!partner || known.partner?.id === partner.id) {
        if (flags.request !== undefined && !partner)
          throw usageError('--request needs the partner', 'say --partner <the company on the document>')
        printOpened(context, { status: 'unchanged', request: await show(known), warnings: [] })
        return ExitCode.yes
      }
      if (!context.dryRun) await store.record([namedEntry(known.id, partner, recordingOf(context))], basis)
      printOpened(context, {
        status: context.dryRun ? 'dry_run' : 'named',
        request: await show({ ...known, partner }),
        warnings: [],
      })
      return ExitCode.yes
    }
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
    const opened = openedEntry(
      {
        question: 'loa',
        partnerId: partner?.id ?? null,
        partnerName: partner?.name ?? null,
        requester,
        received: received ?? read?.notice.received ?? context.now,
        envelopeId: read?.notice.envelopeId ?? null,
        ask: null,
        formKey: null,
        notice: read && { file: read.name, messageId: read.notice.messageId, sha256: read.notice.sha256 },
      },
      recordingOf(context),
    )
    const recorded = context.dryRun ? [] : await store.record([opened], basis)
    const [made] = requestsOf(
      recorded.length > 0 ? recorded : [{ ...opened, id: basis.audit + 1, request: basis.audit + 1, previous: '', hash: '' }],
    )
    if (!made) throw new Error('a request that was opened is on record')
    const stillWarned = warnings.filter((code) => code !== 'no_address' || requester.address === null)
    printOpened(context, { status: context.dryRun ? 'dry_run' : 'opened', request: await show(made), warnings: stillWarned })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

async function readNoticeFile(
  context: Context,
  path: string,
  received: string | null,
): Promise<{ notice: Notice; name: string }> {
  const { LARGEST_NOTICE, readNotice } = await import('../mail/notice.ts')
  const { readBytes } = await import('../imports/read-text.ts')
  const { readDesk } = await import('../reference/reference.ts')
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
  throw new PhdError('no_such_request', ExitCode.notFound, `there is no request ${number}`, {
    hint: 'see: phd loa list --closed',
  })
}

/** The request that a notice opened before: the same mail by its id or content, or another mail of the same envelope. */
function sameNotice(
  { messageId, sha256, envelopeId }: Notice,
  requests: readonly DeskRequest[],
  entries: readonly { id: number; action: string; body: Readonly<Record<string, unknown>> }[],
): DeskRequest | null {
  const same = entries.find(({ action, body }) => {
    if (action !== ACTION.loaRequested) return false
    const notice = body.notice as { messageId: string | null; sha256: string } | null
    const isSameMail = notice !== null && ((messageId !== null && notice.messageId === messageId) || notice.sha256 === sha256)
    return isSameMail || (envelopeId !== null && body.envelopeId === envelopeId)
  })
  return requests.find(({ id }) => id === same?.id) ?? null
}

async function slaFor(context: Context): Promise<number> {
  const { readLoaPolicies } = await import('../reference/reference.ts')
  return inForce(readLoaPolicies(), context.today)?.slaBusinessDays ?? 2
}

async function runLetter(context: Context, flags: LetterFlags, [subject]: string[]): Promise<ExitCode> {
  const given = givenValue('--date', flags.date)
  const date = parseDate(given ?? '')
  if (given === undefined || typeof date !== 'string')
    throw usageError('the date on the letter is needed', 'say it as --date 2026-11-24')
  if (date > context.today) throw usageError(`--date ${given} has not come yet`, 'say the date that stands on the letter')
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const { partner } = await choosePartner(context, store, subject)
    const requests = requestsOf(await store.requestEntries()).filter(({ question }) => question === 'loa')
    const approved = requests.filter((request) => request.partner?.id === partner.id && request.state === 'approved')
    const request =
      flags.request === undefined ? (approved.length === 1 ? approved[0] : undefined) : numbered(flags.request, requests)
    if (request?.partner && request.partner.id !== partner.id)
      throw usageError(`request ${request.id} is of ${request.partner.name}`, 'name that partner, or another request')
    if (request && request.state !== 'approved')
      throw usageError(`request ${request.id} was not approved`, 'record the approval first: phd loa approve')
    const body = { date, requester: request?.requester.name ?? null }
    if (!context.dryRun) await store.record([letterEntry(request?.id ?? null, partner, body, recordingOf(context))], basis)
    const { printLetter } = await import('../output/letter.ts')
    printLetter(context, { partner, date, lastDay: addYear(date), request: request ?? null, isDryRun: context.dryRun })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

async function runList(context: Context, flags: ListFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const days = await deskCalendar(context, store, givenValue('--region', flags.region))
    const slaBusinessDays = await slaFor(context)
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

async function runExpiring(context: Context, { within: given }: ExpiringFlags): Promise<ExitCode> {
  const within = readWithin(given)
  const store = await context.openStore('read')
  try {
    const { expiringLetters } = await import('../requests/expiring.ts')
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
  const { isStale } = await import('../rules/verdict.ts')
  return {
    today: context.today,
    list: newest
      ? { title, file: newest.file, lastSeenAt: newest.lastSeenAt, isOld: isStale(newest, context.now, context.maxAgeDays) }
      : null,
    now: context.now,
    asOf: context.asOf,
  }
}
